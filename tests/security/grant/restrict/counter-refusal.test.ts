/** Which denial a count comes to, at its edges. */

import { describe, expect, test } from "bun:test";
import { refusalOf } from "../../../../src/security/grant/restrict/counter-refusal.ts";
import type { CountedReservation } from "../../../../src/security/grant/restrict/counters.ts";

const NOW = 100_000;
const WINDOW = { kind: "window", restriction: "r", limit: 3, windowSeconds: 10, cooldownSeconds: 0 } as const;
const BUCKET = { kind: "bucket", restriction: "r", perMinute: 6, capacity: 3, weight: 1 } as const;
const QUOTA = { kind: "quota", restriction: "r", limit: 3, period: "p", endsAt: NOW * 2 } as const;

function said(reservation: CountedReservation, used: number, lastAt?: number): string {
  const refusal = refusalOf({ used, lastAt, retryAfterSeconds: 7 }, reservation, NOW);
  return refusal ? `${refusal.code} ${refusal.restriction} ${refusal.retryAfterSeconds}` : "open";
}

describe("a count", () => {
  test.each<readonly [CountedReservation, number, string]>([
    [WINDOW, 0, "open"],
    [WINDOW, 2, "open"],
    [WINDOW, 3, "rate_limited r 7"],
    [WINDOW, 4, "rate_limited r 7"],
    [{ ...WINDOW, limit: undefined }, 99, "open"],
    [QUOTA, 2, "open"],
    [QUOTA, 3, "quota_exceeded r 7"],
    // of a bucket it says what is lacking
    [BUCKET, 0, "open"],
    [BUCKET, -1, "open"],
    [BUCKET, 0.1, "rate_limited r 7"],
    [BUCKET, 1, "rate_limited r 7"],
  ])("%j of which %d are used: %s", (reservation, used, answer) => {
    expect(said(reservation, used)).toBe(answer);
  });
});

describe("a cooldown", () => {
  const paced = { ...WINDOW, cooldownSeconds: 5 };

  test.each<readonly [number | undefined, string]>([
    [undefined, "open"],
    [NOW - 5_000, "open"],
    [NOW - 4_999, "cooldown_active r 1"],
    [NOW - 4_000, "cooldown_active r 1"],
    [NOW - 3_999, "cooldown_active r 2"],
    [NOW, "cooldown_active r 5"],
  ])("after one at %p: %s", (lastAt, answer) => {
    expect(said(paced, 1, lastAt)).toBe(answer);
    expect(said({ ...paced, limit: undefined }, 1, lastAt)).toBe(answer);
  });

  test("is said before the limit; without one nothing waits", () => {
    expect(said(paced, 3, NOW)).toBe("cooldown_active r 5");
    expect(said(paced, 3, NOW - 5_000)).toBe("rate_limited r 7");
    expect(said(WINDOW, 1, NOW + 1_000)).toBe("open");
  });
});
