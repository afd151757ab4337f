/** The file that audit lines go to, followed by the next one when it is full. */

import {
  closeSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { makeFolder } from "../store/folder.ts";

export type AuditFileOptions = {
  /** HEARTHGATE_HOME. */
  readonly homePath: string;
  /** AUDIT_LOG_FILE: its name gets the process's start and id. */
  readonly file?: string | undefined;
  readonly fsync: "second" | "always";
  /** A file that could not be forced to disk. */
  readonly onFault: (fault: unknown) => void;
};

export type AuditFile = {
  /** All of it or nothing: throws when it cannot be written. */
  write(text: string): void;
  /** Since when the oldest that is written and not forced to disk waits, in milliseconds; 0 = nothing does. */
  lagMs(): number;
  /** Forces what is written to disk. */
  close(): void;
};

const ROTATE_BYTES = 20 * 1024 * 1024;
const KEEP_DAYS = 30;
const SYNC_EVERY_MS = 1_000;

/** Makes the folder and removes what is too old; `startedMs` (since 1970) goes into the name. Throws what the file system says. */
export function openAuditFile(options: AuditFileOptions, startedMs: number): AuditFile {
  const { folder, name } = place(options, startedMs);
  makeFolder(folder);
  removeOld(folder, startedMs);
  const openPart = (part: number) => openSync(join(folder, name(part)), "ax", 0o600);
  let part = 0;
  let file = openPart(part);
  let bytes = 0;
  /** Instants of `performance.now()`: the oldest write that no fsync has begun for, and that one is under way or failed for. */
  let writtenAt: number | undefined;
  let syncingSince: number | undefined;

  const rotate = () => {
    const next = openPart(part + 1);
    const full = file;
    part++;
    file = next;
    bytes = 0;
    try {
      fsyncSync(full);
    } finally {
      closeSync(full);
    }
  };
  const timer = setInterval(() => {
    if (writtenAt === undefined) return;
    syncingSince ??= writtenAt;
    writtenAt = undefined;
    fsync(file, (fault) => {
      if (fault) options.onFault(fault);
      else syncingSince = undefined;
    });
  }, SYNC_EVERY_MS);
  timer.unref();

  return {
    write(text) {
      if (bytes > ROTATE_BYTES) rotate();
      try {
        writeWhole(file, text);
        if (options.fsync === "always") fsyncSync(file);
      } catch (fault) {
        // half a line, or one that its caller takes for unwritten, would break the chain
        ftruncateSync(file, bytes);
        throw fault;
      }
      bytes += Buffer.byteLength(text);
      if (options.fsync === "second") writtenAt ??= performance.now();
    },
    lagMs() {
      const since = syncingSince ?? writtenAt;
      return since === undefined ? 0 : performance.now() - since;
    },
    close() {
      clearInterval(timer);
      fsyncSync(file);
      closeSync(file);
    },
  };
}

function writeWhole(file: number, text: string): void {
  if (writeSync(file, text) < Buffer.byteLength(text)) throw new Error("the disk is full");
}

function place(options: AuditFileOptions, startedMs: number) {
  const start = new Date(startedMs).toISOString().replace(/[-:]|\.\d+/g, "");
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

/** Only files that carry our own suffix are ever removed. */
function removeOld(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!/\d{8}T\d{6}Z-\d+(-\d+)?\.\w+$/.test(name)) continue;
    const path = join(folder, name);
    if (now - statSync(path).mtimeMs > KEEP_DAYS * 86_400_000) unlinkSync(path);
  }
}
