import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../src/store/folder.ts";

test("whatever is missing is made, for the owner alone", () => {
  const deep = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "a", "b");
  makeFolder(deep);
  makeFolder(deep);
  expect(statSync(deep).mode & 0o777).toBe(0o700);
});

test("where nothing can be made it says so, and ends", () => {
  const file = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "file");
  writeFileSync(file, "");
  expect(() => makeFolder(join(file, "below"))).toThrow();
  // Node's own way never ends here
  if (existsSync("/proc/self")) expect(() => makeFolder("/proc/none/below")).toThrow();
});
