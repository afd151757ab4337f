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
