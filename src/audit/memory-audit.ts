/** The audit that keeps the last lines in memory: for the demo house, or AUDIT_ENABLED=false. */

import { randomBytes } from "node:crypto";
import { keyedHash } from "./arguments.ts";
import { CHAIN_START, chainLine } from "./chain.ts";
import type { Audit, AuditEvent } from "./event.ts";

const KEEP_LINES = 1_000;

export function memoryAudit(): Audit & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  let previous = CHAIN_START;
  let seq = 0;
  const append = (event: AuditEvent) => {
    const { text, hash } = chainLine(event, new Date().toISOString(), seq++, previous);
    previous = hash;
    lines.push(text);
    if (lines.length > KEEP_LINES) lines.shift();
  };
  return {
    lines,
    params: () => undefined,
    argsHmac: keyedHash(randomBytes(32)),
    append,
    appendSoon: append,
    lagMs: () => 0,
    close: () => undefined,
  };
}
