/** What the audit keeps of arguments. */

import { describe, expect, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyedHash, withoutSecrets } from "../../src/audit/arguments.ts";
import { openJournal } from "../../src/audit/journal.ts";
import { memoryAudit } from "../../src/audit/memory-audit.ts";
import { firstBrokenLine } from "./broken-line.ts";

const hash = keyedHash(Buffer.alloc(32, 7));

describe("the hash", () => {
  test("is 32 hex characters, the same for the same, known or not", () => {
    const args = { list: [1, { b: null, a: "x".repeat(100) }] };
    expect(hash(args)).toMatch(/^[0-9a-f]{32}$/);
    for (let time = 0; time < 2; time++) {
      expect(hash({ a: 1 })).toBe(keyedHash(Buffer.alloc(32, 7))({ a: 1 }));
      expect(hash(args)).toBe(keyedHash(Buffer.alloc(32, 7))(args));
    }
  });

  test.each([
    [{ a: 1 }, { a: "1" }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: [[1], 2] }, { a: [1, [2]] }],
    [{ a: {} }, { a: [] }],
    [{ a: null }, {}],
    ["a", "b"],
  ])("%j and %j differ", (one, other) => {
    expect(hash(one)).not.toBe(hash(other));
  });

  test("has nothing of a secret, however deep", () => {
    const deep = (code: string) => ({ a: [{ b: { c: { d: { e: { f: { code } } } } } }] });
    expect(hash(deep("1234"))).toBe(hash(deep("9876")));
    expect(hash({ Password: "a", api_token: "b", PIN: 1 })).toBe(hash({}));
  });

  test("of what is too deep to be an argument still comes", () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) nested = [nested];
    expect(hash(nested)).toMatch(/^[0-9a-f]{32}$/);
  });
});

test("service data is written without secrets, and only when asked for", () => {
  const data = { brightness: 3, code: "1234", list: [{ user_code: "5", name: "x" }], a: { b: { pin: 1 } } };
  const kept = { brightness: 3, list: [{ name: "x" }], a: { b: {} } };
  expect(withoutSecrets(data)).toEqual(kept);
  const journal = (includeParams: boolean) =>
    openJournal({
      homePath: mkdtempSync(join(tmpdir(), "hearthgate-test-")),
      includeParams,
      fsync: "second",
      clock: { now: () => 0 },
    });
  const [asked, unasked] = [journal(true), journal(false)];
  expect(asked.params(data)).toEqual(kept);
  expect(unasked.params(data)).toBeUndefined();
  for (const each of [asked, unasked]) each.close();
});

test("in memory the last 1,000 lines are kept, one chain", () => {
  const audit = memoryAudit();
  for (let line = 0; line < 1_003; line++)
    audit[line % 2 ? "append" : "appendSoon"]({
      user: "u",
      action: "a",
      entity: [],
      entity_count: 0,
      result: "ok",
      ip: "local",
      call_id: String(line),
    });
  audit.close();
  expect(audit.lines).toHaveLength(1_000);
  expect(JSON.parse(audit.lines[0] ?? "")).toMatchObject({ call_id: "3", seq: 3 });
  expect(firstBrokenLine(audit.lines, JSON.parse(audit.lines[0] ?? "").prev_hash)).toBeUndefined();
  expect(audit.params({ a: 1 })).toBeUndefined();
  expect(audit.argsHmac({ a: 1 })).not.toBe(memoryAudit().argsHmac({ a: 1 }));
});
