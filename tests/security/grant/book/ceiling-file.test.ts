import { expect, test } from "bun:test";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ceilingPath,
  readCeiling,
  removeCeiling,
  writeCeiling,
} from "../../../../src/security/grant/book/ceiling-file.ts";
import { NO_ACCESS } from "../../../../src/security/grant/model/access.ts";

const CEILING = { ...NO_ACCESS, read: ["light.*"], deny: ["lock.*"] };

function homeWith(content?: string): string {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-ceiling-"));
  if (content !== undefined) writeFileSync(ceilingPath(home), content, { mode: 0o600 });
  return home;
}

test("what was written is read, until it is removed", () => {
  const home = homeWith();
  expect(readCeiling(home)).toBeUndefined();
  writeCeiling(home, CEILING);
  expect(readCeiling(home)).toMatchObject({ read: ["light.*"], deny: ["lock.*"] });
  removeCeiling(home);
  removeCeiling(home);
  expect(readCeiling(home)).toBeUndefined();
});

test.each([
  ["no JSON", "{", "ceiling.json"],
  ["a rule that is none", '{"read": ["not a scope!"]}', "ceiling.json"],
  ["a key that stands twice", '{"read": [], "read": ["*"]}', "ceiling.json: "],
])("%s opens nothing: it is told", (_, content, told) => {
  expect(() => readCeiling(homeWith(content))).toThrow(told);
});

test("one that others may write is refused", () => {
  const home = homeWith(JSON.stringify(CEILING));
  chmodSync(ceilingPath(home), 0o666);
  expect(() => readCeiling(home)).toThrow();
});
