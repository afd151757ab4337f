/** Whom a name of grants.json names. */

import { expect, test } from "bun:test";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findGrant, readGrants } from "../../../../src/security/grant/book/grant-file.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const grant = (id: string, name: string) => ({
  id,
  name,
  access: { read: ["light.*"] },
  expires_at: "never",
});

function fileOf(...grants: readonly object[]): string {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-grants-"));
  writeFileSync(join(home, "grants.json"), JSON.stringify({ version: 1, grants }));
  return home;
}

test("a grant goes by its id or its name", () => {
  const home = fileOf(grant("a", "Anna"), grant("b", "Ben"));
  expect(findGrant(home, "b", NOW).name).toBe("Ben");
  expect(findGrant(home, "Anna", NOW).id).toBe("a");
  expect(() => findGrant(home, "Carl", NOW)).toThrow();
});

test.each([
  ["two of one name", [grant("a", "Anna"), grant("b", "Anna")], ["a", "b"]],
  ["two of one id", [grant("a", "Anna"), grant("a", "Ben")], ["a", "a"]],
  ["a name that is another's id", [grant("a", "Anna"), grant("b", "a")], ["a", "b"]],
  ["a name in capitals that is a built-in's", [grant("a", "Operator"), grant("b", "Ben")], ["a"]],
  ["a wide letter", [grant("a", "\uff4fperator"), grant("b", "Ben")], ["a"]],
  ["a Cyrillic letter", [grant("a", "\u043eperator"), grant("b", "Ben")], ["a"]],
  ["a digit", [grant("a", "0perator"), grant("b", "\u0430dmin")], ["a", "b"]],
  ["a built-in's name", [grant("a", "operator"), grant("b", "Ben")], ["a"]],
])("%s: neither holds", (_, grants, broken) => {
  const read = readGrants(fileOf(...grants), NOW);
  expect(read.broken.map(({ id }) => id)).toEqual(broken);
  expect(read.grants).toHaveLength(grants.length - broken.length);
});

test("a grant of the file says when it ends, or it would begin anew at each start", () => {
  const { expires_at: _, ...undated } = grant("a", "Anna");
  const read = readGrants(fileOf(undated, grant("b", "Ben")), NOW);
  expect(read.broken).toMatchObject([{ id: "a", faults: [{ path: "expires_at" }] }]);
  expect(read.grants.map(({ id }) => id)).toEqual(["b"]);
});

test("a file that others may write is refused", () => {
  const home = fileOf(grant("a", "Anna"));
  for (const [mode, refused] of [
    [0o600, false],
    [0o644, false],
    [0o664, true],
    [0o602, true],
  ] as const) {
    chmodSync(join(home, "grants.json"), mode);
    const read = () => readGrants(home, NOW);
    if (refused) expect(read).toThrow("may be written by others");
    else expect(read().grants).toHaveLength(1);
  }
});
