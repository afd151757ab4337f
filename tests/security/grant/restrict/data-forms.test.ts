/** What data a grant lets through, service by service: keys, values, states that a scene writes. */

import { describe, expect, test } from "bun:test";
import type { Place } from "../../../../src/hass/place.ts";
import { checkData, withinLimit } from "../../../../src/security/grant/restrict/data-limits.ts";
import { contextOf } from "../../../../src/security/grant/scope/context.ts";
import { normaliseCall } from "../../../../src/security/grant/target/input.ts";
import { grantOf, NOW, PLAIN } from "../evaluate/ask.ts";
import { stateOf } from "../vector-home.ts";

/** `code key`, or `open`. */
function said(
  grant: object,
  service: string,
  data: object,
  touched: readonly string[] = ["light.a"],
  place: Place = PLAIN.home.place,
): string {
  const world = { killed: false, place, services: {}, timeZone: "UTC" };
  const request = { operation: "call_service" as const, service, data };
  const call = normaliseCall(request);
  if ("code" in call) throw new Error(call.code);
  const denied = checkData(contextOf(request, grantOf(grant), undefined, world, NOW), call, touched);
  return denied ? `${denied.code} ${denied.subject}` : "open";
}

describe("keys", () => {
  const keys = (data_keys: object) => ({ data_keys });

  test.each<readonly [object, string, object, string]>([
    [{}, "light.turn_on", { any: 1 }, "open"],
    [{ "light.turn_on": ["a", "b"] }, "light.turn_on", { a: 1, b: 1 }, "open"],
    [{ "light.turn_on": ["a"] }, "light.turn_on", { a: 1, b: 1, c: 1 }, "data_key_denied b"],
    [{ "light.turn_on": [] }, "light.turn_on", { a: 1 }, "data_key_denied a"],
    [{ "light.turn_on": [] }, "light.turn_on", {}, "open"],
    [{ "light.turn_on": ["a"] }, "light.turn_off", { b: 1 }, "open"],
    [{ "light.turn_on": ["a"] }, "fan.turn_on", { b: 1 }, "open"],
    [{ "light.turn_on": ["a"] }, "light.toggle", { b: 1 }, "data_key_denied b"],
    // a toggle that is listed itself goes by its own list
    [{ "light.turn_on": ["a"], "light.toggle": ["b"] }, "light.toggle", { b: 1 }, "open"],
    [{ "light.turn_on": ["a"], "light.toggle": ["b"] }, "light.toggle", { a: 1 }, "data_key_denied a"],
    [{ "homeassistant.turn_on": ["a"] }, "homeassistant.turn_on", { b: 1 }, "data_key_denied b"],
    [{ "homeassistant.turn_on": ["a"] }, "light.turn_on", { b: 1 }, "open"],
    [{ "light.turn_on": ["a"] }, "homeassistant.turn_on", { b: 1 }, "data_key_denied b"],
    [{ "fan.turn_on": ["a"] }, "homeassistant.turn_on", { b: 1 }, "open"],
  ])("%j: %s with %j: %s", (table, service, data, answer) => {
    expect(said(keys(table), service, data)).toBe(answer);
  });
});

describe("values", () => {
  const limits = (data_limits: object) => ({ data_limits });

  test.each<readonly [object, string, object, string]>([
    [{ "light.turn_on": { a: [0, 5] } }, "light.turn_on", { a: 6 }, "data_limit a"],
    [{ "light.turn_on": { a: [0, 5] } }, "light.turn_on", { a: 5, b: 9 }, "open"],
    [{ "light.turn_on": { a: [0, 5] } }, "light.other", { a: 6 }, "data_limit a"],
    [{ "light.turn_on": { a: [0, 5] } }, "fan.turn_on", { a: 6 }, "open"],
    [{ "light.turn_on": { a: [0, 5] }, "light.other": { a: [0, 9] } }, "light.other", { a: 6 }, "open"],
    [
      { "light.turn_on": { a: [0, 5] }, "light.other": { b: [0, 9] } },
      "light.other",
      { a: 6 },
      "data_limit a",
    ],
    [
      { "light.turn_on": { a: [0, 5] }, "homeassistant.turn_on": { a: [0, 9] } },
      "homeassistant.turn_on",
      { a: 6 },
      "data_limit a",
    ],
    [{ "homeassistant.turn_on": { a: [0, 5] } }, "homeassistant.turn_on", { a: 6 }, "data_limit a"],
    [{ "fan.turn_on": { a: [0, 5] } }, "homeassistant.turn_on", { a: 6 }, "open"],
    [{ "light.turn_on": { a: [0, 5] } }, "light.turn_on", { toString: 6 }, "open"],
  ])("%j: %s with %j: %s", (table, service, data, answer) => {
    expect(said(limits(table), service, data)).toBe(answer);
  });
});

describe("states that a scene writes", () => {
  const both = {
    data_keys: { "light.turn_on": ["brightness"], "light.toggle": ["effect"] },
    data_limits: {
      "light.turn_on": { brightness: [0, 5] },
      "select.select_option": { option: ["a"] },
      "water_heater.set_operation_mode": { operation_mode: ["eco"] },
    },
  };

  test.each<readonly [unknown, string]>([
    [{ "light.a": "on" }, "open"],
    [{ "light.a": { state: "on" } }, "open"],
    [{ "light.a": { state: "on", brightness: 5 } }, "open"],
    [{ "light.a": { brightness: 6 } }, "data_limit brightness"],
    [{ " LIGHT.A ": { brightness: 6 } }, "data_limit brightness"],
    [{ "light.a": { effect: "x" } }, "open"],
    [{ "light.a": { color: "x" } }, "data_key_denied color"],
    [{ "light.a": "on", "light.b": { color: "x" } }, "data_key_denied color"],
    [{ "fan.a": { color: "x" } }, "open"],
    [{ "select.a": "a" }, "open"],
    [{ "select.a": "b" }, "data_limit state"],
    [{ "select.a": { state: "b" } }, "data_limit state"],
    [{ "water_heater.a": "hot" }, "data_limit state"],
    [null, "open"],
    ["light.a", "open"],
    [5, "open"],
  ])("%j: %s", (entities, answer) => {
    for (const service of ["scene.apply", "scene.create"])
      expect(said(both, service, { entities }, [])).toBe(answer);
    expect(said(both, "x.y", { entities }, [])).toBe("open");
    expect(said({}, "scene.apply", { entities }, [])).toBe("open");
  });

  test("nothing at all", () => {
    expect(said(both, "scene.apply", {}, [])).toBe("open");
  });
});

test("what is no finite number is within no range", () => {
  for (const value of [Number.POSITIVE_INFINITY, Number.NaN, "Infinity", "1e999"])
    expect(withinLimit(value, [0, Number.POSITIVE_INFINITY])).toBe(value === "1e999");
});

test("a group hands on to its members what a scene says of it", () => {
  const states = new Map(
    [
      stateOf("group.all", { entity_id: ["group.lamps", "group.all"] }),
      stateOf("group.lamps", { entity_id: ["light.a"] }),
      stateOf("group.fans", { entity_id: ["fan.a"] }),
    ].map((state) => [state.id, state]),
  );
  const home = { ...PLAIN.home.place, states };
  const grant = { data_limits: { "light.turn_on": { brightness_pct: [1, 20] } } };
  const ask = (id: string, brightness: number) =>
    said(grant, "scene.apply", { entities: { [id]: { state: "on", brightness } } }, [], home);
  for (const id of ["group.lamps", "group.all", " GROUP.all"]) {
    expect(ask(id, 255)).toBe("data_limit brightness");
    expect(ask(id, 50)).toBe("open");
  }
  expect(ask("group.fans", 255)).toBe("open");
});
