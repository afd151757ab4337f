/** The hash chain that makes a missing or changed audit line visible. */

import { hash as digest } from "node:crypto";
import type { AuditEvent } from "./event.ts";

/** What the first line of a process refers to. */
export const CHAIN_START = "0".repeat(64);

/** Action of the line that stands where lines could not be written; its `entity_count` says how many. */
export const GAP = "audit.gap";

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
