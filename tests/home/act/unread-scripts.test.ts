/** A home that does not tell the names of its scripts: their own services alone are refused, and it is said. */

import { expect, test } from "bun:test";
import type { WireServices } from "../../../src/hass/wire.ts";
import { homeOf } from "../../road/home-of.ts";
import { grantOf, openRoad } from "../../road/road.ts";

const SERVICES = {
  light: { turn_on: { fields: {}, target: { entity: [{ domain: ["light"] }] } } },
  script: { welcome: { fields: {} } },
} as unknown as WireServices;
const { place } = homeOf({ "light.a": { state: "off" }, "script.welcome": { state: "off" } });
const registries = { ...place.registries, scripts: new Map(), unreadScripts: true };
const HOME = { place: { ...place, registries }, configs: new Map() };
const ACTIONS = [{ service: "*", target: {} }, { service: "*" }];

test.each([["*"], ["light.a"]])("a grant that reads %s", async (read) => {
  const grant = grantOf({ access: { read: [read], actions: ACTIONS } });
  const { call, sent } = await openRoad(grant, { home: HOME, services: SERVICES });
  for (const service of ["script.welcome", "script.nobody"]) {
    const { code, text } = await call("ha_call_service", { service });
    expect([code, text]).toEqual([
      "HASS_REJECTED",
      expect.stringContaining(`does not tell which script ${service} runs. Call script.turn_on`),
    ]);
  }
  const target = { entity_id: ["light.a"] };
  expect((await call("ha_call_service", { service: "light.turn_on", target, wait_s: 0 })).code).toBe("ok");
  expect(sent.map(({ domain }) => domain)).toEqual(["light"]);
});
