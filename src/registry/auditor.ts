/** One call's lines in the audit: a single one for reads and refusals, begin and end around what is sent. */

import type { Audit, AuditEvent } from "../audit/event.ts";
import { isEntityId, isService } from "../core/entity-id.ts";
import { Failure } from "../core/failure.ts";
import { isJsonObject, plainText } from "../core/json.ts";
import type { SentCall, SentEnd } from "../home/sent-call.ts";
import type { Principal } from "../security/identity/principal.ts";

const ENTITIES_WRITTEN = 50;

export type CallAudit = {
  /** The arguments in the tool's own words: a refusal names by them what was refused. */
  meant(input: unknown): void;
  /** For narrow: writes `begin` and gives the way to write `end`. PERMISSION_DENIED when the line cannot be written. */
  before(sent: SentCall): (end: SentEnd) => void;
  /** The line of one of several calls in one that was refused before it was sent. */
  refused(entry: unknown, failure: Failure): void;
  /** The one line of a call that has none yet. */
  done(failure: Failure | undefined): void;
};

export type Auditor = {
  /** `grant` is the grant's name, or its id where there is none any more. */
  open(principal: Principal, grant: string, tool: string, args: unknown, callId: string): CallAudit;
  /** Writes `end: unknown` for what is still open; the last thing before the audit closes. */
  close(): void;
};

/** Shared by the calls of one auditor. */
type Book = {
  readonly audit: Audit;
  /** Ends that are not written yet. */
  readonly open: Set<() => void>;
  readonly onFault: (fault: unknown) => void;
};

/** What every line of a call begins with. */
type Heading = Pick<
  AuditEvent,
  "user" | "ip" | "call_id" | "request_id" | "mcp_method" | "session_id" | "client_id"
>;

/** `onFault` hears of lines that could not be written where the call went on all the same. */
export function createAuditor(audit: Audit, onFault: (fault: unknown) => void): Auditor {
  const book: Book = { audit, open: new Set(), onFault };
  return {
    open({ credential, address, session, client, requestId }, grant, tool, args, callId) {
      const heading: Heading = {
        user: `${grant}/${credential}`,
        ip: address ?? "local",
        call_id: callId,
        ...(requestId === undefined ? {} : { request_id: requestId }),
        mcp_method: "tools/call",
        ...(session === undefined ? {} : { session_id: session }),
        ...(client === undefined ? {} : { client_id: client }),
      };
      const started = performance.now();
      let isWritten = false;
      let said = args;
      return {
        meant(input) {
          said = input;
        },
        before(sent) {
          const end = begin(sent, heading, book);
          isWritten = true;
          return end;
        },
        refused(entry, failure) {
          isWritten = true;
          writeAlone({ tool, args: entry, said: entry, failure, started }, heading, book);
        },
        done(failure) {
          if (!isWritten) writeAlone({ tool, args, said, failure, started }, heading, book);
        },
      };
    },
    close() {
      for (const end of [...book.open]) end();
      audit.close();
    },
  };
}

/** The line before sending; what it returns writes the one after, once Home Assistant has answered. */
function begin(sent: SentCall, heading: Heading, book: Book): (end: SentEnd) => void {
  const { audit, open } = book;
  const { service: action, entityIds, data, approvalId } = sent;
  const entity = entityIds.length > ENTITIES_WRITTEN ? entityIds.slice(0, ENTITIES_WRITTEN) : entityIds;
  const approval = approvalId === undefined ? {} : { approval_id: approvalId };
  const about = { ...heading, action, entity, entity_count: entityIds.length, ...approval };
  const params = audit.params(data);
  const args_hmac = audit.argsHmac(data);
  appendOrRefuse({ ...about, args_hmac, result: "begin", ...(params ? { params } : {}) }, book);
  const begun = performance.now();
  let ha_result = "unknown";
  const end = () => {
    if (!open.delete(end)) return;
    const duration_ms = Math.round(performance.now() - begun);
    audit.appendSoon({ ...about, result: "end", ha_result, duration_ms });
  };
  open.add(end);
  return (answer) => {
    ha_result = answer;
    // after the answer: the caller does not wait for the second line
    setImmediate(end);
  };
}

function appendOrRefuse(event: AuditEvent, { audit, onFault }: Book): void {
  try {
    audit.append(event);
  } catch (fault) {
    onFault(fault);
    throw new Failure("PERMISSION_DENIED", "Nothing was sent: the audit cannot be written.", {
      hint: "The owner finds the cause in the log.",
      denial: "audit_unavailable",
      cause: fault,
    });
  }
}

type Ended = {
  readonly tool: string;
  readonly args: unknown;
  /** The arguments as they were understood. */
  readonly said: unknown;
  readonly failure: Failure | undefined;
  readonly started: number;
};

function writeAlone({ tool, args, said, failure, started }: Ended, heading: Heading, book: Book): void {
  const { audit, onFault } = book;
  // what was read need not be on disk before the answer; who was refused is written at once
  const append = failure === undefined ? audit.appendSoon : audit.append;
  try {
    append({
      ...heading,
      ...(failure === undefined ? { action: tool, entity: [], entity_count: 0 } : refusedIn(tool, said)),
      args_hmac: audit.argsHmac(args),
      result: resultOf(failure),
      ...(failure === undefined ? {} : { code: failure.code }),
      ...(failure === undefined ? {} : reasonOf(failure)),
      ...(failure?.approvalId === undefined ? {} : { approval_id: failure.approvalId }),
      duration_ms: Math.round(performance.now() - started),
    });
  } catch (fault) {
    onFault(fault);
  }
}

/** What was refused, as far as the arguments say it in the words of Home Assistant. */
function refusedIn(tool: string, args: unknown): Pick<AuditEvent, "action" | "entity" | "entity_count"> {
  const { service, target, data, ids } = isJsonObject(args) ? args : {};
  const textsOf = (of: unknown, key: string) => (isJsonObject(of) ? [of[key]].flat() : []);
  const named = [...textsOf(target, "entity_id"), ...textsOf(target, "name"), ...textsOf(data, "entity_id")];
  const entities = [...named, ...[ids].flat()].filter(
    (id) => typeof id === "string" && isEntityId(id.toLowerCase()),
  );
  const action = typeof service === "string" ? service.trim().toLowerCase() : "";
  return {
    action: isService(action) ? action : tool,
    entity: entities.slice(0, ENTITIES_WRITTEN).map((id) => plainText(id).toLowerCase()),
    entity_count: entities.length,
  };
}

/** What the caller was not told of it too. */
function reasonOf({ denial, recorded }: Failure): Pick<AuditEvent, "denial" | "restriction_id" | "step"> {
  if (recorded === undefined) return denial === undefined ? {} : { denial };
  const { restriction, step } = recorded;
  return {
    denial: recorded.denial,
    step,
    ...(restriction === undefined ? {} : { restriction_id: restriction }),
  };
}

function resultOf(failure: Failure | undefined): AuditEvent["result"] {
  if (failure === undefined) return "ok";
  return failure.code === "PERMISSION_DENIED" || failure.code === "NOT_FOUND" ? "denied" : "failed";
}
