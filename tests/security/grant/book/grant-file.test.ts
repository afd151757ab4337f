/** Whom a name of grants.json names. */

import { expect, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
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
  ["a built-in's name", [grant("a", "operator"), grant("b", "Ben")], ["a"]],
])("%s: neither holds", (_, grants, broken) => {
  const read = readGrants(fileOf(...grants), NOW);
  expect(read.broken.map(({ id }) => id)).toEqual(broken);
  expect(read.grants).toHaveLength(grants.length - broken.length);
});
