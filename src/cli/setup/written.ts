/** What setup has written: each file as it was before, so that `remove` can put it back byte for byte. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { Failure } from "../../core/failure.ts";
import { readJsonFile, writeJsonFile } from "../../store/json-file.ts";

const FILE = v.object({
  version: v.literal(1),
  client: v.string(),
  path: v.string(),
  /** Base64; null = there was no file. */
  before: v.nullable(v.string()),
  /** SHA-256 of what was written, in hex. */
  after: v.string(),
});

export type WrittenFile = Omit<v.InferOutput<typeof FILE>, "version">;

const MOST_BYTES = 50 * 1024 * 1024;

/** Undefined = setup did not write there. CONFIG_INVALID when what was kept cannot be read. */
export function readWritten(homePath: string, path: string): WrittenFile | undefined {
  const kept = keptAt(homePath, path);
  try {
    const value = readJsonFile(kept, MOST_BYTES);
    return value === undefined ? undefined : v.parse(FILE, value);
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `${kept} cannot be read.`, {
      hint: "Move it away, and take hearthgate out of the client by hand.",
      cause,
    });
  }
}

/** CONFIG_INVALID when it cannot be kept. */
export function keepWritten(homePath: string, file: WrittenFile): void {
  const kept = keptAt(homePath, file.path);
  try {
    writeJsonFile(kept, { version: 1, ...file }, MOST_BYTES);
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `What was there before cannot be kept in ${kept}.`, {
      hint: "Make that folder writable; nothing was changed in the client's file.",
      cause,
    });
  }
}

export function forgetWritten(homePath: string, path: string): void {
  rmSync(keptAt(homePath, path), { force: true });
}

export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Undefined = there is none. RangeError for a pipe, which would be waited for, and a device, which would be replaced. */
export function contentOf(path: string): Buffer | undefined {
  if (!existsSync(path)) return undefined;
  const kind = statSync(path);
  if (!kind.isFile() && !kind.isDirectory()) throw new RangeError("it is no ordinary file");
  return readFileSync(path);
}

/** A file for each, so that two setups at once keep what both have found. */
function keptAt(homePath: string, path: string): string {
  return join(homePath, "setup", `${digestOf(path).slice(0, 16)}.json`);
}
