/** Whether the lines of an audit follow from each other. */

import { hash } from "node:crypto";
import { CHAIN_START } from "../../src/audit/chain.ts";
import type { AuditEvent } from "../../src/audit/event.ts";

type AuditLine = AuditEvent & {
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  readonly seq: number;
  readonly prev_hash: string;
  readonly hash: string;
};

/** The first line (1-based) that does not follow from the one before; undefined when all do. */
export function firstBrokenLine(lines: readonly string[], start: string = CHAIN_START): number | undefined {
  let previous = start;
  for (const [index, text] of lines.entries()) {
    const at = text.lastIndexOf(',"hash":"');
    const line = readLine(text);
    const expected = hash("sha256", `${text.slice(0, at)}}`);
    if (!line || at === -1 || line.prev_hash !== previous || line.hash !== expected) return index + 1;
    previous = expected;
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
