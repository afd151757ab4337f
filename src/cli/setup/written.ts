/** What setup has written: each file as it was before, so that `remove` can put it back byte for byte. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { Failure } from "../../core/failure.ts";
import { readJsonFile, writeJsonFile } from "../../store/json-file.ts";

const FILE = v.object({
  client: v.string(),
  path: v.string(),
  /** Base64; null = there was no file. */
  before: v.nullable(v.string()),
  /** SHA-256 of what was written, in hex. */
  after: v.string(),
});
const BOOK = v.object({ version: v.literal(1), files: v.array(FILE) });

export type WrittenFile = v.InferOutput<typeof FILE>;

const MOST_BYTES = 50 * 1024 * 1024;

/** CONFIG_INVALID when what was kept cannot be read. */
export function readWritten(homePath: string): readonly WrittenFile[] {
  try {
    const value = readJsonFile(pathIn(homePath), MOST_BYTES);
    return value === undefined ? [] : v.parse(BOOK, value).files;
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `${pathIn(homePath)} cannot be read.`, {
      hint: "Move it away, and take hearthgate out of the clients by hand.",
      cause,
    });
  }
}

export function keepWritten(homePath: string, files: readonly WrittenFile[]): void {
  if (files.length > 0) writeJsonFile(pathIn(homePath), { version: 1, files }, MOST_BYTES);
  else if (existsSync(pathIn(homePath))) rmSync(pathIn(homePath));
}

export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Undefined = there is none. */
export function contentOf(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

function pathIn(homePath: string): string {
  return join(homePath, "setup.json");
}
