/** What the audit is told of a call: immediately before it is sent, when it ended, that it was refused. */

import type { Failure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";

export type SentCall = {
  /** `domain.service` */
  readonly service: string;
  readonly entityIds: readonly string[];
  /** Service data that may be written down: empty where it is a password. */
  readonly data: JsonObject;
  /** The owner's yes that it rests on. */
  readonly approvalId?: string | undefined;
};

export type SentEnd = "accepted" | "refused" | "lost";

/** Throws when the audit cannot be written, the caller gave up or the grant is another by now: then nothing is sent. */
export type BeforeSending = (call: SentCall) => (end: SentEnd) => void;

/** One of several calls in one, as its caller wrote it. */
export type EntryRefused = (entry: unknown, failure: Failure) => void;
