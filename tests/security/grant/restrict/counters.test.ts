/** Counting in memory. */

import { describe, expect, test } from "bun:test";
import type { Reservation } from "../../../../src/security/grant/model/decision.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/counters.ts";

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

describe("counters in memory", () => {
  test("all or none", async () => {
    const counters = memoryCounters();
    expect(await counters.reserve("g", [WINDOW, QUOTA], 1000)).toBeUndefined();
    expect(await counters.reserve("g", [WINDOW, QUOTA], 2000)).toMatchObject({
      code: "quota_exceeded",
      restriction: "q",
      retryAfterSeconds: 98,
    });
    expect((await counters.usage("g", [WINDOW], 2000)).get("w")?.used).toBe(1);
  });

  test("a window slides", async () => {
    const counters = memoryCounters();
    for (const now of [0, 4000]) expect(await counters.reserve("g", [WINDOW], now)).toBeUndefined();
    expect(await counters.reserve("g", [WINDOW], 5000)).toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: 5,
    });
    expect(await counters.reserve("g", [WINDOW], 10_000)).toBeUndefined();
  });

  test("a bucket refills", async () => {
    const counters = memoryCounters();
    for (const now of [0, 0]) expect(await counters.reserve("g", [BUCKET], now)).toBeUndefined();
    expect(await counters.reserve("g", [BUCKET], 500)).toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: 1,
    });
    expect(await counters.reserve("g", [BUCKET], 1000)).toBeUndefined();
  });

  test("a new period starts at zero; another grant counts for itself", async () => {
    const counters = memoryCounters();
    expect(await counters.reserve("g", [QUOTA], 0)).toBeUndefined();
    expect(await counters.reserve("h", [QUOTA], 0)).toBeUndefined();
    expect(await counters.reserve("g", [{ ...QUOTA, period: "2026-06-13" }], 0)).toBeUndefined();
  });

  test("wrong PINs lock, twice as long the second time; a right one forgets", async () => {
    const counters = memoryCounters();
    let now = 0;
    for (let at = 0; at < 5; at++) expect(await counters.pinAttempt("g", "p", now)).toBe(0);
    expect(await counters.pinAttempt("g", "p", now)).toBe(900);
    now = 900_000;
    for (let at = 0; at < 5; at++) expect(await counters.pinAttempt("g", "p", now)).toBe(0);
    expect(await counters.pinAttempt("g", "p", now)).toBe(1800);
    await counters.pinRight("g", "p");
    expect(await counters.pinAttempt("g", "p", now)).toBe(0);
  });
});
