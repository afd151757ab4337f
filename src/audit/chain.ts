/** The hash chain that makes a missing or changed audit line visible. */

import { hash as digest } from "node:crypto";
import type { AuditEvent, AuditLine } from "./event.ts";

/** What the first line of a process refers to. */
export const CHAIN_START = "0".repeat(64);

/** The text of a line: the hash covers everything before it, previous hash included. */
export function chainLine(
  event: AuditEvent,
  timestamp: string,
  seq: number,
  previous: string,
): { text: string; hash: string } {
  // put together by hand: an event is written twice in every call
  const body = `{"timestamp":"${timestamp}",${JSON.stringify(event).slice(1, -1)},"seq":${seq},"prev_hash":"${previous}"}`;
  const hash = digest("sha256", body);
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** The first line (1-based) that does not follow from the one before; undefined when all do. */
export function firstBrokenLine(lines: readonly string[], start: string = CHAIN_START): number | undefined {
  let previous = start;
  for (const [index, text] of lines.entries()) {
    const at = text.lastIndexOf(',"hash":"');
    const line = readLine(text);
    const hash = digest("sha256", `${text.slice(0, at)}}`);
    if (!line || at === -1 || line.prev_hash !== previous || line.hash !== hash) return index + 1;
    previous = hash;
  }
  return undefined;
}

function readLine(text: string): AuditLine | undefined {
  try {
    return JSON.parse(text) as AuditLine;
  } catch {
    return undefined;
  }
}
