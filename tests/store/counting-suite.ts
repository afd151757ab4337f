/** Counters that every store must keep alike. */

import { expect, test } from "bun:test";
import type { Counting, CountStep } from "../../src/store/count-step.ts";
import { storeKey } from "../../src/store/namespaces.ts";
import type { Store } from "../../src/store/store.ts";
import { failing } from "./failing.ts";
import { type OpenStore, START_MS, testClock } from "./store-suite.ts";

type Window = Extract<Counting, { kind: "window" }>;

const key = storeKey("usage", "grt_1", "r1");
const window: Window = { kind: "window", key, limit: 3, windowMs: 60_000, cooldownMs: 0, weight: 1 };
const lock = { kind: "lock", tries: 5, windowMs: 900_000, lockMs: 900_000, maxLockMs: 86_400_000 } as const;

export function holdCounting(open: OpenStore): void {
  const withStore = (name: string, work: (ask: Ask, store: Store) => Promise<void>): void => {
    test(name, async () => {
      const store = await open(testClock());
      try {
        await work((at, ...countings) => store.count({ now: START_MS + at, countings }, "counted"), store);
      } finally {
        await store.close();
      }
    });
  };
  holdKinds(withStore);
  holdLocks(withStore);
  holdSteps(withStore);
}

/** One step, this many milliseconds after the start. */
type Ask = (at: number, ...countings: Counting[]) => ReturnType<Store["count"]>;
type WithStore = (name: string, work: (ask: Ask, store: Store) => Promise<void>) => void;

function holdKinds(withStore: WithStore): void {
  withStore("a window slides; what is refused says when it will not be", async (ask) => {
    for (const at of [0, 10_000, 20_000]) expect((await ask(at, window)).taken).toBe(true);
    const refused = await ask(59_999, window);
    expect(refused).toEqual({
      taken: false,
      found: [{ used: 3, lastAt: START_MS + 20_000, refusal: { reason: "limit", retryAfterMs: 1 } }],
    });
    expect((await ask(60_000, window)).taken).toBe(true);
    expect((await ask(60_000, window)).taken).toBe(false);
  });

  withStore("a heavy hit waits for as many as it needs, one above the limit for ever", async (ask) => {
    for (const at of [0, 10_000]) await ask(at, window);
    const { found } = await ask(20_000, { ...window, weight: 3 });
    expect(found[0]?.refusal?.retryAfterMs).toBe(50_000);
    expect((await ask(70_000, { ...window, weight: 3 })).taken).toBe(true);
    expect((await ask(999_000, { ...window, weight: 4 })).found[0]?.refusal).toEqual({
      reason: "limit",
      retryAfterMs: undefined,
    });
  });

  withStore("a cooldown holds before the limit and without one", async (ask) => {
    const cooling = { ...window, cooldownMs: 30_000 };
    await ask(0, cooling);
    expect((await ask(29_999, cooling)).found[0]?.refusal).toEqual({ reason: "cooldown", retryAfterMs: 1 });
    const alone = { ...cooling, limit: undefined, key: storeKey("usage", "alone") };
    for (let at = 0; at < 10; at += 1) expect((await ask(at * 30_000, alone)).taken).toBe(true);
    expect((await ask(270_001, alone)).taken).toBe(false);
  });

  withStore("a bucket is full at first and fills again, never above its brim", async (ask) => {
    const bucket = { kind: "bucket", key, perMinute: 60, capacity: 5, weight: 1 } as const;
    for (let calls = 0; calls < 5; calls += 1) expect((await ask(0, bucket)).taken).toBe(true);
    expect((await ask(0, bucket)).found[0]?.refusal).toEqual({ reason: "limit", retryAfterMs: 1000 });
    expect((await ask(999, bucket)).taken).toBe(false);
    expect((await ask(1000, bucket)).taken).toBe(true);
    expect((await ask(1000, bucket)).taken).toBe(false);
    expect((await ask(100_000, { ...bucket, weight: 5 })).taken).toBe(true);
    expect((await ask(100_000, { ...bucket, weight: 6 })).found[0]?.refusal?.retryAfterMs).toBeUndefined();
  });

  withStore("a quota starts anew with its period, not with a clock that goes back", async (ask) => {
    const day = (period: string, endsAt: number) =>
      ({ kind: "quota", key, limit: 2, period, endsAt: START_MS + endsAt, weight: 1 }) as const;
    const [monday, tuesday] = [day("2026-06-08", 1000), day("2026-06-09", 2000)];
    expect((await ask(0, monday)).taken).toBe(true);
    expect((await ask(1, monday)).taken).toBe(true);
    expect((await ask(2, monday)).found[0]?.refusal).toEqual({ reason: "limit", retryAfterMs: 998 });
    expect((await ask(1000, tuesday)).taken).toBe(true);
    expect((await ask(999, monday)).taken).toBe(true);
    expect((await ask(999, monday)).taken).toBe(false);
    expect((await ask(1001, tuesday)).taken).toBe(false);
    expect((await ask(1001, day("2026-06", 9000))).taken).toBe(true);
  });

  withStore(
    "above a limit of a thousand a counter stays small and is never too generous",
    async (ask, store) => {
      const wide = { ...window, limit: 1500, windowMs: 3_600_000 };
      let taken = 0;
      for (let at = 0; at < 3_600_000; at += 2000) if ((await ask(at, { ...wide })).taken) taken += 1;
      expect(taken).toBe(1500);
      const kept = JSON.stringify((await store.list("usage:"))[0]?.value);
      expect(kept.length).toBeLessThan(30_000);
      expect((await ask(3_603_600, wide)).taken).toBe(true);
    },
  );
}

function holdLocks(withStore: WithStore): void {
  const pin = { ...lock, key: storeKey("pin", "grt_1", "front door") };
  const minutes = (count: number) => count * 60_000;

  withStore("the fifth wrong one locks, each lock is twice as long, a day at most", async (ask) => {
    let at = 0;
    for (const locked of [15, 30, 60, 120, 240, 480, 960, 1440, 1440]) {
      for (let tries = 0; tries < 5; tries += 1) expect((await ask(at, pin)).taken).toBe(true);
      const { found } = await ask(at, pin);
      expect(found[0]?.refusal).toEqual({ reason: "lock", retryAfterMs: minutes(locked) });
      expect((await ask(at + minutes(locked) - 1, pin)).taken).toBe(false);
      at += minutes(locked);
    }
  });

  withStore("wrong ones far apart do not lock; a right one is forgiven everything", async (ask, store) => {
    for (let tries = 0; tries < 20; tries += 1) expect((await ask(minutes(4) * tries, pin)).taken).toBe(true);
    for (let tries = 0; tries < 5; tries += 1) await ask(minutes(200), pin);
    expect((await ask(minutes(201), pin)).taken).toBe(false);
    expect(await store.remove(pin.key, "acknowledged")).toBe(true);
    for (let tries = 0; tries < 5; tries += 1) expect((await ask(minutes(201), pin)).taken).toBe(true);
    expect((await ask(minutes(201), pin)).found[0]?.refusal?.retryAfterMs).toBe(minutes(15));
  });

  withStore("the doubling is forgotten a day after a lock", async (ask) => {
    for (let tries = 0; tries < 5; tries += 1) await ask(0, pin);
    const later = minutes(15) + 86_400_000;
    for (let tries = 0; tries < 5; tries += 1) await ask(later, pin);
    expect((await ask(later, pin)).found[0]?.refusal?.retryAfterMs).toBe(minutes(15));
  });

  withStore("guesses at once count before any is read", async (ask) => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(0, pin)));
    expect(answers.filter(({ taken }) => taken)).toHaveLength(5);
  });

  withStore("a clock that goes back opens nothing early", async (ask) => {
    for (let tries = 0; tries < 4; tries += 1) await ask(minutes(60), pin);
    expect((await ask(0, pin)).taken).toBe(true);
    expect((await ask(0, pin)).found[0]?.refusal?.retryAfterMs).toBe(minutes(75));
    expect((await ask(minutes(74), pin)).taken).toBe(false);
  });
}

function holdSteps(withStore: WithStore): void {
  const other = { ...window, key: storeKey("usage", "grt_1", "r2") };

  withStore("one refused, none taken; looking takes nothing", async (ask, store) => {
    for (let calls = 0; calls < 3; calls += 1) await ask(0, window);
    const { taken, found } = await ask(1, other, window);
    expect(taken).toBe(false);
    expect(found.map(({ refusal }) => refusal?.reason)).toEqual([undefined, "limit"]);
    const step: CountStep = { now: START_MS + 1, countings: [other, other, other] };
    for (let calls = 0; calls < 5; calls += 1)
      expect((await store.look(step)).every(({ refusal }) => refusal === undefined)).toBe(true);
    expect((await store.count(step, "acknowledged")).taken).toBe(true);
  });

  withStore("a key that comes twice counts twice", async (ask) => {
    expect((await ask(0, window, window, window, window)).taken).toBe(false);
    expect((await ask(0, window, window, window)).found.map(({ used }) => used)).toEqual([0, 1, 2]);
    expect((await ask(0, window)).taken).toBe(false);
  });

  withStore("another kind under the same key starts anew", async (ask) => {
    for (let calls = 0; calls < 3; calls += 1) await ask(0, window);
    expect((await ask(0, { ...lock, key })).taken).toBe(true);
  });

  withStore("numbers that make no sense are refused, nothing is taken", async (ask, store) => {
    const bucket = { kind: "bucket", key, perMinute: 60, capacity: 5, weight: 1 } as const;
    const senseless: Counting[] = [
      { ...window, limit: Number.NaN },
      { ...window, limit: -1 },
      { ...window, windowMs: 0 },
      { ...window, windowMs: Number.POSITIVE_INFINITY },
      { ...window, weight: 0 },
      { ...window, weight: -1 },
      { ...bucket, perMinute: 0 },
      { ...lock, key, tries: 0 },
      { ...lock, key, tries: 1e9 },
    ];
    for (const counting of senseless) await failing(ask(0, other, counting), "DEFECT");
    await failing(ask(Number.NaN, other), "DEFECT");
    await failing(ask(0, ...Array.from({ length: 101 }, () => other)), "DEFECT");
    expect(await store.list("usage:")).toEqual([]);
  });
}
