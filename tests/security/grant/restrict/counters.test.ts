/** Counting of rates, quotas and PINs, in memory and in a file that two processes share. */

import { describe, expect, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../../src/core/failure.ts";
import type { Reservation } from "../../../../src/security/grant/model/decision.ts";
import type { Counters } from "../../../../src/security/grant/restrict/counters.ts";
import { memoryCounters, storeCounters } from "../../../../src/security/grant/restrict/store-counters.ts";
import { memoryStore } from "../../../../src/store/memory-store.ts";
import { openSqliteStore } from "../../../../src/store/sqlite-store.ts";
import type { Store } from "../../../../src/store/store.ts";

const WINDOW: Reservation = {
  kind: "window",
  restriction: "w",
  limit: 2,
  windowSeconds: 10,
  cooldownSeconds: 0,
};
const BUCKET: Reservation = { kind: "bucket", restriction: "b", perMinute: 60, capacity: 2, weight: 1 };
const QUOTA: Reservation = {
  kind: "quota",
  restriction: "q",
  limit: 1,
  period: "2026-06-12",
  endsAt: 100_000,
};

const clock = { now: () => 0 };

async function sqliteCounters(path = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "state.db")) {
  return storeCounters(await openSqliteStore({ path, clock }));
}

const OPEN: Readonly<Record<string, () => Promise<Counters>>> = {
  "in memory": async () => memoryCounters(),
  "in SQLite": () => sqliteCounters(),
};

describe.each(Object.keys(OPEN))("counters %s", (where) => {
  const open = OPEN[where] ?? OPEN["in memory"] ?? sqliteCounters;

  test("all or none", async () => {
    const counters = await open();
    expect(await counters.reserve("g", [WINDOW, QUOTA], 1000)).toBeUndefined();
    expect(await counters.reserve("g", [WINDOW, QUOTA], 2000)).toMatchObject({
      code: "quota_exceeded",
      restriction: "q",
      retryAfterSeconds: 98,
    });
    expect((await counters.usage("g", [WINDOW], 2000)).get("w")?.used).toBe(1);
  });

  test("a window slides", async () => {
    const counters = await open();
    for (const now of [0, 4000]) expect(await counters.reserve("g", [WINDOW], now)).toBeUndefined();
    expect(await counters.reserve("g", [WINDOW], 5000)).toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: 5,
    });
    expect(await counters.reserve("g", [WINDOW], 10_000)).toBeUndefined();
  });

  test("a bucket refills", async () => {
    const counters = await open();
    for (const now of [0, 0]) expect(await counters.reserve("g", [BUCKET], now)).toBeUndefined();
    expect(await counters.reserve("g", [BUCKET], 500)).toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: 1,
    });
    expect(await counters.reserve("g", [BUCKET], 1000)).toBeUndefined();
  });

  test("a new period starts at zero; another grant counts for itself", async () => {
    const counters = await open();
    expect(await counters.reserve("g", [QUOTA], 0)).toBeUndefined();
    expect(await counters.reserve("h", [QUOTA], 0)).toBeUndefined();
    expect(await counters.reserve("g", [{ ...QUOTA, period: "2026-06-13" }], 0)).toBeUndefined();
  });

  test("wrong PINs lock, twice as long the second time; a right one forgets", async () => {
    const counters = await open();
    let now = 0;
    for (let at = 0; at < 5; at++) expect(await counters.pinAttempt("g", "p", now)).toBe(0);
    expect(await counters.pinAttempt("g", "p", now)).toBe(900);
    now = 900_000;
    for (let at = 0; at < 5; at++) expect(await counters.pinAttempt("g", "p", now)).toBe(0);
    expect(await counters.pinAttempt("g", "p", now)).toBe(1800);
    await counters.pinRight("g", "p");
    expect(await counters.pinAttempt("g", "p", now)).toBe(0);
  });

  test("a cooldown is said before the limit; nothing is moved by looking", async () => {
    const counters = await open();
    const paced: Reservation = { ...WINDOW, limit: 1, cooldownSeconds: 3 };
    expect(await counters.reserve("g", [paced], 1000)).toBeUndefined();
    const before = await counters.usage("g", [paced], 2000);
    expect(before.get("w")).toMatchObject({ used: 1, lastAt: 1000 });
    expect(await counters.reserve("g", [paced], 2000)).toMatchObject({
      code: "cooldown_active",
      retryAfterSeconds: 2,
    });
    expect(await counters.usage("g", [paced], 2000)).toEqual(before);
    expect(await counters.reserve("g", [paced], 4000)).toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: 7,
    });
  });

  test("what a bucket lacks is what the next look says", async () => {
    const counters = await open();
    const heavy: Reservation = { ...BUCKET, capacity: 5, weight: 5 };
    expect((await counters.usage("g", [heavy], 0)).get("b")?.used).toBe(0);
    await counters.reserve("g", [heavy], 0);
    expect((await counters.usage("g", [heavy], 1000)).get("b")).toMatchObject({
      used: 4,
      retryAfterSeconds: 4,
    });
  });

  test("an approval counts nothing, nothing counts nothing", async () => {
    const counters = await open();
    expect(await counters.reserve("g", [{ kind: "approval" }], 0)).toBeUndefined();
    expect((await counters.usage("g", [{ kind: "approval" }], 0)).size).toBe(0);
  });
});

test("two processes on one file never take more than the limit together", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "state.db");
  const both = [await sqliteCounters(path), await sqliteCounters(path)];
  const five: Reservation = { ...WINDOW, limit: 5 };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => both[at % 2]?.reserve("g", [five], 1000)),
  );
  expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(5);
});

describe("a full disk", () => {
  const one = [
    { kind: "window", restriction: "r", limit: 2, windowSeconds: 60, cooldownSeconds: 0 },
  ] as const;
  const failing = (denial: string): Store => {
    const store = memoryStore({ now: () => 0 });
    store.count = async () => {
      throw new Failure("DEFECT", "The disk of the state is full.", { denial });
    };
    return store;
  };

  test("reads are counted in memory and go on, acts do not", async () => {
    const counters = storeCounters(failing("state_full"));
    await expect(counters.reserve("g", one, 0)).rejects.toMatchObject({ denial: "state_full" });
    expect(await counters.reserveRead("g", one, 0)).toBeUndefined();
    expect(await counters.reserveRead("g", one, 0)).toBeUndefined();
    expect(await counters.reserveRead("g", one, 0)).toMatchObject({ code: "rate_limited" });
  });

  test("a state that cannot be read stops reads too", async () => {
    const counters = storeCounters(failing("state_unavailable"));
    await expect(counters.reserveRead("g", one, 0)).rejects.toMatchObject({ denial: "state_unavailable" });
  });
});
