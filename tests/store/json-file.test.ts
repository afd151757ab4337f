/** A JSON file is whole or as it was. */

import { expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readJsonFile, writeJsonFile } from "../../src/store/json-file.ts";

const MAX_BYTES = 100_000;
const newFolder = () => mkdtempSync(join(tmpdir(), "hearthgate-test-"));

test("what was written is read; folder and file are the owner's alone", () => {
  const path = join(newFolder(), "deep", "grants.json");
  writeJsonFile(path, { name: "Wohnzimmer – «süd»" }, MAX_BYTES);
  expect(readJsonFile(path, MAX_BYTES)).toEqual({ name: "Wohnzimmer – «süd»" });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
});

test("a file that others could read is the owner's after the next write", () => {
  const path = join(newFolder(), "grants.json");
  writeFileSync(path, "{}");
  chmodSync(path, 0o644);
  writeJsonFile(path, { a: 1 }, MAX_BYTES);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("no file is undefined; anything else that is wrong is thrown", () => {
  const path = join(newFolder(), "grants.json");
  expect(readJsonFile(path, MAX_BYTES)).toBeUndefined();
  writeFileSync(path, '{"a":');
  expect(() => readJsonFile(path, MAX_BYTES)).toThrow(SyntaxError);
  expect(() => readJsonFile(path, 4)).toThrow(RangeError);
  expect(() => readJsonFile(dirname(path), MAX_BYTES)).toThrow();
});

test("too large is refused before anything is touched", () => {
  const path = join(newFolder(), "grants.json");
  writeJsonFile(path, { a: 1 }, MAX_BYTES);
  expect(() => writeJsonFile(path, { a: "x".repeat(MAX_BYTES) }, MAX_BYTES)).toThrow(RangeError);
  expect(readJsonFile(path, MAX_BYTES)).toEqual({ a: 1 });
});

test("a write that fails leaves what was there, and nothing beside it", () => {
  const folder = newFolder();
  const path = join(folder, "grants.json");
  mkdirSync(path);
  expect(() => writeJsonFile(path, { a: 1 }, MAX_BYTES)).toThrow();
  expect(readdirSync(folder)).toEqual(["grants.json"]);
});

test.skipIf(process.platform === "win32")("a disk with room for half of it leaves what was there", () => {
  const folder = newFolder();
  const path = join(folder, "grants.json");
  writeJsonFile(path, { a: 1 }, MAX_BYTES);
  const script = `
    const { writeJsonFile } = await import(${JSON.stringify(join(import.meta.dir, "../../src/store/json-file.ts"))});
    try { writeJsonFile(${JSON.stringify(path)}, { a: "x".repeat(50_000) }, ${MAX_BYTES}); console.log("written"); }
    catch (fault) { console.log(fault.code); }`;
  // the file system then gives 8 kB a file, with a part of a write written, like a disk that fills up
  const child = Bun.spawnSync([
    "sh",
    "-c",
    `trap "" XFSZ; ulimit -f 16; exec "$0" -e "$1"`,
    process.execPath,
    script,
  ]);
  expect(child.stdout.toString().trim()).toBe("EFBIG");
  expect(readFileSync(path, "utf8")).toBe('{\n  "a": 1\n}\n');
  expect(readdirSync(folder)).toEqual(["grants.json"]);
});
