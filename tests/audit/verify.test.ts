/** A line of the audit that was changed, taken out, put in or cut off is named. */

import { describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../../src/audit/journal.ts";
import { auditParts } from "../../src/audit/read-audit.ts";
import { verifyAudit } from "../../src/audit/verify.ts";

const EVENT = {
  user: "u",
  action: "light.turn_on",
  entity: ["light.a"],
  ip: "local",
  entity_count: 1,
} as const;

function written(lines = 6) {
  const homePath = mkdtempSync(join(tmpdir(), "hearthgate-audit-"));
  const audit = openJournal({
    homePath,
    includeParams: false,
    fsync: "second",
    clock: { now: () => 1_800_000_000_000 },
  });
  for (let at = 0; at < lines; at++)
    audit.append({ ...EVENT, call_id: String(at >> 1), result: at % 2 === 0 ? "begin" : "end" });
  audit.close();
  const [name = ""] = readdirSync(join(homePath, "audit"));
  const path = join(homePath, "audit", name);
  return {
    homePath,
    name,
    path,
    verify: () => verifyAudit(auditParts({ homePath })),
    change(edit: (lines: string[]) => readonly string[], end = "\n") {
      const text = readFileSync(path, "utf8").trimEnd().split("\n");
      writeFileSync(path, edit(text).join("\n") + end);
    },
  };
}

test("what is as it was written is good; a folder without an audit too", () => {
  expect(written().verify()).toEqual({ lines: 6, chains: 1, broken: [], unwritten: 0, unended: 0 });
  expect(written(5).verify()).toMatchObject({ broken: [], unended: 1 });
  expect(verifyAudit(auditParts({ homePath: "/nonexistent" }))).toMatchObject({ lines: 0, chains: 0 });
});

describe("the first broken line is named", () => {
  const edits: readonly (readonly [string, (lines: string[]) => readonly string[], number, string])[] = [
    [
      "changed",
      (l) => l.map((line, at) => (at === 2 ? line.replace("light.a", "light.b") : line)),
      3,
      "it was changed",
    ],
    ["taken out", (l) => l.filter((_, at) => at !== 2), 3, "the line before it is missing, or was put in"],
    [
      "put in",
      (l) => [...l.slice(0, 3), l[1] ?? "", ...l.slice(3)],
      4,
      "the line before it is missing, or was put in",
    ],
    [
      "turned round",
      (l) => [l[1] ?? "", l[0] ?? "", ...l.slice(2)],
      1,
      "the line before it is missing, or was put in",
    ],
    ["the first taken out", (l) => l.slice(1), 1, "the line before it is missing, or was put in"],
    ["made of another program", () => ['{"a":1}'], 1, "it is cut off, or no line of an audit"],
  ];
  test.each(edits)("%s", (_, edit, line, why) => {
    const { change, verify, name } = written();
    change(edit);
    expect(verify().broken).toEqual([{ file: name, line, why }]);
  });

  test("cut off in the middle", () => {
    const { change, verify, name } = written();
    change((l) => [...l.slice(0, 5), String(l[5]).slice(0, 40)], "");
    expect(verify().broken).toEqual([{ file: name, line: 6, why: "it is cut off, or no line of an audit" }]);
  });

  test("a hash that was computed anew does not help: the next line tells", () => {
    const { change, verify, name } = written();
    change((lines) => {
      const body = String(lines[2])
        .replace("light.a", "light.b")
        .replace(/,"hash":"[0-9a-f]+"\}$/, "}");
      const hash = new Bun.CryptoHasher("sha256").update(body).digest("hex");
      return lines.map((line, at) => (at === 2 ? `${body.slice(0, -1)},"hash":"${hash}"}` : line));
    });
    expect(verify().broken).toEqual([
      { file: name, line: 4, why: "the line before it is missing, or was put in" },
    ]);
  });

  test("each chain by itself", () => {
    const { change, verify, homePath, path } = written();
    const other = join(homePath, "audit", "20270101T000000Z-1.jsonl");
    writeFileSync(other, readFileSync(path, "utf8"));
    change((lines) => lines.slice(1));
    expect(verify()).toMatchObject({ chains: 2, broken: [{ line: 1 }] });
  });
});

test("lines that could not be written are told in their place", () => {
  const { homePath, verify } = written(0);
  const now = () => 1_900_000_000_000;
  const audit = openJournal({ homePath, includeParams: false, fsync: "second", clock: { now } });
  // more than are kept for a disk that takes none
  for (let at = 0; at < 10_007; at++) audit.appendSoon({ ...EVENT, call_id: String(at), result: "ok" });
  audit.append({ ...EVENT, call_id: "after", result: "ok" });
  audit.close();
  expect(verify()).toMatchObject({ lines: 10_002, unwritten: 7, broken: [] });
});
