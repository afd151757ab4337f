import { describe, expect, test } from "bun:test";
import { createEntityMap } from "../../src/hass/live/entity-map.ts";

describe("the entity map", () => {
  test("adds, changes and removes as subscribe_entities says", () => {
    const map = createEntityMap();
    const seen: string[] = [];
    map.onChange((id, now, before) => seen.push(`${id} ${before?.state} ${now?.state}`));
    void map.apply({
      a: { "light.a": { s: "off", a: { brightness: null, effect: "x" }, c: "ctx1", lc: 1 } },
    });
    void map.apply({
      c: { "light.a": { "+": { s: "on", a: { brightness: 9 }, c: "ctx2", lc: 2 }, "-": { a: ["effect"] } } },
    });
    expect(map.states.get("light.a")).toEqual({
      id: "light.a",
      state: "on",
      attributes: { brightness: 9 },
      contextId: "ctx2",
      parentContextId: undefined,
      lastChanged: 2,
      lastUpdated: 2,
    });
    void map.apply({ c: { "light.a": { "+": { a: { brightness: 7 }, lu: 3 } } } });
    expect(map.states.get("light.a")).toMatchObject({
      state: "on",
      lastChanged: 2,
      lastUpdated: 3,
      contextId: "ctx2",
    });
    const odd = { a: { "light.odd": null, "light.number": 7 } } as unknown as Parameters<typeof map.apply>[0];
    void map.apply(odd);
    void map.apply({ r: ["light.a", "light.never"] });
    expect(map.states.size).toBe(0);
    expect(seen).toEqual([
      "light.a undefined off",
      "light.a off on",
      "light.a on on",
      "light.a on undefined",
    ]);
  });

  test("a context as an object gives id and parent; in a diff only its changed parts", () => {
    const map = createEntityMap();
    void map.apply({
      a: { "light.a": { s: "on", c: { id: "child", parent_id: "parent", user_id: null }, lc: 1 } },
    });
    expect(map.states.get("light.a")).toMatchObject({ contextId: "child", parentContextId: "parent" });
    void map.apply({ c: { "light.a": { "+": { c: { id: "other" }, lu: 2 } } } });
    expect(map.states.get("light.a")).toMatchObject({ contextId: "other", parentContextId: "parent" });
  });

  test("after a reconnection nothing stays behind as a ghost", () => {
    const map = createEntityMap();
    void map.apply({ a: { "light.a": { s: "on", lc: 1 }, "light.b": { s: "on", lc: 1 } } });
    map.expectWhole();
    void map.apply({ a: { "light.b": { s: "off", lc: 2 } } });
    expect([...map.states.keys()]).toEqual(["light.b"]);
  });

  test("a kept state is a snapshot", () => {
    const map = createEntityMap();
    void map.apply({ a: { "light.a": { s: "on", a: { x: 1 }, lc: 1 } } });
    const kept = map.states.get("light.a");
    void map.apply({ c: { "light.a": { "+": { s: "off", a: { x: 2 } } } } });
    expect(kept).toMatchObject({ state: "on", attributes: { x: 1 } });
  });

  test("a whole home is applied in slices, complete", async () => {
    const map = createEntityMap();
    const a = Object.fromEntries(
      Array.from({ length: 9_000 }, (_, index) => [`sensor.s${index}`, { s: String(index), lc: 1 }]),
    );
    const done = map.apply({ a, r: ["sensor.s5"] });
    expect(map.states.size).toBeLessThan(9_000);
    await done;
    expect(map.states.size).toBe(8_999);
  });
});

describe("what an event leaves unsaid", () => {
  const CHILD = { id: "child", parent_id: "parent", user_id: null };
  const first = { s: "on", a: { x: 1, y: 2 }, c: CHILD, lc: 1, lu: 2 };

  /** `light.a` as `first` says, then with this diff. */
  function after(diff: object) {
    const map = createEntityMap();
    void map.apply({ a: { "light.a": first } });
    void map.apply({ c: { "light.a": diff } });
    return map.states.get("light.a");
  }
  const BEFORE = {
    id: "light.a",
    state: "on",
    attributes: { x: 1, y: 2 },
    contextId: "child",
    parentContextId: "parent",
    lastChanged: 1,
    lastUpdated: 2,
  };

  test.each<readonly [object, object]>([
    [{}, {}],
    [{ "+": {} }, {}],
    [{ "-": {} }, {}],
    [{ "+": { s: "off" } }, { state: "off" }],
    [{ "+": { s: "" } }, { state: "" }],
    [{ "+": { lc: 5 } }, { lastChanged: 5, lastUpdated: 5 }],
    [{ "+": { lu: 6 } }, { lastUpdated: 6 }],
    [{ "+": { lc: 5, lu: 6 } }, { lastChanged: 5, lastUpdated: 6 }],
    [{ "+": { a: { x: 9 } } }, { attributes: { x: 9, y: 2 } }],
    [{ "-": { a: ["y", "z"] } }, { attributes: { x: 1 } }],
    [{ "+": { a: { z: 3 } }, "-": { a: ["x"] } }, { attributes: { y: 2, z: 3 } }],
    [{ "+": { a: "odd" }, "-": { a: ["y"] } }, { attributes: { x: 1 } }],
    [{ "+": { a: { z: 3 } }, "-": "odd" }, { attributes: { x: 1, y: 2, z: 3 } }],
    [{ "+": "odd" }, {}],
    [{ "+": { s: 5, lc: "5", lu: null, c: 5 } }, { state: "5" }],
    [{ "+": { c: "alone" } }, { contextId: "alone", parentContextId: undefined }],
    [{ "+": { c: { id: "new" } } }, { contextId: "new" }],
    [{ "+": { c: { parent_id: "new" } } }, { parentContextId: "new" }],
  ])("%j", (diff, changed) => {
    expect(after(diff)).toEqual({ ...BEFORE, ...changed } as never);
  });

  test("a bare entity has no attributes, no context, no times", () => {
    const map = createEntityMap();
    void map.apply({ a: { "light.a": { s: "on" }, "light.b": { s: "on", c: "ctx", lc: 3 } } } as never);
    expect(map.states.get("light.a")).toEqual({
      ...BEFORE,
      attributes: {},
      contextId: "",
      parentContextId: undefined,
      lastChanged: 0,
      lastUpdated: 0,
    });
    expect(map.states.get("light.b")).toMatchObject({ contextId: "ctx", lastChanged: 3, lastUpdated: 3 });
  });

  test("a change of what is not there changes nothing, and nobody hears of it", () => {
    const map = createEntityMap();
    const heard: string[] = [];
    const stop = map.onChange((id) => heard.push(id));
    void map.apply({ c: { "light.a": { "+": { s: "on" } } }, r: ["light.b"] });
    expect([map.states.size, heard]).toEqual([0, []]);
    void map.apply({ a: { "light.a": first } });
    stop();
    void map.apply({ r: ["light.a"] });
    expect(heard).toEqual(["light.a"]);
  });

  test("the next event is the whole home once, and only one that adds", () => {
    const map = createEntityMap();
    void map.apply({ a: { "light.a": first } });
    map.expectWhole();
    void map.apply({ c: { "light.a": { "+": { s: "off" } } } });
    expect([...map.states.keys()]).toEqual(["light.a"]);
    void map.apply({ a: { "light.b": first } });
    expect([...map.states.keys()]).toEqual(["light.b"]);
    void map.apply({ a: { "light.c": first } });
    expect([...map.states.keys()]).toEqual(["light.b", "light.c"]);
  });

  test("2,000 are added at once, more in slices", async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`sensor.s${at}`, { s: "1", lc: 1 }]));
    const map = createEntityMap();
    expect(map.apply({ a: many(2_000) })).toBeUndefined();
    expect(map.states.size).toBe(2_000);
    const large = createEntityMap();
    const done = large.apply({ a: many(2_001), c: { "sensor.s2000": { "+": { s: "2" } } } });
    expect(done).toBeInstanceOf(Promise);
    expect(large.states.size).toBe(2_000);
    await done;
    expect(large.states.get("sensor.s2000")?.state).toBe("2");
  });
});
