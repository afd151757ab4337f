import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { CountStep } from "../../../src/store/count-step.ts";
import { memoryStore } from "../../../src/store/memory-store.ts";
import { storeKey } from "../../../src/store/namespaces.ts";
import { openRedisStore } from "../../../src/store/redis/redis-store.ts";
import { holdCountingLaws } from "../counting-laws.ts";
import { holdCounting } from "../counting-suite.ts";
import { failing } from "../failing.ts";
import { holdStore, type OpenStore, testClock } from "../store-suite.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

setDefaultTimeout(30_000);

// the promises are about what is kept, not about when: redis-troubles.test.ts has those
let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis(["--appendonly", "no", "--databases", "1000"]);
});
afterAll(() => redis.close());

let database = 0;
const newUrl = () => `${redis.url}/${database++}`;
const open: OpenStore = (clock, bounds = {}) => openRedisStore({ url: newUrl(), clock, bounds });

holdStore(open);
holdCounting(open);
holdCountingLaws((clock, count) => {
  const url = newUrl();
  return Promise.all(Array.from({ length: count }, () => openRedisStore({ url, clock })));
});

test("what one opening changes another sees, by its revision too; usage and rates are quiet", async () => {
  const url = newUrl();
  const clock = testClock();
  const [one, other] = [await openRedisStore({ url, clock }), await openRedisStore({ url, clock })];
  const key = storeKey("credential", "1");
  const before = await other.revision();
  const version = await one.putIfUnchanged(key, "absent", "first", { durability: "acknowledged" });
  const after = await other.revision();
  expect(after).not.toBe(before);
  expect((await other.get(key))?.value).toBe("first");
  expect(await other.putIfUnchanged(key, Number(version), "second", { durability: "counted" })).toBeDefined();
  expect(await one.putIfUnchanged(key, Number(version), "third", { durability: "counted" })).toBeUndefined();
  const lock = { kind: "lock", tries: 5, windowMs: 9, lockMs: 9, maxLockMs: 9 } as const;
  const seen = await one.revision();
  await other.count(stepOf({ ...lock, key: storeKey("usage", "a") }), "counted");
  expect(await one.revision()).toBe(seen);
  await other.count(stepOf({ ...lock, key: storeKey("lockout", "a") }), "counted");
  expect(await one.revision()).not.toBe(seen);
  await one.close();
  await other.close();
});

function stepOf(...countings: CountStep["countings"]): CountStep {
  return { now: testClock().now(), countings };
}

test("what is kept of a counter is what memory keeps, to the last digit", async () => {
  const clock = testClock();
  const stores = [memoryStore(clock), await open(clock)] as const;
  const now = clock.now() + 0.1;
  const step: CountStep = {
    now,
    countings: [
      { kind: "window", key: "usage:w", limit: 7_000, windowMs: 7_777, cooldownMs: 3, weight: 2 },
      { kind: "window", key: "usage:c", limit: undefined, windowMs: 1, cooldownMs: 3, weight: 1 },
      { kind: "bucket", key: "usage:b", perMinute: 7, capacity: 3, weight: 1 },
      { kind: "quota", key: "usage:q", limit: 9, period: 'a"\\ü', endsAt: now + 0.7, weight: 1 },
      { kind: "lock", key: "pin:l", tries: 2, windowMs: 1_000.5, lockMs: 33.3, maxLockMs: 99.9 },
    ],
  };
  for (const wait of [0, 3.3, 40.123, 70.9]) {
    const [one, other] = await Promise.all(
      stores.map((store) => store.count({ ...step, now: now + wait }, "counted")),
    );
    expect(other).toEqual(one);
    for (const prefix of ["usage:", "pin:"] as const) {
      const [kept, alike] = await Promise.all(stores.map((store) => store.list(prefix)));
      expect(alike?.map(({ value, expiresAt }) => [value, expiresAt])).toEqual(
        kept?.map(({ value, expiresAt }) => [value, expiresAt]),
      );
    }
  }
  for (const store of stores) await store.close();
});

test("files that people own wait for whoever has them, on whatever machine", async () => {
  const url = newUrl();
  const store = await openRedisStore({ url, clock: testClock(), timeoutMs: 200 });
  expect(await store.alone(() => "done")).toBe("done");
  await redis.tellIn(url, "SET", "hearthgate:alone", "another", "PX", "60000");
  expect(
    (
      await failing(
        store.alone(() => "too early"),
        "DEFECT",
      )
    ).retryAfterSeconds,
  ).toBe(1);
  const waiting = store.alone(() => "in turn");
  await redis.tellIn(url, "DEL", "hearthgate:alone");
  expect(await waiting).toBe("in turn");
  await store.close();
});
