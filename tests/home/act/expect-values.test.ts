/** The yardstick of values: what data of a call ask for, how near to it is near enough. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { expectationFor } from "../../../src/home/act/expected/expect.ts";
import { shownAttributes } from "../../../src/home/act/expected/show.ts";

function entity(id: string, state: string, attributes: object = {}, lastUpdated = 0): EntityState {
  const rest = { contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated };
  return { id, state, attributes: { ...attributes }, ...rest };
}

describe("a value that is wanted", () => {
  test.each<readonly [string, string, object, object, boolean]>([
    // within what a device may round, and just beyond it
    ["light.turn_on", "light.a", { brightness: 100 }, { brightness: 103 }, true],
    ["light.turn_on", "light.a", { brightness: 100 }, { brightness: 104 }, false],
    ["light.turn_on", "light.a", { brightness_pct: 100 }, { brightness: 255 }, true],
    ["light.turn_on", "light.a", { brightness_pct: "20" }, { brightness: 51 }, true],
    ["light.turn_on", "light.a", { brightness_pct: "20" }, { brightness: 90 }, false],
    ["light.turn_on", "light.a", { brightness_pct: "bright" }, { brightness: 1 }, true],
    ["light.turn_on", "light.a", { color_temp_kelvin: 3000 }, { color_temp_kelvin: 3060 }, true],
    ["light.turn_on", "light.a", { color_temp_kelvin: 3000 }, { color_temp_kelvin: 3061 }, false],
    ["light.turn_on", "light.a", { rgb_color: [9, 9, 9] }, { rgb_color: [13, 5, 9] }, true],
    ["light.turn_on", "light.a", { rgb_color: [9, 9, 9] }, { rgb_color: [14, 9, 9] }, false],
    ["light.turn_on", "light.a", { rgb_color: [9, 9, 9] }, { rgb_color: [9, 9] }, false],
    ["light.turn_on", "light.a", { rgb_color: [9, 9, 9] }, { rgb_color: "9,9,9" }, false],
    ["light.turn_on", "light.a", { rgb_color: [9, 9, 9] }, {}, false],
    ["light.turn_on", "light.a", { effect: "rain" }, { effect: "rain" }, true],
    ["light.turn_on", "light.a", { effect: "rain" }, { effect: "sun" }, false],
    ["light.turn_on", "light.a", { brightness: 100 }, { brightness: null }, false],
    ["light.turn_on", "light.a", { brightness: 0 }, { brightness: 0 }, false],
    ["light.turn_on", "light.a", { brightness: 1, effect: "x" }, { brightness: 1, effect: "y" }, false],
    ["fan.set_percentage", "fan.a", { percentage: 50 }, { percentage: 52 }, true],
    ["fan.set_percentage", "fan.a", { percentage: 50 }, { percentage: 53 }, false],
    ["fan.oscillate", "fan.a", { oscillating: true }, { oscillating: true }, true],
    ["fan.oscillate", "fan.a", { oscillating: true }, { oscillating: false }, false],
    ["humidifier.set_humidity", "humidifier.a", { humidity: 50 }, { humidity: 50.5 }, true],
    ["humidifier.set_humidity", "humidifier.a", { humidity: 50 }, { humidity: "" }, false],
    ["humidifier.set_humidity", "humidifier.a", { humidity: 0 }, { humidity: "" }, false],
    ["humidifier.set_humidity", "humidifier.a", { humidity: 0 }, { humidity: null }, false],
    ["media_player.volume_set", "media_player.a", { volume_level: 0.5 }, { volume_level: 0.51 }, true],
    ["media_player.volume_set", "media_player.a", { volume_level: 0.5 }, { volume_level: 0.52 }, false],
    ["climate.set_temperature", "climate.a", { temperature: "21" }, { temperature: 21 }, true],
    ["climate.set_preset_mode", "climate.a", { preset_mode: " " }, { preset_mode: " " }, true],
    ["climate.set_preset_mode", "climate.a", { preset_mode: " " }, { preset_mode: 0 }, false],
    ["vacuum.set_fan_speed", "vacuum.a", { fan_speed: "max" }, { fan_speed: "max" }, true],
    ["remote.turn_on", "remote.a", { activity: "TV" }, { current_activity: "TV" }, true],
    ["remote.turn_on", "remote.a", { activity: "TV" }, { current_activity: "off" }, false],
  ])("%s on %s with %j, and it has %j: %p", (service, id, data, attributes, done) => {
    const before = entity(id, "on");
    const now = entity(id, "on", attributes);
    expect(expectationFor(service, { ...data }, before)?.done(now, before)).toBe(done);
  });

  test("that names the state makes the state the yardstick", () => {
    const done = (service: string, id: string, data: object, state: string) =>
      expectationFor(service, { ...data }, entity(id, "x"))?.done(entity(id, state), entity(id, "x"));
    expect(done("climate.turn_on", "climate.a", { hvac_mode: "off" }, "off")).toBe(true);
    expect(done("climate.set_hvac_mode", "climate.a", { hvac_mode: "heat" }, "cool")).toBe(false);
    expect(done("counter.set_value", "counter.a", { value: 3 }, "3")).toBe(true);
    expect(done("counter.set_value", "counter.a", { value: 3 }, "4")).toBe(false);
    expect(done("input_text.set_value", "input_text.a", { value: "a" }, "a")).toBe(true);
    for (const domain of ["select", "input_select"])
      expect(done(`${domain}.select_option`, `${domain}.a`, { option: "b" }, "c")).toBe(false);
    expect(done("light.turn_on", "light.a", { brightness: 0 }, "off")).toBe(true);
    expect(done("light.turn_on", "light.a", { brightness: 0 }, "on")).toBe(false);
    expect(done("fan.turn_on", "fan.a", { percentage: 0 }, "off")).toBe(true);
  });

  test("beside a verb, both must hold; a change alone asks for the value only", () => {
    const on = expectationFor("light.turn_on", { brightness: 9 }, entity("light.a", "off"));
    expect(on?.done(entity("light.a", "off", { brightness: 9 }), entity("light.a", "off"))).toBe(false);
    const off = expectationFor("light.turn_off", { brightness: 9 }, entity("light.a", "on"));
    expect(off?.done(entity("light.a", "off"), entity("light.a", "on"))).toBe(true);
    expect(off?.moved).toBeUndefined();
  });

  test("of covers and valves it is on its way while it moves, of others as the verb says", () => {
    for (const [service, id] of [
      ["cover.set_cover_position", "cover.a"],
      ["valve.set_valve_position", "valve.a"],
    ] as const)
      expect(
        ["open", "opening", "closed", "closing"].filter((state) =>
          expectationFor(service, { position: 3 }, entity(id, "open"))?.moving?.(entity(id, state)),
        ),
      ).toEqual(["opening", "closing"]);
    expect(
      expectationFor("light.turn_on", { brightness: 3 }, entity("light.a", "off"))?.moving,
    ).toBeUndefined();
  });

  test("has moved by any difference, however small", () => {
    const moved = (from: object, to: object) =>
      expectationFor("light.turn_on", { brightness: 100, effect: "x" }, entity("light.a", "on"))?.moved?.(
        entity("light.a", "on", to),
        entity("light.a", "on", from),
      );
    expect(moved({ brightness: 100, effect: "x" }, { brightness: 100, effect: "x" })).toBe(false);
    expect(moved({ brightness: 100, effect: "x" }, { brightness: 101, effect: "x" })).toBe(true);
    expect(moved({ brightness: 100, effect: "x" }, { brightness: 100, effect: "y" })).toBe(true);
    expect(
      moved({ brightness: 100, effect: "x", other: 1 }, { brightness: 100, effect: "x", other: 2 }),
    ).toBe(false);
  });
});

test.each<readonly [string, string, object, boolean]>([
  ["light.turn_on", "light.a", {}, false],
  ["light.turn_on", "light.a", { brightness: 1, brightness_pct: 1 }, false],
  ["light.turn_on", "light.a", { transition: 1, flash: "short" }, false],
  ["lock.unlock", "lock.a", { code: "1" }, false],
  ["light.turn_on", "light.a", { white: 1 }, true],
  ["light.turn_on", "light.a", { brightness: 1, white: 1 }, true],
  ["fan.turn_on", "fan.a", { brightness_pct: 1 }, true],
  ["switch.turn_on", "switch.a", { constructor: 1 }, true],
  ["light.toggle", "light.a", { white: 1 }, false],
])("of %s on %s with %j more was asked than can be compared: %p", (service, id, data, partial) => {
  expect(expectationFor(service, { ...data }, entity(id, "on"))?.partial ?? false).toBe(partial);
});

test.each<readonly [string, string, object, readonly string[]]>([
  ["light.turn_on", "light.a", {}, []],
  [
    "light.turn_on",
    "light.a",
    { brightness_pct: 5, brightness: 9, effect: "x", other: 1 },
    ["brightness", "effect"],
  ],
  ["light.turn_off", "light.a", { brightness: 9 }, []],
  ["light.turn_on", "light.a", { brightness: 0 }, []],
  ["cover.set_cover_position", "cover.a", { position: 0 }, ["current_position"]],
  ["climate.set_temperature", "climate.a", { hvac_mode: "heat", temperature: 5 }, ["temperature"]],
  ["switch.turn_on", "switch.a", { toString: 1 }, []],
])("%s on %s with %j shows %j", (service, id, data, keys) => {
  expect(shownAttributes(service, { ...data }, entity(id, "off"), entity(id, "on"))).toEqual(keys);
});
