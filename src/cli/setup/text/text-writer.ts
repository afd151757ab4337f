/** What each format of a client's file can do with a server. */

import { Failure } from "../../../core/failure.ts";
import type { JsonObject } from "../../../core/json.ts";

export type ServerPlace = {
  /** The key that holds the servers. */
  readonly key: string;
  readonly name: string;
};

export type TextWriter = {
  read(text: string): JsonObject;
  put(text: string, place: ServerPlace, entry: object): string;
  drop(text: string, place: ServerPlace): string;
};

/** As most of its lines end already. */
export function lineEndOf(text: string): "\n" | "\r\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** CONFIG_INVALID. */
export function unreadable(why: string, cause?: unknown): Failure {
  return new Failure("CONFIG_INVALID", `The file cannot be read: ${why}.`, {
    hint: "Mend it, or add the server by hand; nothing was changed in it.",
    cause,
  });
}

/** Of a library's error; the lines behind it show the text, secrets too. */
export function firstLine(fault: unknown): string {
  return String(fault instanceof Error ? fault.message : fault).split("\n")[0] ?? "";
}
