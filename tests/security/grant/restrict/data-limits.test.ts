/** Limits on data hold by effect: whatever service carries the value to the same entity. */

import { expect, test } from "bun:test";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { withinLimit } from "../../../../src/security/grant/restrict/data-limits.ts";
import { decidePlain } from "../plain-world.ts";
import { stateOf, vectorHome } from "../vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const on = (...domains: readonly string[]) => ({ fields: {}, target: { entity: [{ domain: domains }] } });
const SERVICES = {
  light: { turn_on: on("light"), turn_off: on("light"), toggle: on("light") },
  climate: { set_temperature: on("climate"), set_hvac_mode: on("climate") },
  input_number: { set_value: on("input_number") },
  homeassistant: { turn_on: { fields: {}, target: {} }, toggle: { fields: {}, target: {} } },
  scene: { apply: { fields: {} } },
};

async function codeOf(
  limits: object,
  service: string,
  target: readonly string[],
  data: object,
): Promise<string> {
  const access = { actions: ["*@light.a", "*@climate.b", "*@input_number.c", "*@group.d", "scene.*"] };
  const open = ["light.*", "climate.*", "input_number.*", "group.*"];
  const parsed = parseGrant(
    {
      name: "test",
      expires_at: "never",
      access: { ...access, actions: [...access.actions, ...open] },
      ...limits,
    },
    NOW,
  );
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  const home = vectorHome();
  const states = new Map(home.place.states);
  for (const id of ["light.a", "climate.b", "input_number.c"]) states.set(id, stateOf(id, {}));
  states.set("group.d", stateOf("group.d", { entity_id: ["light.a"] }));
  const request = {
    operation: "call_service" as const,
    service,
    ...(target.length > 0 ? { target: { entity_id: target } } : {}),
    data,
  };
  const decision = await decidePlain(request, parsed.grant, {
    home: { ...home, place: { ...home.place, states } },
    services: SERVICES,
    now: NOW,
  });
  return "code" in decision ? decision.code : (Object.keys(decision)[0] ?? "");
}

const DIM = { data_limits: { "light.turn_on": { brightness: [0, 128] } } };

test.each([
  ["light.turn_on", ["light.a"], { brightness: 200 }],
  ["light.toggle", ["light.a"], { brightness: 200 }],
  ["homeassistant.turn_on", ["light.a"], { brightness: 200 }],
  ["homeassistant.toggle", ["light.a"], { brightness: "200" }],
  ["homeassistant.turn_on", ["group.d"], { brightness: 200 }],
  ["scene.apply", [], { entities: { "light.a": { state: "on", brightness: 200 } } }],
])("a limit of light.turn_on binds %s", async (service, target, data) => {
  expect(await codeOf(DIM, service, target, data)).toBe("data_limit");
});

test("what is within the limit passes on every way", async () => {
  expect(await codeOf(DIM, "light.toggle", ["light.a"], { brightness: 100 })).toBe("allow");
  expect(await codeOf(DIM, "homeassistant.turn_on", ["light.a"], { brightness: 100 })).toBe("allow");
  const entities = { "light.a": { state: "on", brightness: 100 } };
  expect(await codeOf(DIM, "scene.apply", [], { entities })).toBe("allow");
});

test("a service's own limit goes before that of its domain", async () => {
  const limits = { "light.turn_on": { brightness: [0, 128] }, "light.toggle": { brightness: [0, 255] } };
  expect(await codeOf({ data_limits: limits }, "light.toggle", ["light.a"], { brightness: 200 })).toBe(
    "allow",
  );
  expect(await codeOf({ data_limits: limits }, "light.turn_on", ["light.a"], { brightness: 200 })).toBe(
    "data_limit",
  );
});

test("a state that a scene writes is the value that a service would set", async () => {
  const limits = {
    "input_number.set_value": { value: [0, 10] },
    "climate.set_hvac_mode": { hvac_mode: ["heat", "off"] },
  };
  const apply = (entities: object) => codeOf({ data_limits: limits }, "scene.apply", [], { entities });
  expect(await apply({ "input_number.c": 50 })).toBe("data_limit");
  expect(await apply({ "climate.b": { state: "cool" } })).toBe("data_limit");
  expect(await apply({ "climate.b": "heat" })).toBe("allow");
});

test("keys of a service bind its toggle, what homeassistant.* hands on, and scenes", async () => {
  const keys = { data_keys: { "light.turn_on": ["brightness_pct"] } };
  for (const [service, target] of [
    ["light.turn_on", ["light.a"]],
    ["light.toggle", ["light.a"]],
    ["homeassistant.turn_on", ["light.a"]],
    ["homeassistant.toggle", ["light.a"]],
  ] as const) {
    expect(await codeOf(keys, service, target, { effect: "x" })).toBe("data_key_denied");
    expect(await codeOf(keys, service, target, { brightness_pct: 5 })).toBe("allow");
  }
  const entities = { "light.a": { state: "on", effect: "x" } };
  expect(await codeOf(keys, "scene.apply", [], { entities })).toBe("data_key_denied");
  expect(await codeOf(keys, "light.turn_off", ["light.a"], { transition: 1 })).toBe("allow");
});

test.each<readonly [unknown, readonly unknown[], boolean]>([
  [0, [0, 10], true],
  [10, [0, 10], true],
  [-0.1, [0, 10], false],
  [10.1, [0, 10], false],
  ["5", [0, 10], true],
  [" +5.0 ", [0, 10], true],
  [".5e1", [0, 10], true],
  ["5.", [0, 10], true],
  ["0x5", [0, 10], false],
  ["five", [0, 10], false],
  ["", [0, 10], false],
  [null, [0, 10], false],
  [true, [0, 10], false],
  [Number.NaN, [0, 10], false],
  [{ a: 1 }, [0, 10], false],
  [[1, 9], [0, 10], true],
  [[1, 11], [0, 10], false],
  [[[1], [2]], [0, 10], true],
  [[], [0, 10], true],
  // three numbers, one, or anything else beside a number are a list
  [5, [0, 5, 10], true],
  [4, [0, 5, 10], false],
  [5, [5], true],
  ["5", [5], true],
  [5, ["5", "x"], true],
  [6, [5], false],
  ["heat", ["heat", "off"], true],
  ["HEAT", ["heat", "off"], false],
  [["heat", "off"], ["heat", "off"], true],
  [["heat", "cool"], ["heat", "off"], false],
  [true, [true], true],
  ["true", [true], false],
  [null, [null, "x"], true],
  ["x", [5, "y"], false],
  [1, [], false],
])("%j within %j: %p", (value, limit, answer) => {
  expect(withinLimit(value, limit)).toBe(answer);
});

const spelled = async (limit: object, service: string, id: string, data: object): Promise<string> => {
  const grant = parseGrant(
    {
      name: "test",
      expires_at: "never",
      access: { actions: [{ service: "*", target: {} }, { service: "*" }] },
      data_limits: limit,
    },
    NOW,
  );
  if ("faults" in grant) throw new Error(JSON.stringify(grant.faults));
  const home = vectorHome();
  const states = new Map(home.place.states).set(id, stateOf(id, {}));
  const target = service === "scene.apply" ? {} : { target: { entity_id: id } };
  const decision = await decidePlain({ operation: "call_service", service, ...target, data }, grant.grant, {
    home: { ...home, place: { ...home.place, states } },
    services: {},
    now: NOW,
  });
  return "code" in decision ? decision.code : (Object.keys(decision)[0] ?? "");
};

const KELVIN = { "light.turn_on": { color_temp_kelvin: [2000, 3000] } };
const WARM = { "climate.set_temperature": { temperature: [16, 22] } };
const HEAT = { "climate.set_hvac_mode": { hvac_mode: ["heat", "off"] } };
const QUIET = { "media_player.volume_set": { volume_level: [0, 0.5] } };
const HALF = { "cover.set_cover_position": { position: [0, 50] } };
const SLOW = { "fan.set_percentage": { percentage: [0, 40] } };
const SMALL = { "input_number.set_value": { value: [5, 20] } };
const ONE = { "input_select.select_option": { option: ["day"] } };

test.each<readonly [object, string, string, object, "allow" | "data_limit"]>([
  [DIM.data_limits, "light.turn_on", "light.a", { brightness_pct: 50 }, "allow"],
  [DIM.data_limits, "light.turn_on", "light.a", { brightness_pct: "51" }, "data_limit"],
  [DIM.data_limits, "light.toggle", "light.a", { brightness_pct: 100 }, "data_limit"],
  [DIM.data_limits, "homeassistant.turn_on", "light.a", { brightness_pct: 100 }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { brightness_step: 1 }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { brightness_step_pct: -1 }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { rgb_color: [255, 0, 0] }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { rgbww_color: [0, 0, 0, 0, 200] }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { rgb_color: [100, 0, 0] }, "allow"],
  [DIM.data_limits, "light.turn_on", "light.a", { white: 255 }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { white: true }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { profile: "bright" }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { color_name: "red" }, "data_limit"],
  [DIM.data_limits, "light.turn_on", "light.a", { color_temp_kelvin: 6000 }, "allow"],
  [
    DIM.data_limits,
    "scene.apply",
    "light.a",
    { entities: { "light.a": { rgb_color: [255, 0, 0] } } },
    "data_limit",
  ],
  [
    { "light.turn_on": { brightness_pct: [0, 50] } },
    "light.turn_on",
    "light.a",
    { brightness: 255 },
    "data_limit",
  ],
  [
    { "light.turn_on": { brightness_pct: [0, 50] } },
    "light.turn_on",
    "light.a",
    { brightness: 127 },
    "allow",
  ],
  [
    { "light.turn_on": { brightness: [0, 128], rgb_color: [0, 255] } },
    "light.turn_on",
    "light.a",
    { rgb_color: [255, 0, 0] },
    "allow",
  ],
  [
    { "light.turn_on": { rgb_color: [0, 100] } },
    "light.turn_on",
    "light.a",
    { hs_color: [0, 100] },
    "data_limit",
  ],
  [KELVIN, "light.turn_on", "light.a", { color_temp: 153 }, "data_limit"],
  [KELVIN, "light.turn_on", "light.a", { color_temp: 400 }, "allow"],
  [KELVIN, "light.turn_on", "light.a", { kelvin: 6500 }, "data_limit"],
  [WARM, "climate.set_temperature", "climate.b", { target_temp_high: 30, target_temp_low: 20 }, "data_limit"],
  [WARM, "climate.set_temperature", "climate.b", { target_temp_high: 22, target_temp_low: 16 }, "allow"],
  [
    WARM,
    "scene.apply",
    "climate.b",
    { entities: { "climate.b": { state: "heat", target_temp_high: 30 } } },
    "data_limit",
  ],
  [HEAT, "climate.turn_on", "climate.b", {}, "data_limit"],
  [HEAT, "climate.turn_off", "climate.b", {}, "allow"],
  [HEAT, "homeassistant.toggle", "climate.b", {}, "data_limit"],
  [QUIET, "media_player.volume_up", "media_player.tv", {}, "data_limit"],
  [QUIET, "media_player.volume_down", "media_player.tv", {}, "allow"],
  [HALF, "cover.set_cover_tilt_position", "cover.awning", { tilt_position: 80 }, "data_limit"],
  [HALF, "cover.open_cover", "cover.awning", {}, "data_limit"],
  [HALF, "cover.toggle", "cover.awning", {}, "data_limit"],
  [HALF, "cover.close_cover", "cover.awning", {}, "allow"],
  [HALF, "cover.stop_cover", "cover.awning", {}, "allow"],
  [HALF, "scene.apply", "cover.awning", { entities: { "cover.awning": "open" } }, "data_limit"],
  [
    HALF,
    "scene.apply",
    "cover.awning",
    { entities: { "cover.awning": { state: "x", current_position: 80 } } },
    "data_limit",
  ],
  [SLOW, "fan.increase_speed", "fan.x", {}, "data_limit"],
  [SLOW, "fan.turn_on", "fan.x", { speed: "high" }, "data_limit"],
  [SMALL, "input_number.increment", "input_number.c", {}, "data_limit"],
  [SMALL, "input_number.decrement", "input_number.c", {}, "data_limit"],
  [ONE, "input_select.select_next", "input_select.x", {}, "data_limit"],
])("%j holds for %s on %s with %j: %s said", async (limit, service, id, data, said) => {
  expect(await spelled(limit, service, id, data)).toBe(said);
});
