/** What happens while a call is under way: the caller gives up, the owner changes the grant or throws the switch. */

import { describe, expect, test } from "bun:test";
import type { ServiceCall } from "../../src/hass/gateway.ts";
import type { WireServices } from "../../src/hass/wire.ts";
import type { Grant } from "../../src/security/grant/model/grant.ts";
import { grantOf, openRoad, type RoadOptions } from "../road/road.ts";
import { stateOf, vectorHome } from "../security/grant/vector-home.ts";

const LIGHTS = { access: { read: ["*"], actions: ["light.*", "script.*"] } };
const on = (id: string) => ({ service: "light.turn_on", target: { entity_id: [id] } });
const TWO = { calls: [on("light.hall"), on("light.kitchen")], wait_s: 0 };

/** Runs `happens` as soon as the first call has been sent. */
function afterFirst(happens: () => void): Pick<RoadOptions, "onCall"> {
  let sent = 0;
  return {
    onCall: async (_: ServiceCall) => {
      if (++sent === 1) happens();
      return { contextId: "ours", response: undefined };
    },
  };
}

describe("a list of calls", () => {
  test("ends with the grant: what was not sent yet is refused", async () => {
    let now: Grant | undefined = grantOf(LIGHTS);
    const change = () => {
      now = undefined;
    };
    const road = await openRoad(grantOf(LIGHTS), { ...afterFirst(change), grantNow: () => now });
    const { text } = await road.call("ha_call_service", TWO);
    expect(road.sent.map(({ entityIds }) => entityIds)).toEqual([["light.hall"]]);
    expect(text).toContain("changed while the call was under way");
  });

  test("goes on when the file says the same of the grant", async () => {
    const road = await openRoad(grantOf(LIGHTS), { grantNow: () => grantOf(LIGHTS) });
    await road.call("ha_call_service", TWO);
    expect(road.sent).toHaveLength(2);
  });

  test("ends with the revocation of the grant, whatever its file says", async () => {
    let isOver = false;
    const road = await openRoad(grantOf(LIGHTS), {
      ...afterFirst(() => {
        isOver = true;
      }),
      revoked: () => isOver,
    });
    const { text } = await road.call("ha_call_service", TWO);
    expect(road.sent).toHaveLength(1);
    expect(text).toContain("not there any more");
    expect(await road.act("light.turn_on", { entity_id: ["light.hall"] })).toMatchObject({
      denial: "revoked",
    });
  });

  test("ends with the kill switch", async () => {
    let isOn = false;
    const road = await openRoad(grantOf(LIGHTS), {
      ...afterFirst(() => {
        isOn = true;
      }),
      killed: () => isOn,
    });
    const { text } = await road.call("ha_call_service", TWO);
    expect(road.sent).toHaveLength(1);
    expect(text).toContain("switched everything off");
  });
});

test("a switch that is thrown while the grant is asked: nothing is sent", async () => {
  let isOn = false;
  const road = await openRoad(grantOf(LIGHTS), {
    killed: () => isOn,
    through: (gateway) => ({
      ...gateway,
      extractFromTarget: async (...asked) => {
        isOn = true;
        return gateway.extractFromTarget(...asked);
      },
    }),
  });
  const call = { service: "light.turn_on", target: { area_id: ["kitchen"] }, wait_s: 0 };
  expect(await road.call("ha_call_service", call)).toMatchObject({ denial: "kill_switch" });
  expect(road.sent).toEqual([]);
});

test("a caller who gives up while the grant is asked has sent nothing", async () => {
  const giving = new AbortController();
  const road = await openRoad(grantOf(LIGHTS), {
    through: (gateway) => ({
      ...gateway,
      extractFromTarget: async (...asked) => {
        giving.abort();
        return gateway.extractFromTarget(...asked);
      },
    }),
  });
  const call = { service: "light.turn_on", target: { area_id: ["kitchen"] }, wait_s: 0 };
  expect(await road.call("ha_call_service", call, { signal: giving.signal })).toMatchObject({
    code: "CANCELLED",
  });
  expect(road.sent).toEqual([]);
  expect(road.audited().filter((line) => line.endsWith("begin"))).toEqual([]);
});

describe("a script that the grant names and nobody can see through", () => {
  const home = vectorHome();
  const states = new Map(home.place.states);
  states.set("script.night", stateOf("script.night", {}, "off"));
  const opaque = {
    home: { ...home, place: { ...home.place, states } },
    services: { script: { turn_on: { fields: {}, target: { entity: [{ domain: ["script"] }] } } } },
    answers: {
      "script/config": () => ({
        config: { sequence: [{ action: "lock.unlock", target: { entity_id: "lock.{{ x }}" } }] },
      }),
    },
  } as unknown as RoadOptions & { services: WireServices };
  const trusting = (more: object) =>
    grantOf({
      access: { read: ["*"], actions: ["script.turn_on@script.night"], ...more },
      indirect: "trust_named",
    });

  test.each([{}, { deny: ["lock.*"] }])("asks its owner (%j)", async (more) => {
    const road = await openRoad(trusting(more), opaque);
    const said = await road.act("script.turn_on", { entity_id: ["script.night"] });
    expect(said).toMatchObject({ code: "PERMISSION_DENIED", denial: "approval_unavailable" });
    expect(road.sent).toEqual([]);
  });
});

test("a group is seen through whichever attribute holds its members", async () => {
  const home = vectorHome();
  const withMembers = (attributes: object) => {
    const states = new Map(home.place.states);
    states.set("light.zha", stateOf("light.zha", { ...attributes }, "off"));
    return { home: { ...home, place: { ...home.place, states } } };
  };
  const grant = grantOf({ access: { read: ["*"], actions: ["light.*"], deny: ["light.hall"] } });
  for (const attributes of [
    { group_entities: ["light.hall"] },
    { entity_id: "light.hall" },
    { entity_id: ["light.kitchen"], group_entities: ["light.kitchen", "light.hall"] },
  ]) {
    const road = await openRoad(grant, withMembers(attributes));
    expect(await road.act("light.turn_on", { entity_id: ["light.zha"] })).toMatchObject({
      code: expect.not.stringMatching("ok"),
    });
    expect(road.sent).toEqual([]);
  }
});

test("names without number are refused before the home is walked for each", async () => {
  const road = await openRoad(grantOf(LIGHTS));
  const area_id = Array.from({ length: 60_000 }, (_, at) => `a${at}`);
  const said = await road.act("light.turn_on", { area_id });
  expect(said).toMatchObject({ code: "INPUT_INVALID" });
  expect(said.text).toContain("60000 names");
});

test("what is excluded and is not there is told, to whom everything is open too", async () => {
  const road = await openRoad(grantOf(LIGHTS));
  const target = { area_id: ["kitchen"], exclude: { entity_id: ["light.kitchen_ceilin"] } };
  expect(await road.act("light.turn_on", target)).toMatchObject({ code: "NOT_FOUND" });
  expect(road.sent).toEqual([]);
});
