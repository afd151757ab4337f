/** A small JSON file that is whole or not there: written beside, forced to disk, then renamed. */

import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { keyTwice } from "../core/json-shape.ts";
import { makeFolder } from "./folder.ts";

/** One of two values of one key would be dropped without a word; the message names the key and where it stands. */
export class KeyTwice extends SyntaxError {}

/** undefined when there is none; throws RangeError above `maxBytes`, SyntaxError when it is no JSON, KeyTwice. */
export function readJsonFile(path: string, maxBytes: number): unknown {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw new RangeError(`the file has ${size} bytes; at most ${maxBytes} are read`);
    const text = readFileSync(path, "utf8");
    const value: unknown = JSON.parse(text);
    const twice = keyTwice(text);
    if (twice !== undefined) throw new KeyTwice(twice);
    return value;
  } catch (fault) {
    if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return undefined;
    throw fault;
  }
}

/** The folder is made 0700, the file 0600; RangeError above `maxBytes`, and then nothing is written. */
export function writeJsonFile(path: string, value: unknown, maxBytes: number): void {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const size = Buffer.byteLength(text);
  if (size > maxBytes)
    throw new RangeError(`the file would have ${size} bytes; at most ${maxBytes} are read`);
  makeFolder(dirname(path));
  replaceFile(path, text);
}

/**
 * Throws what the file system says; what was there is then as it was, and nothing is left beside it. `write-file-atomic`
 * promises the same but takes a write that the disk had room for in part for a whole one, and puts half a file in place.
 */
export function replaceFile(path: string, text: string | Uint8Array): void {
  const beside = `${path}.${process.pid}.new`;
  try {
    const file = openSync(beside, "w", 0o600);
    try {
      // goes on until all is written, which writeSync does not
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (fault) {
    rmSync(beside, { force: true });
    throw fault;
  }
}
