/** The audit's file on days when the disk does not do as it should. */

import { describe, expect, test } from "bun:test";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditEvent } from "../../src/audit/event.ts";
import { type JournalOptions, openJournal } from "../../src/audit/journal.ts";
import { firstBrokenLine } from "./broken-line.ts";

const EVENT: AuditEvent = {
  user: "operator/stdio",
  action: "light.turn_on",
  entity: ["light.a"],
  entity_count: 1,
  result: "ok",
  ip: "local",
  call_id: "c",
};
/** A line of about a megabyte. */
const MEGABYTE: AuditEvent = { ...EVENT, params: "x".repeat(1024 * 1024) };
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const STEM = `20260102T030405Z-${process.pid}`;

function open(more: Partial<JournalOptions> = {}) {
  const homePath = more.homePath ?? mkdtempSync(join(tmpdir(), "hearthgate-test-"));
  const folder = join(homePath, "audit");
  const faults: unknown[] = [];
  const audit = openJournal({
    homePath,
    includeParams: false,
    fsync: "second",
    clock: { now: () => NOW },
    onFault: (fault) => faults.push(fault),
    ...more,
  });
  const linesOf = (name: string) => readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1);
  return { homePath, folder, audit, faults, linesOf };
}

test("a process of the same id that started in the same second has its own: two containers on one folder", () => {
  const { homePath, folder, audit, linesOf } = open();
  const other = open({ homePath }).audit;
  for (const each of [audit, other, audit]) each.append(EVENT);
  const later = `20260102T030406Z-${process.pid}`;
  expect(readdirSync(folder).sort()).toEqual([`${STEM}.jsonl`, `${later}.jsonl`]);
  for (const [name, count] of [
    [`${STEM}.jsonl`, 2],
    [`${later}.jsonl`, 1],
  ] as const) {
    expect(linesOf(name)).toHaveLength(count);
    expect(firstBrokenLine(linesOf(name))).toBeUndefined();
  }
  audit.close();
  other.close();
});

describe("a full file", () => {
  test("is followed by another after 20 MB, and the chain goes on", () => {
    const { audit, folder, linesOf } = open();
    for (let line = 0; line < 22; line++) audit.append(MEGABYTE);
    audit.close();
    expect(readdirSync(folder).sort()).toEqual([`${STEM}-1.jsonl`, `${STEM}.jsonl`]);
    const [first, second] = [linesOf(`${STEM}.jsonl`), linesOf(`${STEM}-1.jsonl`)];
    expect([first.length, second.length]).toEqual([20, 2]);
    expect(firstBrokenLine([...first, ...second])).toBeUndefined();
    expect(statSync(join(folder, `${STEM}-1.jsonl`)).mode & 0o777).toBe(0o600);
  });

  test("that cannot be followed takes no line, says so, and the chain goes on whole once it can", () => {
    const { audit, folder, linesOf } = open();
    for (let line = 0; line < 20; line++) audit.append(MEGABYTE);
    audit.appendSoon({ ...EVENT, call_id: "waits" });
    renameSync(folder, `${folder}.away`);
    for (let attempt = 0; attempt < 2; attempt++)
      expect(() => audit.append({ ...EVENT, call_id: "refused" })).toThrow("ENOENT");
    renameSync(`${folder}.away`, folder);
    audit.append({ ...EVENT, call_id: "after" });
    audit.close();
    const lines = [...linesOf(`${STEM}.jsonl`), ...linesOf(`${STEM}-1.jsonl`)];
    expect(firstBrokenLine(lines)).toBeUndefined();
    expect(lines.slice(20).map((line) => JSON.parse(line).call_id)).toEqual(["waits", "after"]);
  });
});

describe("what waits", () => {
  test("is written on close", () => {
    const { audit, linesOf } = open();
    audit.appendSoon({ ...EVENT, call_id: "a" });
    audit.appendSoon({ ...EVENT, call_id: "b" });
    audit.close();
    const lines = linesOf(`${STEM}.jsonl`);
    expect(lines.map((line) => JSON.parse(line).call_id)).toEqual(["a", "b"]);
    expect(firstBrokenLine(lines)).toBeUndefined();
  });

  test("and cannot be written is reported, then written with the next line", async () => {
    let report: (fault: unknown) => void = () => undefined;
    const reported = new Promise((resolve) => {
      report = resolve;
    });
    const { audit, folder, linesOf } = open({ onFault: (fault) => report(fault) });
    for (let line = 0; line < 20; line++) audit.append(MEGABYTE);
    renameSync(folder, `${folder}.away`);
    audit.appendSoon({ ...EVENT, call_id: "waits" });
    expect(await reported).toMatchObject({ code: "ENOENT" });
    renameSync(`${folder}.away`, folder);
    audit.append({ ...EVENT, call_id: "after" });
    audit.close();
    const lines = [...linesOf(`${STEM}.jsonl`), ...linesOf(`${STEM}-1.jsonl`)];
    expect(firstBrokenLine(lines)).toBeUndefined();
    expect(lines.slice(20).map((line) => JSON.parse(line).call_id)).toEqual(["waits", "after"]);
  });
});

test.skipIf(process.platform === "win32")("a disk with room for half a line keeps none of it", () => {
  const homePath = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
  const source = (name: string) => JSON.stringify(join(import.meta.dir, "../../src/audit", name));
  const script = `
    const { openJournal } = await import(${source("journal.ts")});
    const audit = openJournal({ homePath: ${JSON.stringify(homePath)}, includeParams: false, fsync: "second",
      clock: { now: () => ${NOW} } });
    const event = ${JSON.stringify(EVENT)};
    audit.append({ ...event, call_id: "a" });
    try { audit.append({ ...event, call_id: "big", params: "x".repeat(20_000) }); }
    catch (fault) { console.log(fault.message); }
    audit.append({ ...event, call_id: "b" });
    audit.close();`;
  // the file system then gives 8 kB a file, with a part of a write written, like a disk that fills up
  const limited = `trap "" XFSZ; ulimit -f 16; exec "$0" -e "$1"`;
  const child = Bun.spawnSync(["sh", "-c", limited, process.execPath, script]);
  expect(child.stderr.toString()).toBe("");
  expect(child.stdout.toString()).toBe("the disk is full\n");
  const folder = join(homePath, "audit");
  const [name = ""] = readdirSync(folder);
  const lines = readFileSync(join(folder, name), "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).call_id)).toEqual(["a", "b"]);
  expect(firstBrokenLine(lines)).toBeUndefined();
});

test("with `always` a line is on disk when append returns; the chain is the same", () => {
  const { audit, linesOf } = open({ fsync: "always" });
  audit.append(EVENT);
  audit.append(EVENT);
  expect(firstBrokenLine(linesOf(`${STEM}.jsonl`))).toBeUndefined();
  audit.close();
});

test("files of ours older than 30 days go; younger ones and those of others stay", () => {
  const { audit, folder, homePath } = open();
  audit.close();
  const day = 86_400;
  const made = (name: string, ageDays: number) => {
    writeFileSync(join(folder, name), "");
    const seconds = NOW / 1_000 - ageDays * day;
    utimesSync(join(folder, name), seconds, seconds);
  };
  made("20251101T000000Z-1.jsonl", 31);
  made("20251101T000000Z-1-2.jsonl", 31);
  made("home-20251101T000000Z-1.log", 31);
  made("20251210T000000Z-1.jsonl", 29);
  made("notes.jsonl", 400);
  made("20251101T000000Z.txt", 400);
  renameSync(join(folder, `${STEM}.jsonl`), join(folder, "kept"));
  open({ homePath }).audit.close();
  expect(readdirSync(folder).sort()).toEqual([
    "20251101T000000Z.txt",
    "20251210T000000Z-1.jsonl",
    `${STEM}.jsonl`,
    "kept",
    "notes.jsonl",
  ]);
});

test("a folder that cannot be made is thrown at once", () => {
  const file = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "file");
  writeFileSync(file, "");
  expect(() => open({ homePath: join(file, "below") })).toThrow();
});
