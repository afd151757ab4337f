/** The audit on disk: one chain of JSON lines per process, in files only the owner can read. */

import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import { makeFolder } from "../store/folder.ts";
import { keyedHash, withoutSecrets } from "./arguments.ts";
import { type AuditFileOptions, openAuditFile } from "./audit-file.ts";
import { CHAIN_START, chainLine, GAP } from "./chain.ts";
import type { Audit, AuditEvent } from "./event.ts";

export type JournalOptions = Omit<AuditFileOptions, "onFault"> & {
  readonly includeParams: boolean;
  readonly clock: Clock;
  /** For the log: lines that could not be written, or forced to disk. */
  readonly onFault?: (fault: unknown) => void;
};

const SOON_MS = 20;
/** Some megabytes. */
const MOST_WAITING = 10_000;

/** Opens the journal; throws when the folder or file cannot be made. */
export function openJournal(options: JournalOptions): Audit {
  const onFault = options.onFault ?? (() => undefined);
  const key = loadKey(options.homePath);
  const file = openAuditFile({ ...options, onFault }, options.clock.now());
  const timestamp = createTimestamp();
  let previous = CHAIN_START;
  let seq = 0;
  /** Lines that wait for the next one, so that a burst of calls costs one write each. */
  let waiting: string[] = [];
  /** Lines that came while too many waited for a disk that takes none. */
  let lost = 0;
  let waitingTimer: NodeJS.Timeout | undefined;
  let waitingSince = 0;

  const chain = (event: AuditEvent) => {
    const { text, hash } = chainLine(event, timestamp(options.clock.now()), seq, previous);
    previous = hash;
    seq++;
    return `${text}\n`;
  };
  const write = (lines: readonly string[]) => {
    file.write(lines.join(""));
    waiting = [];
  };
  const takeLost = () => {
    const count = lost;
    lost = 0;
    return count;
  };
  const flush = () => {
    clearTimeout(waitingTimer);
    waitingTimer = undefined;
    try {
      if (waiting.length > 0) write(waiting);
    } catch (fault) {
      onFault(fault);
    }
  };

  return {
    params: (data) => (options.includeParams ? withoutSecrets(data) : undefined),
    argsHmac: keyedHash(key),
    append(event) {
      const before = [previous, seq] as const;
      // what is missing is told in its place
      const gap = lost === 0 ? [] : [chain(gapOf(lost))];
      const line = chain(event);
      try {
        write([...waiting, ...gap, line]);
        lost = 0;
      } catch (fault) {
        // what was not written is not part of the chain
        [previous, seq] = before;
        throw fault;
      }
    },
    appendSoon(event) {
      waitingTimer ??= setTimeout(flush, SOON_MS);
      if (waiting.length === 0) waitingSince = performance.now();
      if (waiting.length >= MOST_WAITING) lost++;
      else
        waiting.push(...(lost > 0 && waiting.length === 0 ? [chain(gapOf(takeLost()))] : []), chain(event));
    },
    lagMs: () => Math.max(file.lagMs(), waiting.length === 0 ? 0 : performance.now() - waitingSince),
    close() {
      flush();
      file.close();
    },
  };
}

/** Stands where lines are missing. */
function gapOf(lost: number): AuditEvent {
  const nobody = { user: "hearthgate", entity: [], ip: "local", call_id: "" };
  return { ...nobody, action: GAP, result: "failed", entity_count: lost };
}

/** RFC 3339 in UTC; most lines share their second with the one before. */
function createTimestamp(): (milliseconds: number) => string {
  let known = Number.NaN;
  let text = "";
  return (milliseconds) => {
    const second = Math.floor(milliseconds / 1_000);
    if (second !== known) {
      text = new Date(second * 1_000).toISOString().slice(0, -4);
      known = second;
    }
    return `${text}${String(milliseconds - second * 1_000).padStart(3, "0")}Z`;
  };
}

/** Made at the first start; the hashes of later starts can be compared with its. */
function loadKey(homePath: string): Buffer {
  makeFolder(homePath);
  const path = join(homePath, "audit.key");
  try {
    writeFileSync(path, randomBytes(32), { mode: 0o600, flag: "wx" });
  } catch (fault) {
    if (!(fault instanceof Error && "code" in fault && fault.code === "EEXIST")) throw fault;
  }
  return readFileSync(path);
}
