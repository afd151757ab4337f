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
  const { folder, nameFrom } = place(options);
  makeFolder(folder);
  removeOld(folder, startedMs);
  const { file: first, name } = openFirst(folder, nameFrom, startedMs);
  const openPart = (part: number) => openNew(join(folder, name(part)));
  let part = 0;
  let file = first;
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

function openNew(path: string): number {
  return openSync(path, "ax", 0o600);
}

type NamePart = (part: number) => string;

/** In two containers on one folder two processes can have one id, and have started in one second: the later takes the next. */
function openFirst(folder: string, nameFrom: (startedMs: number) => NamePart, startedMs: number) {
  for (let at = startedMs; ; at += 1_000)
    try {
      const name = nameFrom(at);
      return { file: openNew(join(folder, name(0))), name };
    } catch (fault) {
      if (!(fault instanceof Error && "code" in fault && fault.code === "EEXIST")) throw fault;
    }
}

function place(options: AuditFileOptions) {
  const suffix = (startedMs: number, part: number) => {
    const start = new Date(startedMs).toISOString().replace(/[-:]|\.\d+/g, "");
    return `${start}-${process.pid}${part === 0 ? "" : `-${part}`}`;
  };
  const { file } = options;
  const extension = file === undefined ? ".jsonl" : extname(file) || ".jsonl";
  const stem = file === undefined ? "" : `${basename(file, extname(file))}-`;
  return {
    folder: file === undefined ? join(options.homePath, "audit") : dirname(file),
    nameFrom:
      (startedMs: number): NamePart =>
      (part) =>
        `${stem}${suffix(startedMs, part)}${extension}`,
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
