/** The audit on disk: one chain of JSON lines per process, in files only the owner can read. */

import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import {
  closeSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { Clock } from "../core/clock.ts";
import { makeFolder } from "../store/folder.ts";
import { CHAIN_START, chainLine } from "./chain.ts";
import type { Audit, AuditEvent } from "./event.ts";

export type JournalOptions = {
  /** HEARTHGATE_HOME. */
  readonly homePath: string;
  /** AUDIT_LOG_FILE: its name gets the process's start and id. */
  readonly file?: string | undefined;
  readonly includeParams: boolean;
  readonly fsync: "second" | "always";
  readonly clock: Clock;
  /** For the log: a line that could not be forced to disk. */
  readonly onFault?: (fault: unknown) => void;
};

const ROTATE_BYTES = 20 * 1024 * 1024;
const KEEP_DAYS = 30;
const SOON_MS = 20;
const SECRET_KEY = /pin|code|password|token|secret/i;

/** Opens the journal; throws when the folder or file cannot be made. */
export function openJournal(options: JournalOptions): Audit {
  const key = loadKey(options.homePath);
  const { folder, name } = place(options);
  makeFolder(folder);
  removeOld(folder, options.clock.now());
  let part = 0;
  let file = openSync(join(folder, name(part)), "ax", 0o600);
  let bytes = 0;
  let previous = CHAIN_START;
  let seq = 0;
  let unsynced = false;
  /** Lines that wait for the next one, so that a burst of calls costs one write each. */
  let waiting = "";
  let waitingTimer: NodeJS.Timeout | undefined;

  const timestamp = createTimestamp();
  const chain = (event: AuditEvent) => {
    const { text, hash } = chainLine(event, timestamp(options.clock.now()), seq, previous);
    previous = hash;
    seq++;
    return `${text}\n`;
  };
  const write = (text: string) => {
    if (bytes > ROTATE_BYTES) rotate();
    writeWhole(file, text, bytes);
    bytes += Buffer.byteLength(text);
    waiting = "";
    unsynced = true;
    if (options.fsync === "always") fsyncSync(file);
  };
  const flush = () => {
    clearTimeout(waitingTimer);
    waitingTimer = undefined;
    try {
      if (waiting !== "") write(waiting);
    } catch (fault) {
      options.onFault?.(fault);
    }
  };

  const timer = setInterval(() => {
    if (!unsynced) return;
    unsynced = false;
    fsync(file, (fault) => fault && options.onFault?.(fault));
  }, 1_000);
  timer.unref();

  const rotate = () => {
    fsyncSync(file);
    closeSync(file);
    part++;
    file = openSync(join(folder, name(part)), "ax", 0o600);
    bytes = 0;
  };

  return {
    params: (data) => (options.includeParams ? withoutSecrets(data) : undefined),
    argsHmac: keyedHash(key),
    append(event) {
      const before = [previous, seq] as const;
      const line = chain(event);
      try {
        write(waiting + line);
      } catch (fault) {
        // what was not written is not part of the chain
        [previous, seq] = before;
        throw fault;
      }
    },
    appendSoon(event) {
      waiting += chain(event);
      waitingTimer ??= setTimeout(flush, SOON_MS);
    },
    close() {
      clearInterval(timer);
      flush();
      fsyncSync(file);
      closeSync(file);
    },
  };
}

/** The audit that keeps the last lines in memory: for the demo house and AUDIT_ENABLED=false. */
export function memoryAudit(): Audit & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  let previous = CHAIN_START;
  let seq = 0;
  const append = (event: AuditEvent) => {
    const { text, hash } = chainLine(event, new Date().toISOString(), seq++, previous);
    previous = hash;
    lines.push(text);
    if (lines.length > 1_000) lines.shift();
  };
  return {
    lines,
    params: () => undefined,
    argsHmac: keyedHash(randomBytes(32)),
    append,
    appendSoon: append,
    close: () => undefined,
  };
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

/** All of it or nothing: half a line would break the chain. */
function writeWhole(file: number, text: string, at: number): void {
  if (writeSync(file, text) === Buffer.byteLength(text)) return;
  ftruncateSync(file, at);
  throw new Error("the disk is full");
}

function place(options: JournalOptions) {
  const start = new Date(options.clock.now()).toISOString().replace(/[-:]|\.\d+/g, "");
  const suffix = (part: number) => `${start}-${process.pid}${part === 0 ? "" : `-${part}`}`;
  if (options.file === undefined) {
    return { folder: join(options.homePath, "audit"), name: (part: number) => `${suffix(part)}.jsonl` };
  }
  const extension = extname(options.file);
  const stem = basename(options.file, extension);
  return {
    folder: dirname(options.file),
    name: (part: number) => `${stem}-${suffix(part)}${extension || ".jsonl"}`,
  };
}

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

/** Only files that carry our own suffix are ever removed. */
function removeOld(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!/\d{8}T\d{6}Z-\d+(-\d+)?\.\w+$/.test(name)) continue;
    const path = join(folder, name);
    if (now - statSync(path).mtimeMs > KEEP_DAYS * 86_400_000) unlinkSync(path);
  }
}

/** HMAC-SHA-256 (RFC 2104), 32 hex characters; most calls repeat the arguments of another. */
function keyedHash(bytes: Buffer): (args: unknown) => string {
  const key = createSecretKey(bytes);
  const known = new Map<string, string>();
  return (args) => {
    const text = canonical(args);
    const before = known.get(text);
    if (before !== undefined) return before;
    const hashed = createHmac("sha256", key).update(text).digest("hex").slice(0, 32);
    if (text.length <= 64 && known.size < 200) known.set(text, hashed);
    return hashed;
  };
}

function withoutSecrets(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(data, (key, value) => (SECRET_KEY.test(key) ? undefined : value)));
}

/** No tool takes anything deeper: it is refused, and its audit line still has to be written. */
const DEEPEST = 100;

/** Arguments in one spelling: keys sorted, secrets left out. */
function canonical(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return '"too deep"';
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, depth + 1)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([key]) => !SECRET_KEY.test(key));
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, depth + 1)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
