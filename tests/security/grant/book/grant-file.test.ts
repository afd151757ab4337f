/** Whom a name of grants.json names. */

import { expect, test } from "bun:test";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../../src/core/failure.ts";
import { addGrant, findGrant, readGrants } from "../../../../src/security/grant/book/grant-file.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const grant = (id: string, name: string) => ({
  id,
  name,
  access: { read: ["light.*"] },
  created_at: "2026-01-01T00:00:00Z",
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

const at = (work: () => unknown): string => {
  try {
    work();
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return `${fault.code}: ${fault.message}`;
  }
  return "done";
};

test("what is no grant is broken, under whatever name and id it has", () => {
  const { broken, grants } = readGrants(
    fileOf(
      { id: "a", name: "A", nonsense: 1 },
      5 as never,
      null as never,
      {},
      { id: 7, name: "B" },
      { name: 8 },
    ),
    NOW,
  );
  expect(grants).toEqual([]);
  expect(broken.map(({ id, name }) => [id, name])).toEqual([
    ["a", "A"],
    ["", ""],
    ["", ""],
    ["", ""],
    ["7", "B"],
    ["", "8"],
  ]);
  for (const { faults } of broken) expect(faults).not.toBeEmpty();
});

test("a grant without an id has the same one at every reading; none of the file has no file", () => {
  const home = fileOf({ name: "Anna", created_at: "2026-01-01T00:00:00Z", expires_at: "never" });
  const [first] = readGrants(home, NOW).grants;
  expect(first?.id).toMatch(/^grt_[0-9a-f]{12}$/);
  expect(readGrants(home, NOW + 1).grants[0]?.id).toBe(first?.id as never);
  expect(readGrants(mkdtempSync(join(tmpdir(), "hearthgate-grants-")), NOW)).toEqual({
    grants: [],
    broken: [],
  });
});

test.each(["{", "5", "null", "[]", '{"grants":[]}', '{"version":1}', '{"version":1,"grants":{}}'])(
  "a file that holds %s is damaged, whichever grant is looked for",
  (text) => {
    const home = mkdtempSync(join(tmpdir(), "hearthgate-grants-"));
    writeFileSync(join(home, "grants.json"), text);
    for (const work of [() => readGrants(home, NOW), () => findGrant(home, "operator", NOW)])
      expect(at(work)).toBe("CONFIG_INVALID: grants.json is damaged or too large.");
  },
);

test("a file of a newer Hearthgate is said to be one, and a folder that is none", () => {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-grants-"));
  const file = join(home, "grants.json");
  writeFileSync(file, '{"version":2,"grants":[]}');
  expect(at(() => readGrants(home, NOW))).toBe(
    "CONFIG_INVALID: grants.json was written by a newer Hearthgate.",
  );
  expect(at(() => readGrants(file, NOW))).toBe(
    "CONFIG_INVALID: grants.json cannot be looked at: its folder is a file.",
  );
});

test("who is looked for and not found, or does not hold, is told apart; built-in ones are always there", () => {
  const home = fileOf(grant("a", "Anna"), { ...grant("b", "Ben"), status: "odd" });
  expect(at(() => findGrant(home, "nobody", NOW))).toBe(
    "CONFIG_INVALID: There is no grant of that name or id.",
  );
  for (const text of ["b", "Ben"])
    expect(at(() => findGrant(home, text, NOW))).toStartWith(
      "CONFIG_INVALID: The grant does not hold: status: ",
    );
  expect(findGrant(home, "operator", NOW).id).toBe("operator");
});

test("a grant is added once, under a name and an id that nobody has", () => {
  const home = fileOf(grant("a", "Anna"));
  const made = { ...findGrant(home, "a", NOW), id: "c", name: "Carl" };
  const taken = "CONFIG_INVALID: A grant of that name or id exists already, or one that looks like it.";
  for (const more of [{ id: "a" }, { name: "Anna" }, { id: "operator" }, { name: "operator" }])
    expect(at(() => addGrant(home, { ...made, ...more }))).toBe(taken);
  expect(at(() => addGrant(home, made))).toBe("done");
  expect(at(() => addGrant(home, made))).toBe(taken);
  expect(readGrants(home, NOW).grants.map(({ id }) => id)).toEqual(["a", "c"]);
});

test("a grant of the file says when it was made and when it ends, or it would begin anew at each start", () => {
  const { expires_at: _, ...endless } = grant("a", "Anna");
  const { created_at: __, ...unmade } = grant("c", "Carl");
  const read = readGrants(fileOf(endless, grant("b", "Ben"), unmade), NOW);
  expect(read.broken).toMatchObject([
    { id: "a", faults: [{ path: "expires_at" }] },
    { id: "c", faults: [{ path: "created_at" }] },
  ]);
  expect(read.grants.map(({ id }) => id)).toEqual(["b"]);
});

test.each([
  ['{"version":1,"version":1,"grants":[]}', "The key «version» stands twice."],
  ['{"version":1,"grants":[],"gr\\u0061nts":[]}', "The key «grants» stands twice."],
  [
    '{"version":1,"grants":[{"name":"a"},{"name":"b","access":{"deny":["lock.*"],"deny":[]}}]}',
    "The key «deny» stands twice in grants[1].access.",
  ],
  [
    '{"version":1,"grants":[{"restrictions":[{"id":"a"},{"params":{"x":{"y":[[{"pin":1,"pin":2}]]}}}]}]}',
    "The key «pin» stands twice in grants[0].restrictions[1].params.x.y[0][0].",
  ],
  [
    '{"version":1,"grants":[{"__proto__":1,"name":"a","name":"b"}]}',
    "The key «name» stands twice in grants[0].",
  ],
])("%s is refused, with the key and where it stands", (text, said) => {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-grants-"));
  writeFileSync(join(home, "grants.json"), text);
  for (const work of [() => readGrants(home, NOW), () => findGrant(home, "operator", NOW)])
    expect(at(work)).toBe(`CONFIG_INVALID: grants.json: ${said}`);
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
