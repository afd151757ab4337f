/** What a caller may not read of an entity stays unsaid, also where it may act on it. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import type { WireServices } from "../../../src/hass/wire.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, openRoad } from "../../road/road.ts";

const SERVICES = {
  light: {
    turn_on: {
      fields: {
        effect: { selector: { text: {} } },
        color_temp_kelvin: {
          selector: { color_temp: { unit: "kelvin", min: 1000, max: 9000 } },
          filter: { attribute: { supported_color_modes: ["color_temp"] } },
        },
      },
      target: { entity: [{ domain: ["light"] }] },
    },
    strobe: { fields: {}, target: { entity: [{ domain: ["light"], supported_features: [64] }] } },
  },
  climate: {
    set_temperature: {
      fields: {
        temperature: { selector: { number: { min: 0, max: 250 } } },
        hvac_mode: { selector: { text: {} } },
      },
      target: { entity: [{ domain: ["climate"] }] },
    },
  },
  input_select: {
    select_option: {
      fields: { option: { selector: { text: {} } } },
      target: { entity: [{ domain: ["input_select"] }] },
    },
  },
} as unknown as WireServices;

const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": {
    state: "off",
    attributes: {
      supported_features: 4,
      effect_list: ["private party"],
      supported_color_modes: ["color_temp"],
      min_color_temp_kelvin: 2111,
      max_color_temp_kelvin: 4777,
    },
  },
  "climate.b": {
    state: "heat",
    attributes: { min_temp: 13, max_temp: 27, hvac_modes: ["heat", "secret_mode"] },
  },
  "input_select.c": { state: "x", attributes: { options: ["meet Anna", "x"] } },
};
const SECRETS = /private party|2111|4777|\b13\b|\b27\b|secret_mode|Anna|it cannot/;

/** How long it took is no secret, whatever number it is. */
const untimed = (text: string) => text.replaceAll(/\b\d+ ms\b|"ms":\d+/g, "");

const CALLS: readonly (readonly [string, string, object])[] = [
  ["light.turn_on", "light.a", { effect: "nope" }],
  ["light.turn_on", "light.a", { color_temp_kelvin: 1500 }],
  ["light.turn_on", "light.a", { color_temp_kelvin: "x" }],
  ["light.strobe", "light.a", {}],
  ["climate.set_temperature", "climate.b", { temperature: 90 }],
  ["climate.set_temperature", "climate.b", { hvac_mode: "nope" }],
  ["input_select.select_option", "input_select.c", { option: "nope" }],
];
const ACTIONS = ["light.*", "climate.*", "input_select.*"];
const KEYS = [
  ...[
    "effect_list",
    "min_color_temp_kelvin",
    "max_color_temp_kelvin",
    "supported_color_modes",
    "supported_features",
  ],
  ...["min_temp", "max_temp", "hvac_modes", "options"],
];

const GRANTS: readonly (readonly [string, object])[] = [
  ["who may not read", { read: [], actions: ACTIONS }],
  ["from whom attributes are kept", { read: ["*"], actions: ACTIONS, exclude_attributes: { "*": KEYS } }],
  ["who sees a badge", { read: ["*"], actions: ACTIONS, exclude_attributes: { "*": ["*"] } }],
];

describe.each(GRANTS)("%s", (_, access) => {
  test.each(CALLS)("learns nothing from a refusal of %s on %s with %j", async (service, id, data) => {
    const words = "Effect nope is not valid. Valid ones: private party, secret_mode, meet Anna";
    const onCall = async () => {
      const cause = new HassError("service_validation_error", words);
      throw new Failure("HASS_REJECTED", `Home Assistant refused to do it: «${words}»`, { cause });
    };
    for (const options of [{}, { onCall }]) {
      const road = await openRoad(grantOf({ access }), {
        home: homeOf(THINGS),
        services: SERVICES,
        ...options,
      });
      const said = await road.act(service, { entity_id: [id] }, { data });
      expect(untimed(said.text)).not.toMatch(SECRETS);
      const twice = await road.call("ha_call_service", {
        calls: [{ service, target: { entity_id: [id] }, data }],
        wait_s: 0,
      });
      expect(untimed(twice.text)).not.toMatch(SECRETS);
    }
  });

  test("learns nothing of what can be done", async () => {
    const road = await openRoad(grantOf({ access }), { home: homeOf(THINGS), services: SERVICES });
    for (const id of Object.keys(THINGS))
      expect((await road.call("ha_services", { id })).text).not.toMatch(SECRETS);
  });
});

test("who may read it all is told", async () => {
  const grant = grantOf({ access: { read: ["*"], actions: ACTIONS } });
  const road = await openRoad(grant, { home: homeOf(THINGS), services: SERVICES });
  const said = await road.act("light.turn_on", { entity_id: ["light.a"] }, { data: { effect: "nope" } });
  expect(said.text).toContain("effect must be one of: private party");
  expect((await road.call("ha_services", { id: "climate.b" })).text).toContain("13–27");
});

describe("a PIN on reading locks", () => {
  const pin = {
    id: "door",
    type: "pin",
    applies_to: { operation: "read", entities: ["lock.*"] },
    params: { pin: "4711" },
  };
  const read = async (more: object, restriction: object = pin) => {
    const road = await openRoad(grantOf({ access: { read: ["*"] }, restrictions: [restriction] }));
    return (await road.call("ha_read", { ids: ["group.downstairs"], detail: "full", ...more })).text;
  };

  test("keeps them out of the groups that are read by id, until it is given", async () => {
    expect(await read({})).not.toContain("lock.front");
    expect(await read({})).toContain("light.hall");
    expect(await read({ pin: "1" })).not.toContain("lock.front");
    expect(await read({ pin: "4711" })).toContain("lock.front");
    expect(await read({}, { ...pin, applies_to: { entities: ["lock.*"] } })).not.toContain("lock.front");
  });

  test("is asked for where the lock itself is named", async () => {
    const road = await openRoad(grantOf({ access: { read: ["*"] }, restrictions: [pin] }));
    expect((await road.call("ha_read", { ids: ["lock.front"] })).denial).toBe("pin_required");
  });
});
