/** The grant: what one caller may see and do, as it lies in memory after parsing. */

import type { JsonObject } from "../../../core/json.ts";
import type { Access } from "./access.ts";

/** Rights over tools and configuration; a service that a scope permits never needs one. */
export const CAPABILITIES = [
  "templates",
  "logs",
  "logbook",
  "statistics",
  "traces",
  "registry",
  "dashboards",
  "config_read",
  "automation_write",
  "script_write",
  "scene_write",
  "helper_write",
  "registry_write",
  "dashboard_write",
  "conversation",
  "restart",
  "backup",
  "updates",
  "integrations",
] as const;

export type Capability = (typeof CAPABILITIES)[number];
export type Mode = "deny" | "allow" | "confirm";
export type Gates = { readonly physical: Mode; readonly special: Mode };

/** How calls on groups, scenes, scripts and automations are judged. */
export type Indirect = "closure" | "pinned" | "trust_named" | "confirm";

/**
 * One narrowing rule. `applies_to` and `params` are kept as the owner wrote them (normalised by the parser); the
 * evaluation denies on what it cannot read. `step` is set on what the parser made of the grant's own fields.
 */
export type Restriction = {
  readonly id: string;
  readonly enabled: boolean;
  readonly type: string;
  readonly applies_to: unknown;
  readonly params: JsonObject;
  readonly step?: 5 | 6 | 8;
};

/** The limits that are enforced; the others are for what is not built yet. */
export const ENFORCED_LIMITS = [
  "requests_per_minute",
  "actions_per_minute",
  "burst",
  "concurrency",
  "max_sessions",
  "subscriptions",
  "history_hours",
  "history_points",
] as const;

/** Calls of one credential at once where the grant says nothing; the next one waits. */
export const DEFAULT_CONCURRENCY = 4;

/** Things that one credential follows at once where the grant says nothing. */
export const DEFAULT_SUBSCRIPTIONS = 50;

/** Absent = no limit, but for concurrency, sessions, subscriptions. Minutes, hours, counts and bytes as the names say. */
export type Limits = {
  readonly requests_per_minute?: number;
  readonly actions_per_minute?: number;
  readonly burst?: number;
  readonly concurrency?: number;
  readonly max_sessions?: number;
  readonly subscriptions?: number;
  readonly history_hours?: number;
  readonly history_points?: number;
  readonly response_bytes?: number;
};

export type SessionLimits = {
  readonly lifetime_minutes?: number;
  readonly max_lifetime_minutes?: number;
  readonly max_renewals?: number;
  readonly absolute_lifetime_hours?: number;
};

export type Network = {
  readonly allowed_ips?: readonly string[];
  readonly origins?: {
    readonly allow_any?: boolean;
    readonly allowed?: readonly string[];
    readonly allow_paths?: readonly string[];
  };
  readonly require_signature?: boolean;
};

/** `[min, max]`, or the values that are allowed (two numbers are always a range). */
export type ValueLimit = readonly unknown[];

/** A grant, version 1. Keys are named as they are stored. */
export type Grant = {
  readonly id: string;
  readonly name: string;
  readonly note?: string;
  readonly version: 1;
  readonly status: "active" | "paused" | "revoked";
  readonly created_at: string;
  readonly created_by: string;
  readonly not_before?: string;
  /** RFC 3339 with offset, or `never`. */
  readonly expires_at: string;
  readonly access: Access;
  /** The only tools that are listed and may be called; absent = all that the rest allows. */
  readonly tools?: readonly string[];
  /** Absent = deny. */
  readonly capabilities: Readonly<Partial<Record<Capability, Mode>>>;
  readonly gates: Gates;
  readonly indirect: Indirect;
  /** Indirect entity to the entities it reached when the owner accepted it. */
  readonly pinned: Readonly<Record<string, readonly string[]>>;
  readonly target_mode: "reject" | "narrow";
  /** Service to the only data keys it may be called with. */
  readonly data_keys: Readonly<Record<string, readonly string[]>>;
  readonly data_limits: Readonly<Record<string, Readonly<Record<string, ValueLimit>>>>;
  /** The owner's, in order. */
  readonly restrictions: readonly Restriction[];
  /** Made by the parser from `not_before`, `expires_at`, `network` and `limits`; never saved. */
  readonly compiled: readonly Restriction[];
  readonly limits: Limits;
  readonly session?: SessionLimits;
  /** Who may say the owner's yes; absent = the owner alone, away from the conversation. */
  readonly approve_by?: readonly ("owner" | "host")[];
  readonly home_area?: string;
  readonly network?: Network;
  readonly users?: readonly string[];
};

/** What the grant says of a capability; silence is no. */
export function capability(grant: Grant, name: Capability): Mode {
  return Object.hasOwn(grant.capabilities, name) ? (grant.capabilities[name] ?? "deny") : "deny";
}
