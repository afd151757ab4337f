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
  /** What was not foreseen; always. `request_id`: of the request in which it came up. */
  defect(fault: unknown, request_id?: string): void;
  /** Every answer's status. Written nowhere: for whoever counts. */
  answered(status: number): void;
  /** Every request over a limit. Written nowhere. */
  limited(by: "address" | "credential", grantId: string | undefined): void;
  /** A client sent too slowly. Written nowhere. */
  slow(): void;
};

const MOST_SAID = 200;

type AuthFields = {
  readonly ip: string;
  readonly request_id: string;
  readonly user?: string;
  readonly reason?: string;
};

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
    defect: (fault, request_id) =>
      logger.error("defect", { ...(request_id === undefined ? {} : { request_id }), fault }),
    answered: () => undefined,
    limited: () => undefined,
    slow: () => undefined,
  };
}
