/** What every store promises, held against one adapter after the other. */

import { expect, test } from "bun:test";
import type { JsonValue } from "../../src/store/json-value.ts";
import { type RowBounds, storeKey, storePrefix } from "../../src/store/namespaces.ts";
import type { Put, Store } from "../../src/store/store.ts";
import { holdBounds } from "./bounds-suite.ts";
import { failing } from "./failing.ts";

/** A clock that the test moves. */
export type TestClock = { ms: number; now(): number };
/** A store of its own for each call; the suite closes it. */
export type OpenStore = (clock: TestClock, bounds?: RowBounds) => Promise<Store>;

export const START_MS = 1_760_000_000_000;
const COUNTED: Put = { durability: "counted" };
const ACKNOWLEDGED: Put = { durability: "acknowledged" };

export function testClock(ms = START_MS): TestClock {
  return {
    ms,
    now() {
      return this.ms;
    },
  };
}

export function holdStore(open: OpenStore): void {
  const withStore = (
    name: string,
    work: (store: Store, clock: TestClock) => Promise<void>,
    bounds?: RowBounds,
  ): void => {
    test(name, async () => {
      const clock = testClock();
      const store = await open(clock, bounds);
      try {
        await work(store, clock);
      } finally {
        await store.close();
      }
    });
  };
  holdEntries(withStore);
  holdValues(withStore);
  holdOnce(withStore);
  holdBounds(withStore);
  holdPruning(withStore);
}

/** A test with a store of its own. */
export type WithStore = (
  name: string,
  work: (store: Store, clock: TestClock) => Promise<void>,
  bounds?: RowBounds,
) => void;

function holdEntries(withStore: WithStore): void {
  const key = storeKey("credential", "abc");
  withStore("what was put is there, with the version that was said", async (store) => {
    expect(await store.get(key)).toBeUndefined();
    const version = await store.putIfUnchanged(key, "absent", { grant: "grt_1" }, ACKNOWLEDGED);
    expect(await store.get(key)).toEqual({
      key,
      value: { grant: "grt_1" },
      version: Number(version),
      expiresAt: undefined,
    });
  });

  withStore("only who knows the latest version may write", async (store) => {
    const first = Number(await store.putIfUnchanged(key, "absent", 1, COUNTED));
    expect(await store.putIfUnchanged(key, "absent", 2, COUNTED)).toBeUndefined();
    const second = Number(await store.putIfUnchanged(key, first, 3, COUNTED));
    expect(second).not.toBe(first);
    expect(await store.putIfUnchanged(key, first, 4, COUNTED)).toBeUndefined();
    expect((await store.get(key))?.value).toBe(3);
  });

  withStore("of many that write at once one wins", async (store) => {
    const version = Number(await store.putIfUnchanged(key, "absent", 0, COUNTED));
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.putIfUnchanged(key, version, at, COUNTED)),
    );
    expect(won.filter((each) => each !== undefined)).toHaveLength(1);
  });

  withStore("a version does not come back with a row that was removed and made again", async (store) => {
    const first = Number(await store.putIfUnchanged(key, "absent", "old", COUNTED));
    expect(await store.remove(key, "acknowledged")).toBe(true);
    expect(await store.remove(key, "acknowledged")).toBe(false);
    expect(await store.putIfUnchanged(key, first, "revived", COUNTED)).toBeUndefined();
    await store.putIfUnchanged(key, "absent", "new", COUNTED);
    expect(await store.putIfUnchanged(key, first, "revived", COUNTED)).toBeUndefined();
  });

  withStore("a row ends at its instant", async (store, clock) => {
    const expiresAt = clock.ms + 1000;
    const version = Number(await store.putIfUnchanged(key, "absent", 1, { ...COUNTED, expiresAt }));
    clock.ms = expiresAt - 1;
    expect((await store.get(key))?.expiresAt).toBe(expiresAt);
    clock.ms = expiresAt;
    expect(await store.get(key)).toBeUndefined();
    expect(await store.list(storePrefix("credential"))).toEqual([]);
    expect(await store.remove(key, "counted")).toBe(false);
    expect(await store.putIfUnchanged(key, version, 2, COUNTED)).toBeUndefined();
    const again = await store.putIfUnchanged(key, "absent", 3, COUNTED);
    expect(again).not.toBe(version);
    clock.ms += 1_000_000;
    expect((await store.get(key))?.value).toBe(3);
  });

  withStore("a prefix finds what lies below it, in order, nothing else", async (store) => {
    const keys: readonly (readonly [string, ...string[]])[] = [
      ["b", "2"],
      ["a%", "1"],
      ["a_", "1"],
      ["a", "2"],
      ["a", "10"],
      ["ab", "1"],
      ["a"],
    ];
    for (const parts of keys)
      await store.putIfUnchanged(storeKey("session", ...parts), "absent", parts.join(), COUNTED);
    await store.putIfUnchanged(storeKey("login", "a", "1"), "absent", "other", COUNTED);
    const values = async (...parts: string[]) =>
      (await store.list(storePrefix("session", ...parts))).map(({ value }) => value);
    expect(await values("a")).toEqual(["a,10", "a,2"]);
    expect(await values("a%")).toEqual(["a%,1"]);
    expect(await values("a_")).toEqual(["a_,1"]);
    expect(await values("%")).toEqual([]);
    expect(await values()).toHaveLength(7);
  });

  withStore("whatever stands in a key is a name and nothing more", async (store) => {
    const names = ["'; DROP TABLE rows; --", "a:b", "\0", "🏠", "\ud800", "a".repeat(10_000), "%", ""];
    for (const name of names)
      expect(
        await store.putIfUnchanged(storeKey("key", name), "absent", name.slice(0, 9), COUNTED),
      ).toBeDefined();
    for (const name of names) expect((await store.get(storeKey("key", name)))?.value).toBe(name.slice(0, 9));
    await failing(store.get("key:with space"), "DEFECT");
    await failing(store.get("nothing:x" as "key:x"), "DEFECT");
    await failing(store.take("nonce:ü", 1000, "counted"), "DEFECT");
  });

  withStore("after closing nothing works, closing does", async (store) => {
    await store.close();
    await store.close();
    await failing(store.get(key), "DEFECT");
    await failing(store.putIfUnchanged(key, "absent", 1, COUNTED), "DEFECT");
    await failing(store.remove(key, "counted"), "DEFECT");
    await failing(store.list("key:"), "DEFECT");
    await failing(store.take("nonce:1", 1, "counted"), "DEFECT");
    await failing(store.count({ now: START_MS, countings: [] }, "counted"), "DEFECT");
    await failing(store.look({ now: START_MS, countings: [] }), "DEFECT");
    await failing(store.revision(), "DEFECT");
    await failing(store.prune(), "DEFECT");
  });
}

function holdValues(withStore: WithStore): void {
  const key = storeKey("approval", "1");
  withStore("values come back as they were, and are copies", async (store) => {
    const value = { list: [1, -0.5, "ü\ud83c\udfe0\u2028", null, true], __proto__: null, deep: { "": {} } };
    await store.putIfUnchanged(key, "absent", value, COUNTED);
    value.list.push(2);
    expect((await store.get(key))?.value).toEqual({
      list: [1, -0.5, "ü\ud83c\udfe0\u2028", null, true],
      deep: { "": {} },
    });
  });

  withStore("what is no JSON, too deep or too large is refused", async (store) => {
    const deep = Array.from({ length: 100 }).reduce<JsonValue>((inner) => [inner], 1);
    const hole: number[] = [];
    hole[1] = 1;
    for (const value of [
      undefined,
      Number.NaN,
      new Date(),
      new Map(),
      [undefined],
      { a: () => 1 },
      1n,
      hole,
      deep,
    ])
      await failing(store.putIfUnchanged(key, "absent", value as JsonValue, COUNTED), "DEFECT");
    await failing(store.putIfUnchanged(key, "absent", "ü".repeat(140_000), COUNTED), "DEFECT");
    expect(await store.get(key)).toBeUndefined();
    expect(await store.putIfUnchanged(key, "absent", "a".repeat(200_000), COUNTED)).toBeDefined();
  });

  withStore("an end that is no instant is refused", async (store) => {
    for (const expiresAt of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
      await failing(store.putIfUnchanged(key, "absent", 1, { ...COUNTED, expiresAt }), "DEFECT");
      await failing(store.take("nonce:1", expiresAt, "counted"), "DEFECT");
    }
  });
}

function holdOnce(withStore: WithStore): void {
  const nonce = storeKey("nonce", "token", "n1");
  withStore("a thing is taken by one alone until its time is over", async (store, clock) => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.take(nonce, 65_000, "counted")));
    expect(taken.filter((each) => each)).toHaveLength(1);
    clock.ms += 64_999;
    expect(await store.take(nonce, 65_000, "acknowledged")).toBe(false);
    clock.ms += 1;
    expect(await store.take(nonce, 65_000, "acknowledged")).toBe(true);
    expect(await store.take(nonce, 65_000, "acknowledged")).toBe(false);
  });

  withStore("a clock that goes back gives nothing twice", async (store, clock) => {
    expect(await store.take(nonce, 65_000, "counted")).toBe(true);
    clock.ms -= 3_600_000;
    expect(await store.take(nonce, 65_000, "counted")).toBe(false);
  });
}

function holdPruning(withStore: WithStore): void {
  withStore("pruning deletes what has ended, of every kind, and nothing else", async (store, clock) => {
    const stays = storeKey("credential", "stays");
    await store.putIfUnchanged(stays, "absent", 1, COUNTED);
    await store.putIfUnchanged(storeKey("session", "1"), "absent", 1, {
      ...COUNTED,
      expiresAt: clock.ms + 10,
    });
    await store.take(storeKey("nonce", "1"), 20, "counted");
    const quota = {
      kind: "quota",
      limit: 5,
      period: "2026-06-12",
      endsAt: clock.ms + 30,
      weight: 1,
    } as const;
    await store.count({ now: clock.ms, countings: [{ ...quota, key: storeKey("usage", "1") }] }, "counted");
    expect(await store.prune()).toBe(0);
    clock.ms += 20;
    expect(await store.prune()).toBe(2);
    clock.ms += 10;
    expect(await store.prune()).toBe(1);
    expect(await store.prune()).toBe(0);
    expect(await store.get(stays)).toBeDefined();
  });

  withStore("own writes and silence leave a revision that can be compared", async (store) => {
    const before = await store.revision();
    expect(await store.revision()).toBe(before);
    expect(Number.isSafeInteger(before)).toBe(true);
  });
}
