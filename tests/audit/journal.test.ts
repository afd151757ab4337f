/** The journal: one chain of lines, private files, keyed hashes. */

import { describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditEvent } from "../../src/audit/event.ts";
import { openJournal } from "../../src/audit/journal.ts";
import { until } from "../until.ts";
import { firstBrokenLine } from "./broken-line.ts";

const EVENT: AuditEvent = {
  user: "operator/stdio",
  action: "light.turn_on",
  entity: ["light.a"],
  entity_count: 1,
  result: "begin",
  ip: "local",
  call_id: "c",
};

function journal(more: object = {}) {
  const homePath = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
  const audit = openJournal({
    homePath,
    includeParams: false,
    fsync: "second",
    clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) },
    ...more,
  });
  return {
    homePath,
    audit,
    lines: (folder = join(homePath, "audit")) =>
      readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), "utf8").trim().split("\n")),
  };
}

describe("the journal", () => {
  test("chains its lines; a changed, missing or swapped one is found", () => {
    const { audit, lines } = journal();
    for (const result of ["begin", "end", "ok", "denied"] as const) audit.append({ ...EVENT, result });
    audit.close();
    const written = lines();
    expect(written).toHaveLength(4);
    expect(firstBrokenLine(written)).toBeUndefined();
    expect(
      firstBrokenLine(written.map((line, index) => (index === 1 ? line.replace('"end"', '"ok"') : line))),
    ).toBe(2);
    expect(firstBrokenLine(written.filter((_, index) => index !== 2))).toBe(3);
    expect(firstBrokenLine([written[1] ?? "", written[0] ?? ""])).toBe(1);
    expect(firstBrokenLine([written[0] ?? "", (written[1] ?? "").slice(0, 50)])).toBe(2);
    expect(JSON.parse(written[0] ?? "")).toMatchObject({
      timestamp: "2026-01-02T03:04:05.000Z",
      seq: 0,
      user: "operator/stdio",
    });
  });

  test("what may wait is written soon, and before what comes after it", async () => {
    const { audit, lines } = journal();
    const read = () =>
      lines().map((line) => {
        const { call_id, result } = JSON.parse(line);
        return `${call_id} ${result}`;
      });
    audit.append({ ...EVENT, call_id: "a" });
    audit.appendSoon({ ...EVENT, call_id: "a", result: "end" });
    expect(read()).toEqual(["a begin"]);
    audit.append({ ...EVENT, call_id: "b" });
    audit.appendSoon({ ...EVENT, call_id: "b", result: "end" });
    expect(read()).toEqual(["a begin", "a end", "b begin"]);
    await until(() => lines().length === 4);
    expect(read()).toEqual(["a begin", "a end", "b begin", "b end"]);
    expect(firstBrokenLine(lines())).toBeUndefined();
    audit.close();
  });

  test("files are the owner's alone and carry start and process", () => {
    const { homePath, audit } = journal();
    audit.append(EVENT);
    audit.close();
    const [name = ""] = readdirSync(join(homePath, "audit"));
    expect(name).toBe(`20260102T030405Z-${process.pid}.jsonl`);
    expect(statSync(join(homePath, "audit", name)).mode & 0o777).toBe(0o600);
    expect(statSync(join(homePath, "audit.key")).mode & 0o777).toBe(0o600);
  });

  test("a name of one's own gets the same suffix", () => {
    const { homePath, audit } = journal({
      file: join(tmpdir(), `hearthgate-audit-${process.pid}`, "home.log"),
    });
    audit.close();
    expect(readdirSync(join(tmpdir(), `hearthgate-audit-${process.pid}`))).toContain(
      `home-20260102T030405Z-${process.pid}.log`,
    );
    expect(homePath).toBeDefined();
  });

  test("the hash of arguments is keyed, ignores the order of keys, and leaves secrets out", () => {
    const one = journal().audit;
    expect(one.argsHmac({ a: 1, b: [2], pin: "1" })).toBe(one.argsHmac({ b: [2], a: 1, pin: "2" }));
    expect(one.argsHmac({ a: 1 })).not.toBe(one.argsHmac({ a: 2 }));
    expect(one.argsHmac({ a: 1 })).not.toBe(journal().audit.argsHmac({ a: 1 }));
  });
});
