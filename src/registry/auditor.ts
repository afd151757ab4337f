/** One call's lines in the audit: a single one for reads and refusals, begin and end around what is sent. */

import type { Audit, AuditEvent } from "../audit/event.ts";
import { Failure } from "../core/failure.ts";
import type { SentCall, SentEnd } from "../home/sent-call.ts";
import type { Principal } from "../security/identity/principal.ts";

const ENTITIES_WRITTEN = 50;

export type CallAudit = {
  /** For narrow: writes `begin` and gives the way to write `end`. PERMISSION_DENIED when the line cannot be written. */
  before(facts: SentCall): (end: SentEnd) => void;
  /** The one line of a call that sent nothing. */
  done(failure: Failure | undefined): void;
};

export type Auditor = {
  /** `grant` is the grant's name, or its id where there is none any more. */
  open(principal: Principal, grant: string, tool: string, args: unknown, callId: string): CallAudit;
  /** Writes `end: unknown` for what is still open; the last thing before the audit closes. */
  close(): void;
};

/** `onFault` hears of lines that could not be written where the call went on all the same. */
export function createAuditor(audit: Audit, onFault: (fault: unknown) => void): Auditor {
  const open = new Set<() => void>();
  const append = (event: AuditEvent) => {
    try {
      audit.append(event);
    } catch (fault) {
      onFault(fault);
    }
  };
  return {
    open(principal, grant, tool, args, callId) {
      const started = performance.now();
      let sent = false;
      const user = `${grant}/${principal.credential}`;
      const ip = principal.address ?? "local";
      const call_id = callId;
      const mcp_method = "tools/call";
      return {
        before(facts) {
          const { service: action, entityIds } = facts;
          const entity =
            entityIds.length > ENTITIES_WRITTEN ? entityIds.slice(0, ENTITIES_WRITTEN) : entityIds;
          const entity_count = entityIds.length;
          const args_hmac = audit.argsHmac(facts.data);
          const params = audit.params(facts.data);
          const begin: AuditEvent = {
            user,
            ip,
            call_id,
            mcp_method,
            action,
            entity,
            entity_count,
            args_hmac,
            result: "begin",
          };
          appendOrRefuse(audit, params ? { ...begin, params } : begin, onFault);
          sent = true;
          const begun = performance.now();
          let ha_result = "unknown";
          const end = () => {
            if (!open.delete(end)) return;
            const duration_ms = Math.round(performance.now() - begun);
            audit.appendSoon({
              user,
              ip,
              call_id,
              mcp_method,
              action,
              entity,
              entity_count,
              result: "end",
              ha_result,
              duration_ms,
            });
          };
          open.add(end);
          return (haResult) => {
            ha_result = haResult;
            // after the answer: the caller does not wait for the second line
            setImmediate(end);
          };
        },
        done(failure) {
          if (sent) return;
          append({
            user,
            ip,
            call_id,
            mcp_method,
            action: tool,
            entity: [],
            entity_count: 0,
            args_hmac: audit.argsHmac(args),
            result:
              failure === undefined
                ? "ok"
                : failure.code === "PERMISSION_DENIED" || failure.code === "NOT_FOUND"
                  ? "denied"
                  : "failed",
            ...(failure === undefined ? {} : { code: failure.code }),
            ...(failure?.denial === undefined ? {} : { denial: failure.denial }),
            duration_ms: Math.round(performance.now() - started),
          });
        },
      };
    },
    close() {
      for (const end of [...open]) end();
      audit.close();
    },
  };
}

function appendOrRefuse(audit: Audit, event: AuditEvent, onFault: (fault: unknown) => void): void {
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
