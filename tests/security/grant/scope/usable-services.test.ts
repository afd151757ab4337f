/** Which services are listed as usable: by scope, never what no wildcard opens, never the name of a hidden script. */

import { expect, test } from "bun:test";
import { NO_REGISTRIES } from "../../../../src/hass/registries.ts";
import { usableServices } from "../../../../src/security/grant/scope/usable-services.ts";
import { grantOf } from "../evaluate/ask.ts";

const seesAll = () => true;
const seesNone = () => false;

test.each<readonly [object, string, boolean]>([
  [{}, "light.turn_on", false],
  [{ actions: ["light.*"] }, "light.turn_on", true],
  [{ actions: ["light.*"] }, "lights.turn_on", false],
  [{ actions: ["light.turn_on@light.a"] }, "light.turn_on", true],
  [{ actions: ["light.turn_on@light.a"] }, "light.turn_off", false],
  [{ actions: ["light.*@light.a"] }, "light.turn_off", true],
  [{ actions: ["*@light.a"] }, "light.turn_off", true],
  [{ actions: ["*@light.a"] }, "fan.turn_on", false],
  [{ actions: [{ service: "*" }] }, "fan.turn_on", true],
  [{ actions: [{ service: "fan.*", target: {} }] }, "fan.turn_on", true],
  [{ actions: [{ service: "fan.turn_on", target: {} }] }, "fan.turn_off", false],
  [{ services: ["notify.a"] }, "notify.a", true],
  [{ services: ["notify.a"] }, "notify.b", false],
  [{ actions: [{ service: "*" }] }, "homeassistant.restart", false],
  [{ actions: ["homeassistant.*"] }, "homeassistant.restart", false],
  [{ services: ["homeassistant.restart"] }, "homeassistant.restart", true],
  [{ actions: [{ service: "*" }] }, "profiler.start", false],
])("%j lists %s: %p", (access, service, answer) => {
  expect(usableServices(grantOf({ access }), seesNone, NO_REGISTRIES)(service, true)).toBe(answer);
});

test("a script's own service is for those who see the script, or whose grant names it", () => {
  const wide = grantOf({ access: { actions: ["script.*"] } });
  expect(usableServices(wide, seesAll, NO_REGISTRIES)("script.night", false)).toBe(true);
  expect(usableServices(wide, seesNone, NO_REGISTRIES)("script.night", false)).toBe(false);
  expect(usableServices(wide, (id) => id === "script.night", NO_REGISTRIES)("script.day", false)).toBe(false);
  expect(usableServices(wide, seesNone, NO_REGISTRIES)("script.turn_on", false)).toBe(true);
  const named = grantOf({ access: { services: ["script.night"] } });
  expect(usableServices(named, seesNone, NO_REGISTRIES)("script.night", false)).toBe(true);
  expect(
    usableServices(
      grantOf({ access: { actions: ["light.*"] } }),
      seesAll,
      NO_REGISTRIES,
    )("script.night", false),
  ).toBe(false);
});

test.each<readonly [object, string, boolean]>([
  [{ actions: [{ service: "*", target: {} }, { service: "*" }] }, "zone.reload", false],
  [{ actions: [{ service: "*", target: {} }, { service: "*" }] }, "recorder.enable", false],
  [{ actions: [{ service: "*", target: {} }, { service: "*" }] }, "notify.a", true],
  [{ actions: [{ service: "*", target: {} }] }, "notify.a", false],
  [{ actions: [{ service: "*" }] }, "recorder.get_statistics", true],
  [{ actions: ["recorder.*"] }, "recorder.enable", true],
  [{ actions: ["zone.*"] }, "zone.reload", false],
  [{ services: ["zone.reload"] }, "zone.reload", true],
])("what can name no entity: %j lists %s: %p", (access, service, answer) => {
  expect(usableServices(grantOf({ access }), seesNone, NO_REGISTRIES)(service, false)).toBe(answer);
});
