/** What a call passes through on its way: scripts, groups, limits on data, bounds of time. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../src/hass/wire.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { grantOf, NOW, openRoad, type RoadOptions } from "../road/road.ts";
import { stateOf, vectorHome } from "../security/grant/vector-home.ts";

const on = (domain?: string, fields: object = {}) => ({
  fields: fields as Readonly<Record<string, { selector?: object }>>,
  target: domain === undefined ? {} : { entity: [{ domain: [domain] }] },
});
const BRIGHTNESS = { brightness: { selector: { number: { min: 0, max: 255 } } } };
const SERVICES = {
  light: { turn_on: on("light", BRIGHTNESS) },
  script: { turn_on: on("script"), outer: { fields: {} } },
  homeassistant: { turn_on: on(undefined, BRIGHTNESS), restart: { fields: {} } },
} as WireServices;

/** Scripts by name → their steps. */
function withScripts(scripts: Readonly<Record<string, readonly object[]>>): RoadOptions {
  const home = vectorHome();
  const states = new Map(home.place.states);
  for (const name of Object.keys(scripts)) states.set(`script.${name}`, stateOf(`script.${name}`, {}, "off"));
  const config = ({ entity_id: id }: Readonly<Record<string, unknown>>) => ({
    config: { sequence: scripts[String(id).slice("script.".length)] },
  });
  return {
    services: SERVICES,
    home: { ...home, place: { ...home.place, states } },
    answers: { "script/config": config },
  };
}

const HALL_ON = { action: "light.turn_on", target: { entity_id: "light.hall" } };
const OUTER = { entity_id: ["script.outer"] };
const WIDE = { read: ["*"], actions: ["light.*", "script.*", "homeassistant.*"] };

describe("a script on the way", () => {
  const nested = withScripts({
    outer: [{ action: "script.turn_on", target: { entity_id: "script.inner" } }],
    inner: [HALL_ON],
  });

  test("goes on where everything in it is open", async () => {
    const road = await openRoad(grantOf({ access: WIDE }), nested);
    expect((await road.act("script.turn_on", OUTER)).code).toBe("ok");
    expect(road.sent).toHaveLength(1);
  });

  test.each([
    ["the script in between", "script.inner"],
    ["the light at its end", "light.hall"],
    ["the script itself", "script.outer"],
  ])("deny on %s", async (_, denied) => {
    const road = await openRoad(grantOf({ access: { ...WIDE, deny: [denied] } }), nested);
    const said = await road.act("script.turn_on", OUTER);
    expect(said.code).toMatch(/^(PERMISSION_DENIED|NOT_FOUND)$/);
    expect(road.sent).toEqual([]);
  });

  test("that runs another by its own name is seen through, also where that service is listed", async () => {
    const scripts = withScripts({ outer: [{ action: "script.inner" }], inner: [HALL_ON] });
    const access = { ...WIDE, services: ["script.inner"] };
    const road = await openRoad(grantOf({ access: { ...access, deny: ["light.hall"] } }), scripts);
    expect((await road.act("script.turn_on", OUTER)).code).toMatch(/^(PERMISSION_DENIED|NOT_FOUND)$/);
    expect(road.sent).toEqual([]);
    const free = await openRoad(grantOf({ access }), scripts);
    expect((await free.act("script.turn_on", OUTER)).code).toBe("ok");
  });

  test.each([
    ["confirm", "approval_unavailable"],
    ["deny", undefined],
  ])("that restarts Home Assistant, where special services are to %s", async (special, denial) => {
    const restarts = withScripts({ outer: [{ action: "homeassistant.restart" }] });
    const access = { ...WIDE, services: ["homeassistant.restart"] };
    for (const service of ["script.turn_on", "script.outer"]) {
      const services = service === "script.outer" ? [...access.services, service] : access.services;
      const grant = grantOf({ access: { ...access, services }, gates: { special } });
      const road = await openRoad(grant, restarts);
      const said = await road.act(service, service === "script.turn_on" ? OUTER : undefined);
      expect(said.code).toBe("PERMISSION_DENIED");
      if (denial) expect(said.denial).toBe(denial);
      expect(road.sent).toEqual([]);
      const free = await openRoad(
        grantOf({ access: { ...access, services }, gates: { special: "allow" } }),
        restarts,
      );
      expect((await free.act(service, service === "script.turn_on" ? OUTER : undefined)).code).toBe("ok");
    }
  });

  test("a special service in it that the grant does not list is refused, gate or no gate", async () => {
    const restarts = withScripts({ outer: [{ action: "homeassistant.restart" }] });
    const road = await openRoad(grantOf({ access: WIDE, gates: { special: "allow" } }), restarts);
    expect((await road.act("script.turn_on", OUTER)).code).toBe("PERMISSION_DENIED");
    expect(road.sent).toEqual([]);
  });
});

describe("a limit on data", () => {
  const limits = (table: object) =>
    grantOf({ access: { read: ["*"], actions: ["*@light.hall"] }, data_limits: table });
  const hall = { entity_id: ["light.hall"] };
  const bright = (brightness: number) => ({ data: { brightness } });

  test("binds though a wider service is used, also one with a wider limit of its own", async () => {
    for (const wider of [{}, { "homeassistant.turn_on": { brightness: [0, 255] } }]) {
      const table = { "light.turn_on": { brightness: [10, 100] }, ...wider };
      const road = await openRoad(limits(table), { services: SERVICES });
      expect((await road.act("homeassistant.turn_on", hall, bright(200))).code).toBe("PERMISSION_DENIED");
      expect((await road.act("light.turn_on", hall, bright(200))).code).toBe("PERMISSION_DENIED");
      expect(road.sent).toEqual([]);
      expect((await road.act("homeassistant.turn_on", hall, bright(100))).code).toBe("ok");
    }
  });

  test("both ends belong to it, what lies just outside does not", async () => {
    const road = await openRoad(limits({ "light.turn_on": { brightness: [10, 100] } }), {
      services: SERVICES,
    });
    const codes: string[] = [];
    for (const value of [9, 10, 100, 101])
      codes.push((await road.act("light.turn_on", hall, bright(value))).code);
    expect(codes).toEqual(["PERMISSION_DENIED", "ok", "ok", "PERMISSION_DENIED"]);
  });
});

describe("bounds of time", () => {
  const access = { read: ["*"], actions: ["light.*"] };
  const at = (ms: number) => new Date(NOW + ms).toISOString();

  test.each([
    ["not_before", { not_before: at(0) }, [-1, 0], ["PERMISSION_DENIED", "ok"]],
    ["expires_at", { expires_at: at(0) }, [-1, 0], ["ok", "PERMISSION_DENIED"]],
  ] as const)("%s, to the millisecond", async (_, bound, moments, codes) => {
    const found: string[] = [];
    for (const ms of moments) {
      const road = await openRoad(grantOf({ access, ...bound }), { now: NOW + ms });
      found.push((await road.act("light.turn_on", { entity_id: ["light.hall"] })).code);
    }
    expect(found).toEqual([...codes]);
  });

  test("the first and the last second of a schedule belong to it", async () => {
    const params = { days: ["fri"], start_time: "12:00", end_time: "13:00", timezone: "UTC" };
    const hours = { id: "h", type: "schedule", applies_to: "actions", params };
    const found: string[] = [];
    for (const second of [-1, 0, 3_600, 3_601]) {
      const grant = grantOf({ access, restrictions: [hours] });
      const road = await openRoad(grant, { now: NOW + second * 1_000 });
      found.push((await road.act("light.turn_on", { entity_id: ["light.hall"] })).code);
    }
    expect(found).toEqual(["PERMISSION_DENIED", "ok", "ok", "PERMISSION_DENIED"]);
  });

  test("a window of a rate has room again when its first call is as old as the window", async () => {
    const restrictions = [{ id: "r", type: "rate_limit", params: { limit: 1, window_seconds: 60 } }];
    const grant = grantOf({ access, restrictions });
    const counters = memoryCounters();
    const found: string[] = [];
    for (const ms of [0, 59_999, 60_000]) {
      const road = await openRoad(grant, { now: NOW + ms, counters });
      found.push((await road.act("light.turn_on", { entity_id: ["light.hall"] })).code);
    }
    expect(found).toEqual(["ok", "RATE_LIMITED", "ok"]);
  });

  test("as many entities as max says are not too many", async () => {
    const restrictions = [{ id: "m", type: "max_entities", params: { max: 2 } }];
    const road = await openRoad(grantOf({ access, restrictions }));
    const found: string[] = [];
    for (const entity_id of [
      ["light.hall", "light.bedroom"],
      ["light.hall", "light.bedroom", "light.kitchen"],
    ])
      found.push((await road.act("light.turn_on", { entity_id })).code);
    expect(found).toEqual(["ok", "PERMISSION_DENIED"]);
  });
});

describe("whose change it was", () => {
  const access = { read: ["*"], actions: ["light.*"] };
  const turned = (contextId: string, parentContextId?: string): RoadOptions => ({
    onCall: async (call, { states, set }) => {
      for (const id of call.entityIds ?? []) {
        const before = states.get(id);
        if (before) set({ ...before, state: "off", contextId: "somebody", parentContextId: undefined });
        if (before) set({ ...before, state: "on", contextId, parentContextId });
      }
      return { contextId: "ours", response: undefined };
    },
    services: {
      light: { toggle: on("light"), turn_on: on("light", { effect: {} }) },
    } as WireServices,
  });
  const verdict = async (options: RoadOptions, service: string, more: object = {}) => {
    const road = await openRoad(grantOf({ access }), options);
    const { structured } = await road.act(service, { entity_id: ["light.hall"] }, more);
    return (structured["targets"] as readonly { readonly verdict: string }[])[0]?.verdict;
  };

  test("ours, or one that came of ours, is", async () => {
    expect(await verdict(turned("ours"), "light.toggle")).toBe("confirmed");
    expect(await verdict(turned("script", "ours"), "light.toggle")).toBe("confirmed");
  });

  test("somebody else's is not", async () => {
    expect(await verdict(turned("somebody"), "light.toggle")).toBe("unconfirmed");
    expect(await verdict(turned("somebody", "another"), "light.toggle")).toBe("unconfirmed");
  });
});

describe("what the data of a call names", () => {
  const fields = {
    where: { selector: { area: {} } },
    which: { selector: { entity: {} } },
    tags: { selector: { label: {} } },
  };
  const services = { light: { turn_on: on("light", fields) } } as WireServices;
  const kitchen = { entity_id: ["light.kitchen"] };
  const access = { read: ["*"], actions: ["*@light.kitchen", "light.*"] };

  test.each<readonly [object, string]>([
    [{}, "ok"],
    [{ which: "light.hall" }, "ok"],
    [{ which: "lock.front" }, "PERMISSION_DENIED"],
    [{ where: "hall" }, "PERMISSION_DENIED"],
    [{ where: "bedroom" }, "ok"],
    [{ tags: ["danger"] }, "PERMISSION_DENIED"],
  ])("%j is held against the grant like a target: %s", async (data, code) => {
    const road = await openRoad(grantOf({ access, gates: { physical: "allow" } }), { services });
    expect((await road.act("light.turn_on", kitchen, { data })).code).toBe(code);
    expect(road.sent).toHaveLength(code === "ok" ? 1 : 0);
  });

  test("places that Home Assistant cannot resolve now are no places without anything in them", async () => {
    const grant = grantOf({ access, gates: { physical: "allow" } });
    const road = await openRoad(grant, { services, resolver: "gone" });
    expect((await road.act("light.turn_on", kitchen, { data: { where: "bedroom" } })).code).toBe(
      "HASS_UNAVAILABLE",
    );
    expect(road.sent).toEqual([]);
  });
});
