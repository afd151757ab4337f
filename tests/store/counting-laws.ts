/** Laws of counting, held on random steps that several openings of one state take in turn. */

import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Counting } from "../../src/store/count-step.ts";
import { storeKey } from "../../src/store/namespaces.ts";
import type { Store } from "../../src/store/store.ts";
import { START_MS, type TestClock, testClock } from "./store-suite.ts";

/** Openings of one and the same state. */
export type OpenTwins = (clock: TestClock, count: number) => Promise<readonly Store[]>;

type Hit = { readonly at: number; readonly weight: number };
type Turn = {
  readonly twin: number;
  readonly waitMs: number;
  readonly counters: readonly number[];
  readonly weight: number;
};
type WindowRule = { readonly limit: number; readonly windowMs: number; readonly cooldownMs: number };
type BucketRule = { readonly perMinute: number; readonly capacity: number };

const TWINS = 3;
const COUNTERS = 3;
const turns = fc.array(
  fc.record<Turn>({
    twin: fc.nat(TWINS - 1),
    // clocks go back, too
    waitMs: fc.oneof(fc.constant(0), fc.nat(30), fc.nat(400), fc.integer({ min: -300, max: 0 })),
    counters: fc.uniqueArray(fc.nat(COUNTERS - 1), { minLength: 1 }),
    weight: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 60, size: "large" },
);

export function holdCountingLaws(openTwins: OpenTwins): void {
  const law = (name: string, work: (stores: readonly Store[]) => Promise<void>): void => {
    test(name, async () => {
      const stores = await openTwins(testClock(), TWINS);
      try {
        await work(stores);
      } finally {
        for (const store of stores) await store.close();
      }
    }, 30_000);
  };
  law("windows are never over the limit and refuse nothing that fits, all or none", holdWindows);
  law("buckets never give more than their brim and what came back", holdBuckets);
  law("a quota is never over its limit", holdQuotas);
}

async function holdWindows(stores: readonly Store[]): Promise<void> {
  const rule = fc.record<WindowRule>({
    limit: fc.nat(6),
    windowMs: fc.integer({ min: 1, max: 1000 }),
    cooldownMs: fc.nat(50),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(rule, rule, rule), turns, async (rules, sequence) => {
      run += 1;
      const hits: readonly Hit[][] = rules.map(() => []);
      await takeTurns(stores, sequence, {
        counting: (each, weight) => ({
          kind: "window",
          key: storeKey("usage", `window ${run}`, `${each}`),
          weight,
          ...at(rules, each),
        }),
        decided: (now, { counters, weight }, taken) => {
          expect(taken).toBe(counters.every((each) => hasRoom(at(hits, each), at(rules, each), now, weight)));
          for (const each of taken ? counters : [])
            at(hits, each).push({ at: Math.max(now, at(hits, each).at(-1)?.at ?? now), weight });
        },
      });
      for (const [each, { limit, windowMs }] of rules.entries())
        for (const { at: end } of at(hits, each))
          expect(
            weigh(at(hits, each).filter((hit) => hit.at <= end && hit.at > end - windowMs)),
          ).toBeLessThanOrEqual(limit);
    }),
    { seed: 7, numRuns: 200 },
  );
}

async function holdBuckets(stores: readonly Store[]): Promise<void> {
  const rule = fc.record<BucketRule>({
    perMinute: fc.integer({ min: 1, max: 5000 }),
    capacity: fc.integer({ min: 1, max: 8 }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(rule, rule, rule), turns, async (rules, sequence) => {
      run += 1;
      const hits: readonly Hit[][] = rules.map(() => []);
      await takeTurns(stores, sequence, {
        counting: (each, weight) => ({
          kind: "bucket",
          key: storeKey("usage", `bucket ${run}`, `${each}`),
          weight,
          ...at(rules, each),
        }),
        decided: (now, { counters, weight }, taken) => {
          for (const each of taken ? counters : [])
            at(hits, each).push({ at: Math.max(now, at(hits, each).at(-1)?.at ?? now), weight });
        },
      });
      for (const [each, { perMinute, capacity }] of rules.entries())
        for (const [first, { at: start }] of at(hits, each).entries())
          for (const { at: end } of at(hits, each).slice(first))
            expect(
              weigh(
                at(hits, each)
                  .slice(first)
                  .filter((hit) => hit.at <= end),
              ),
            ).toBeLessThanOrEqual(capacity + ((end - start) / 60_000) * perMinute + 1e-6);
    }),
    { seed: 8, numRuns: 200 },
  );
}

async function holdQuotas(stores: readonly Store[]): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(5), turns, async (limit, sequence) => {
      run += 1;
      const used = new Map<string, number>();
      let latest = "";
      const periodOf = (now: number): number => Math.floor(now / 1000);
      let now = START_MS;
      for (const { twin, waitMs, weight } of sequence) {
        now += waitMs;
        const period = `${periodOf(now)}`;
        const key = storeKey("usage", `quota ${run}`);
        const endsAt = (periodOf(now) + 1) * 1000;
        const step = { now, countings: [{ kind: "quota", key, limit, period, endsAt, weight } as const] };
        if (!(await at(stores, twin).count(step, "counted")).taken) continue;
        // a clock that went back counts on where it was
        latest = period > latest ? period : latest;
        used.set(latest, (used.get(latest) ?? 0) + weight);
      }
      for (const count of used.values()) expect(count).toBeLessThanOrEqual(limit);
    }),
    { seed: 9, numRuns: 200 },
  );
}

async function takeTurns(
  stores: readonly Store[],
  sequence: readonly Turn[],
  {
    counting,
    decided,
  }: {
    readonly counting: (counter: number, weight: number) => Counting;
    readonly decided: (now: number, turn: Turn, taken: boolean) => void;
  },
): Promise<void> {
  let now = START_MS;
  for (const turn of sequence) {
    now += turn.waitMs;
    const countings = turn.counters.map((each) => counting(each, turn.weight));
    decided(now, turn, (await at(stores, turn.twin).count({ now, countings }, "counted")).taken);
  }
}

/** By the whole history: a counter's time stands still while the clock is behind. */
function hasRoom(
  hits: readonly Hit[],
  { limit, windowMs, cooldownMs }: WindowRule,
  now: number,
  weight: number,
): boolean {
  const last = hits.at(-1)?.at;
  const time = Math.max(now, last ?? now);
  if (cooldownMs > 0 && last !== undefined && time < last + cooldownMs) return false;
  return weigh(hits.filter((hit) => hit.at > time - windowMs)) + weight <= limit;
}

function weigh(hits: readonly Hit[]): number {
  return hits.reduce((sum, { weight }) => sum + weight, 0);
}

function at<Each>(list: readonly Each[], index: number): Each {
  const each = list[index];
  if (each === undefined) throw new RangeError(`nothing at ${index}`);
  return each;
}
