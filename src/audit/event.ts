/** One line of the audit: who did what to what, and what came of it. */

import type { JsonObject } from "../core/json.ts";

/** What the caller of the audit says; the journal adds timestamp, seq, prev_hash and hash. */
export type AuditEvent = {
  /** Grant and credential, e.g. `operator/stdio`. */
  readonly user: string;
  /** Tool, or domain.service for a call. */
  readonly action: string;
  /** At most 50 entity ids; `entity_count` has the whole number. */
  readonly entity: readonly string[];
  /** begin and end are the two lines of a control or edit; the others stand alone. */
  readonly result: "ok" | "denied" | "failed" | "begin" | "end";
  readonly ip: string;
  readonly call_id: string;
  readonly entity_count: number;
  /** Of the HTTP request, as in the log and in the answer's X-Request-Id. */
  readonly request_id?: string;
  readonly mcp_method?: string;
  readonly session_id?: string;
  readonly credential?: string;
  /** Of the OAuth client that a person allowed. */
  readonly client_id?: string;
  /** Keyed hash of the arguments: a plain hash over four digits falls in a second. */
  readonly args_hmac?: string;
  readonly code?: string;
  readonly denial?: string;
  readonly restriction_id?: string;
  readonly step?: number;
  readonly approval_id?: string;
  readonly duration_ms?: number;
  /** What Home Assistant answered: accepted, refused, lost, or still running. */
  readonly ha_result?: string;
  /** Service data, only with AUDIT_INCLUDE_PARAMS, secrets left out. */
  readonly params?: unknown;
};

/** Where events go. `append` throws when the line cannot be written: whoever was about to act then does not. */
export type Audit = {
  append(event: AuditEvent): void;
  /** Writes within some milliseconds, at the latest with the next line or on close; never throws. */
  appendSoon(event: AuditEvent): void;
  /** HMAC-SHA-256 over the arguments without secrets, hex, 32 characters. */
  argsHmac(args: unknown): string;
  /** Service data as it may be written: without secrets; undefined unless AUDIT_INCLUDE_PARAMS is set. */
  params(data: JsonObject): JsonObject | undefined;
  /** How long the oldest line that is not forced to disk has waited, in milliseconds; 0 = none does. */
  lagMs(): number;
  /** Forces everything to disk; the last thing a process does. */
  close(): void;
};
