/** What the owner is told of a call is what becomes of it on the road. */

import { expect, test } from "bun:test";
import { explain } from "../../../../src/security/grant/decide/explain.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/store-counters.ts";
import { grantOf, NOW, openRoad } from "../../../road/road.ts";
import { fakeGateway } from "../fake-gateway.ts";

const CASES: readonly (readonly [object, string, object, object])[] = [
  [{ read: ["light.*"], actions: ["light.*"] }, "light.turn_on", { entity_id: ["light.hall"] }, {}],
  [{ read: ["light.*"], actions: ["light.*"] }, "light.fly", { entity_id: ["light.hall"] }, {}],
  [
    { read: ["light.kitchen"], actions: ["light.turn_on@light.kitchen"] },
    "light.turn_on",
    { area_id: ["kitchen"], exclude: { area_id: ["bedroom"] } },
    {},
  ],
  [
    { read: ["light.kitchen"], actions: ["light.turn_on@light.kitchen"] },
    "light.turn_on",
    { entity_id: ["light.kitchen"], exclude: { entity_id: ["light.bedroom"] } },
    {},
  ],
  [{ read: ["*"], actions: ["light.*"] }, "light.turn_on", { area_id: ["kitchen"] }, {}],
  [
    { read: ["*"], actions: ["light.*"] },
    "light.turn_on",
    { entity_id: ["light.hall"], exclude: { area_id: ["nowhere"] } },
    {},
  ],
];

test.each(CASES)("under %j: %s on %j", async (access, service, target, data) => {
  const grant = grantOf({ access });
  const road = await openRoad(grant);
  const said = await road.act(service, target, { data });
  const { gateway } = fakeGateway();
  const deciding = { grant, gateway, clock: { now: () => NOW }, counters: memoryCounters() };
  const told = await explain({ operation: "call_service", service, target, data }, deciding);
  expect("allow" in told).toBe(said.code === "ok");
  if (said.code === "NOT_FOUND") expect(told).toMatchObject({ code: "unresolved_target" });
});
