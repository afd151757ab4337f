/** What must hold before a call leaves: where it does not, nothing is sent. */

import { describe, expect, test } from "bun:test";
import type { Failure } from "../../src/core/failure.ts";
import type { Counters } from "../../src/security/grant/restrict/counters.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { grantOf, openRoad } from "../road/road.ts";
import { until } from "../until.ts";

const HALL = { entity_id: ["light.hall"] };
const LIGHTS = { read: ["*"], actions: ["light.*", "script.*"] };
const RATED = [{ id: "r", type: "rate_limit", params: { limit: 1, window_seconds: 60 } }];

describe("the audit", () => {
  test("a line before, a line after, in that order", async () => {
    const road = await openRoad(grantOf({ access: LIGHTS }), {
      onCall: async () => {
        expect(road.audited()).toEqual(["light.turn_on begin"]);
        return { contextId: "ours", response: undefined };
      },
    });
    expect((await road.act("light.turn_on", HALL)).code).toBe("ok");
    await new Promise((resolve) => setImmediate(resolve));
    expect(road.audited()).toEqual(["light.turn_on begin", "light.turn_on end"]);
    expect(road.events[1]).toMatchObject({ ha_result: "accepted", entity: ["light.hall"], entity_count: 1 });
  });

  test("when it cannot be written, nothing is sent", async () => {
    const road = await openRoad(grantOf({ access: LIGHTS }), {
      append: () => {
        throw new Error("the disk is full");
      },
    });
    expect(await road.act("light.turn_on", HALL)).toMatchObject({
      code: "PERMISSION_DENIED",
      denial: "audit_unavailable",
    });
    expect(road.sent).toEqual([]);
    // a read goes on: it changes nothing
    expect((await road.call("ha_read", HALL_READ)).code).toBe("ok");
  });

  test("a dry run sends nothing, and is one line", async () => {
    const road = await openRoad(grantOf({ access: LIGHTS }));
    const { structured } = await road.act("light.turn_on", HALL, { dry_run: true });
    expect(structured["targets"]).toMatchObject([{ id: "light.hall", verdict: "would_run" }]);
    expect(road.sent).toEqual([]);
    expect(road.audited()).toEqual(["ha_call_service ok"]);
  });
});

const HALL_READ = { ids: ["light.hall"] };

describe("a limit", () => {
  /** Everybody else was quicker: what the decision saw as free is taken when it is to be reserved. */
  function taken(): Counters {
    const counters = memoryCounters();
    return {
      ...counters,
      reserve: async (_, [first]) =>
        first && "restriction" in first
          ? { code: "rate_limited", restriction: first.restriction, retryAfterSeconds: 7 }
          : undefined,
    };
  }

  test("that is taken at the last moment: nothing is sent", async () => {
    const road = await openRoad(grantOf({ access: LIGHTS, restrictions: RATED }), { counters: taken() });
    const said = await road.act("light.turn_on", HALL);
    expect(said).toMatchObject({ code: "RATE_LIMITED", denial: "rate_limited" });
    expect(said.text).toContain("The rate limit: limit 1, window seconds 60. ");
    expect(said.text).toContain("Possible again in 7 s");
    expect(road.sent).toEqual([]);
    expect(road.audited()).toEqual(["light.turn_on failed"]);
    expect(road.events[0]).toMatchObject({ entity: ["light.hall"], entity_count: 1 });
  });

  test("of the grant itself is told as ha_access tells it", async () => {
    const road = await openRoad(grantOf({ access: LIGHTS, limits: { actions_per_minute: 1, burst: 1 } }));
    expect((await road.act("light.turn_on", HALL)).code).toBe("ok");
    const { text } = await road.act("light.turn_on", HALL);
    expect(text).toContain("The limit: actions per minute 1, burst 1. ");
    expect((await road.call("ha_read", HALL_READ)).code).toBe("ok");
  });

  test("that is taken at the last moment: nothing is read by service", async () => {
    const services = {
      weather: { get_forecasts: { fields: {}, target: {}, response: { optional: false } } },
    };
    const read = { ids: ["weather.home"], service: "weather.get_forecasts", data: {} };
    const grant = grantOf({ access: LIGHTS, restrictions: RATED });
    const onCall = async () => ({ contextId: "ours", response: { "weather.home": { forecast: [] } } });
    const free = await openRoad(grant, { services: { ...services }, onCall });
    expect((await free.call("ha_read", read)).code).toBe("ok");
    expect(free.sent).toHaveLength(1);
    const road = await openRoad(grant, { services: { ...services }, onCall, counters: taken() });
    expect(await road.call("ha_read", read)).toMatchObject({ code: "RATE_LIMITED", denial: "rate_limited" });
    expect(road.sent).toEqual([]);
  });

  test("is taken once for a call that is sent, and by nothing that was refused", async () => {
    const road = await openRoad(grantOf({ access: LIGHTS, restrictions: RATED }));
    expect((await road.act("light.turn_on", { entity_id: ["lock.front"] })).code).not.toBe("ok");
    expect((await road.act("light.turn_on", HALL, { dry_run: true })).code).toBe("ok");
    expect((await road.act("light.turn_on", HALL)).code).toBe("ok");
    expect((await road.act("light.turn_on", HALL)).code).toBe("RATE_LIMITED");
    expect(road.sent).toHaveLength(1);
  });
});

describe("a caller who gave up", () => {
  test("of several calls those after it are not sent", async () => {
    const giveUp = new AbortController();
    const road = await openRoad(grantOf({ access: LIGHTS }), {
      onCall: async () => {
        giveUp.abort();
        return { contextId: "ours", response: undefined };
      },
    });
    const call = (id: string) => ({ service: "light.turn_on", target: { entity_id: [id] } });
    const calls = [call("light.hall"), call("light.bedroom"), call("light.kitchen")];
    await road.call("ha_call_service", { calls, wait_s: 0 }, { signal: giveUp.signal });
    expect(road.sent.map(({ entityIds }) => entityIds)).toEqual([["light.hall"]]);
  });

  test("a refused call does not keep the next one back", async () => {
    const road = await openRoad(grantOf({ access: LIGHTS }));
    const calls = [
      { service: "lock.unlock", target: { entity_id: ["lock.front"] } },
      { service: "light.turn_on", target: HALL },
    ];
    const { structured } = await road.call("ha_call_service", { calls, wait_s: 0 });
    expect(structured["targets"]).toMatchObject([
      { call: 0, id: "lock.front", verdict: "refused" },
      { call: 1, id: "light.hall" },
    ]);
    expect(road.sent).toHaveLength(1);
    // what was refused has a line of its own, what was sent its two
    await until(() => road.events.length === 3);
    expect(road.events.map(({ action, entity, result, code }) => [action, entity, result, code])).toEqual([
      ["lock.unlock", ["lock.front"], "denied", "PERMISSION_DENIED"],
      ["light.turn_on", ["light.hall"], "begin", undefined],
      ["light.turn_on", ["light.hall"], "end", undefined],
    ]);
  });
});

describe("the queue of a credential", () => {
  test("a fifth call waits; when it gives up its place is free again", async () => {
    const ends: (() => void)[] = [];
    const road = await openRoad(grantOf({ access: LIGHTS }), {
      onCall: () =>
        new Promise((resolve) => ends.push(() => resolve({ contextId: "ours", response: undefined }))),
    });
    const act = (signal?: AbortSignal) =>
      road.call(
        "ha_call_service",
        { service: "light.turn_on", target: HALL, wait_s: 30 },
        signal ? { signal } : {},
      );
    const running = [act(), act(), act(), act()];
    const giveUp = new AbortController();
    const fifth = act(giveUp.signal);
    const sixth = act();
    await until(() => road.sent.length === 4);
    giveUp.abort();
    ends.shift()?.();
    expect((await fifth).code).toBe("CANCELLED");
    // the place that the fifth left is the sixth's
    await until(() => road.sent.length === 5);
    for (const end of ends) end();
    await Promise.all(running);
    expect((await sixth).code).toBe("ok");
    // and all of them are free again
    const again = [act(), act(), act(), act()];
    await until(() => road.sent.length === 9);
    for (const end of ends) end();
    await Promise.all(again);
  });

  test("of a hundred and four the next is refused, at once", async () => {
    const ends: (() => void)[] = [];
    const road = await openRoad(grantOf({ access: LIGHTS }), {
      onCall: () =>
        new Promise((resolve) => ends.push(() => resolve({ contextId: "ours", response: undefined }))),
    });
    const args = { service: "light.turn_on", target: HALL, wait_s: 30 };
    const calls = Array.from({ length: 104 }, () => road.call("ha_call_service", args));
    const refused = await road.call("ha_call_service", args);
    expect(refused.code).toBe("RATE_LIMITED" satisfies Failure["code"]);
    let done = 0;
    for (const call of calls) void call.then(() => done++);
    while (done < calls.length) {
      for (const end of ends.splice(0)) end();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(road.sent).toHaveLength(104);
  });
});
