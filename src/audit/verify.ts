/** Whether every line of the audit is still there, as it was written. */

import { hash as digest } from "node:crypto";
import { CHAIN_START, GAP } from "./chain.ts";
import { type AuditPart, linesOf } from "./read-audit.ts";

/** The first line of a chain that is not as it was written. */
export type BrokenLine = { readonly file: string; readonly line: number; readonly why: string };

export type VerifiedAudit = {
  readonly lines: number;
  readonly chains: number;
  /** The first of each chain that has one. */
  readonly broken: readonly BrokenLine[];
  /** Lines that could not be written, where the disk was full or gone: they are told, not hidden. */
  readonly unwritten: number;
  /** Calls whose end was never written: their process ended first. */
  readonly unended: number;
};

/** Reads every part. A chain that begins with a later part has lost its older ones to the days that are kept. */
export function verifyAudit(parts: readonly AuditPart[]): VerifiedAudit {
  const chains = new Map<string, AuditPart[]>();
  for (const part of parts) chains.set(part.chain, [...(chains.get(part.chain) ?? []), part]);
  const broken: BrokenLine[] = [];
  let [lines, unwritten, unended] = [0, 0, 0];
  for (const chain of chains.values()) {
    const seen = verifyChain(chain);
    lines += seen.lines;
    unwritten += seen.unwritten;
    unended += seen.open.size;
    if (seen.broken) broken.push(seen.broken);
  }
  return { lines, chains: chains.size, broken, unwritten, unended };
}

type Seen = {
  lines: number;
  unwritten: number;
  readonly open: Set<string>;
  broken: BrokenLine | undefined;
  previous: string | undefined;
  seq: number;
};

function verifyChain(parts: readonly AuditPart[]): Seen {
  const whole = parts[0]?.part === 0;
  const seen: Seen = {
    lines: 0,
    unwritten: 0,
    open: new Set(),
    broken: undefined,
    previous: whole ? CHAIN_START : undefined,
    seq: whole ? 0 : Number.NaN,
  };
  for (const [index, part] of parts.entries()) {
    const missing = index > 0 && part.part !== (parts[index - 1]?.part ?? 0) + 1;
    if (missing) seen.broken ??= { file: part.name, line: 1, why: "a file before it is missing" };
    for (const [at, text] of linesOf(part).entries()) {
      const why = seen.broken === undefined ? faultIn(text, seen) : undefined;
      if (why !== undefined) seen.broken = { file: part.name, line: at + 1, why };
      seen.lines++;
    }
  }
  return seen;
}

const LINE =
  /^(\{"timestamp":.*,"seq":(\d+),"prev_hash":"([0-9a-f]{64})")(?:\}|,"hash":"([0-9a-f]{64})"\})$/s;

function faultIn(text: string, seen: Seen): string | undefined {
  const [, body, seq, previous, hash] = LINE.exec(text) ?? [];
  if (body === undefined || hash === undefined) return "it is cut off, or no line of an audit";
  if (digest("sha256", `${body}}`) !== hash) return "it was changed";
  const first = seen.previous === undefined;
  if (!first && previous !== seen.previous) return "the line before it is missing, or was put in";
  if (!first && Number(seq) !== seen.seq) return "lines before it are missing";
  seen.previous = hash;
  seen.seq = Number(seq) + 1;
  note(text, seen);
  return undefined;
}

function note(text: string, seen: Seen): void {
  const { action, result, call_id, entity_count } = JSON.parse(text);
  if (action === GAP) seen.unwritten += Number(entity_count);
  if (result === "begin") seen.open.add(call_id);
  if (result === "end") seen.open.delete(call_id);
}
