/** What an HTTP door writes into the log: who came, who was refused. Never a credential. */

import type { Logger } from "../../log/logger.ts";

export type DoorLog = {
  /** auth_ok, auth_failed: LOG_AUTH_ATTEMPTS. */
  auth(event: "auth_ok" | "auth_failed", fields: AuthFields): void;
  /** Lockouts, refused hosts and origins, revocations that ended a stream: LOG_SECURITY_EVENTS. */
  security(event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Answers of 400 and above: LOG_FAILED_REQUESTS. */
  failed(fields: Readonly<Record<string, unknown>>): void;
  /** What was not foreseen; always. */
  defect(fault: unknown): void;
};

type AuthFields = { readonly ip: string; readonly user?: string; readonly reason?: string };

export type LogChoices = {
  readonly securityEvents: boolean;
  readonly authAttempts: boolean;
  readonly failedRequests: boolean;
};

/** The choices decide what is written; whatever they let through is written at any level but `silent`. */
export function doorLog(logger: Logger, choices: LogChoices): DoorLog {
  return {
    auth(event, fields) {
      if (choices.authAttempts) logger.warn(event, fields);
    },
    security(event, fields) {
      if (choices.securityEvents) logger.warn(event, fields);
    },
    failed(fields) {
      if (choices.failedRequests) logger.warn("request_failed", fields);
    },
    defect: (fault) => logger.error("defect", { fault }),
  };
}
