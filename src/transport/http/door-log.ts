/** What an HTTP door writes into the log: who came, who was refused. Never a credential. */

import type { Logger } from "../../log/logger.ts";

export type DoorLog = {
  /** auth_ok, auth_failed: LOG_AUTH_ATTEMPTS. */
  auth(event: "auth_ok" | "auth_failed", fields: AuthFields): void;
  /** Lockouts, refused hosts and origins, revocations that ended a stream: LOG_SECURITY_EVENTS. */
  security(event: string, fields: Readonly<Record<string, unknown>>): void;
  /** A session was opened; at LOG_LEVEL debug alone. */
  opened(fields: Readonly<Record<string, unknown>>): void;
  /** Answers of 400 and above: LOG_FAILED_REQUESTS. */
  failed(fields: Readonly<Record<string, unknown>>): void;
  /** What a protocol library says of a message that it did not take, or of a connection that ended: LOG_FAILED_REQUESTS. */
  protocol(fault: unknown): void;
  /** What was not foreseen; always. */
  defect(fault: unknown): void;
};

const MOST_SAID = 200;

type AuthFields = { readonly ip: string; readonly user?: string; readonly reason?: string };

export type LogChoices = {
  readonly securityEvents: boolean;
  readonly authAttempts: boolean;
  readonly failedRequests: boolean;
};

/** The choices decide what is written, at LOG_LEVEL warn and below. */
export function doorLog(logger: Logger, choices: LogChoices): DoorLog {
  return {
    auth(event, fields) {
      if (choices.authAttempts) logger.warn(event, fields);
    },
    security(event, fields) {
      if (choices.securityEvents) logger.warn(event, fields);
    },
    opened: (fields) => logger.debug("session_connected", fields),
    failed(fields) {
      if (choices.failedRequests) logger.warn("request_failed", fields);
    },
    protocol(fault) {
      const said = fault instanceof Error ? fault.message : String(fault);
      // callers may have written most of it
      if (choices.failedRequests) logger.warn("protocol_fault", { said: said.slice(0, MOST_SAID) });
    },
    defect: (fault) => logger.error("defect", { fault }),
  };
}
