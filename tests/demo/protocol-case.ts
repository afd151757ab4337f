/** One row of the tables of protocol: a question and its answer, for any home that has the roles. */

import type { Message } from "./client.ts";

/** Entity ids by what they stand for. */
export type Roles = {
  /** Dimmable, with colour temperature, able to be on. */
  readonly light: string;
  readonly switch: string;
  /** Cannot be opened beyond unlocking. */
  readonly lock: string;
  /** Opens and closes, has no position. */
  readonly garage: string;
  /** Has a position. */
  readonly blind: string;
  readonly climate: string;
  readonly fail: string;
  readonly reject: string;
  readonly liar: string;
  readonly offline: string;
  /** Answers a fixed response. */
  readonly script: string;
  readonly automation: string;
};

export type Case = {
  readonly name: string;
  readonly as?: "user";
  readonly type: string;
  readonly message: Message;
  /** undefined: it succeeds. */
  readonly error?: Message;
  /** The result, or a part of it. */
  readonly result?: unknown;
};

/** The error of a message that does not fit its schema. */
export function invalid(message: string): Message {
  return { code: "invalid_format", message };
}

/** What `extract_from_target` answers for a target that stands for nothing. */
export const nothingExtracted = {
  referenced_entities: [],
  referenced_devices: [],
  referenced_areas: [],
  missing_devices: [],
  missing_areas: [],
  missing_floors: [],
  missing_labels: [],
};
