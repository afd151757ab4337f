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
