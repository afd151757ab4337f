/** What the data of a call asks of an entity, in every form that it is written and comes back in. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../../src/hass/gateway.ts";
import { colorNamed, rgbFromHex } from "../../../../src/home/act/expected/color-names.ts";
import { expectationFor } from "../../../../src/home/act/expected/expect.ts";
import { factOf, percentOf, shownAttributes } from "../../../../src/home/act/expected/show.ts";

function entity(id: string, state: string, attributes: object = {}): EntityState {
  const rest = { contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated: 0 };
  return { id, state, attributes: { ...attributes }, ...rest };
}

type Row = readonly [service: string, data: object, state: string, attributes: object, done: boolean];

const done = ([service, data, state, attributes]: Row, zone?: string) => {
  const id = `${service.split(".")[0]}.a`;
  const before = entity(id, "before");
  return expectationFor(service, { ...data }, before, zone)?.done(entity(id, state, attributes), before);
};

describe("text, dates and times", () => {
  test.each<Row>([
    ["input_text.set_value", { value: "007" }, "007", {}, true],
    ["input_text.set_value", { value: "007" }, "7", {}, false],
    ["text.set_value", { value: "1.0" }, "1", {}, false],
    ["select.select_option", { option: "07" }, "7", {}, false],
    ["date.set_value", { date: "2026-06-12" }, "2026-06-12", {}, true],
    ["date.set_value", { date: "2026-06-12" }, "2026-06-13", {}, false],
    ["time.set_value", { time: "7:05" }, "07:05:00", {}, true],
    ["time.set_value", { time: "07:05:30" }, "07:05:30.000", {}, true],
    ["time.set_value", { time: "07:05" }, "07:06:00", {}, false],
    ["time.set_value", { time: " 7 " }, "07:00:00", {}, true],
    ["input_datetime.set_datetime", { date: "2026-06-12" }, "2026-06-12", {}, true],
    ["input_datetime.set_datetime", { date: "2026-06-12" }, "2026-06-12 08:00:00", {}, true],
    ["input_datetime.set_datetime", { date: "2026-06-12" }, "2026-06-13 08:00:00", {}, false],
    ["input_datetime.set_datetime", { time: "8:00" }, "08:00:00", {}, true],
    ["input_datetime.set_datetime", { time: "8:00" }, "2026-06-12 08:00:00", {}, true],
    ["input_datetime.set_datetime", { time: "8:00" }, "2026-06-12 09:00:00", {}, false],
    ["input_datetime.set_datetime", { datetime: "2026-06-12 08:00" }, "2026-06-12 08:00:00", {}, true],
    ["input_datetime.set_datetime", { datetime: "2026-06-12T8:00:00" }, "2026-06-12 08:00:00", {}, true],
    ["input_datetime.set_datetime", { datetime: "2026-06-12 08:00" }, "2026-06-12 08:01:00", {}, false],
    ["input_datetime.set_datetime", { datetime: "2026-06-12 08:00" }, "2026-06-11 08:00:00", {}, false],
    ["input_datetime.set_datetime", { timestamp: 5 }, "x", { timestamp: 5 }, true],
    ["input_datetime.set_datetime", { timestamp: 5 }, "x", { timestamp: 6 }, false],
    ["datetime.set_value", { datetime: "2026-06-12T08:00:00Z" }, "2026-06-12T10:00:00+02:00", {}, true],
    ["datetime.set_value", { datetime: "2026-06-12T08:00:00Z" }, "2026-06-12T08:00:00+02:00", {}, false],
  ])("%s %j: %s %j: %p", (...row) => {
    const [service, data, state, attributes, holds] = row;
    expect(done([service, data, state, attributes, holds])).toBe(holds);
  });

  test("a time without offset is the home's", () => {
    const row: Row = [
      "datetime.set_value",
      { datetime: "2026-06-12 10:00:00" },
      "2026-06-12T08:00:00+00:00",
      {},
      true,
    ];
    expect([done(row, "Europe/Berlin"), done(row, "UTC")]).toEqual([true, false]);
  });
});

describe("how long a timer runs", () => {
  test.each<Row>([
    ["timer.start", { duration: "00:02:00" }, "active", { duration: "0:02:00" }, true],
    ["timer.start", { duration: 120 }, "active", { duration: "0:02:00" }, true],
    ["timer.start", { duration: { minutes: 2 } }, "active", { duration: "0:02:00" }, true],
    [
      "timer.start",
      { duration: { hours: 1, minutes: 1, seconds: 1 } },
      "active",
      { duration: "1:01:01" },
      true,
    ],
    ["timer.start", { duration: { days: 1 } }, "active", { duration: "24:00:00" }, true],
    ["timer.start", { duration: "2:00" }, "active", { duration: "0:02:00" }, true],
    ["timer.start", { duration: 120 }, "active", { duration: "0:02:01" }, false],
    ["timer.start", { duration: 120 }, "idle", { duration: "0:02:00" }, false],
    ["timer.start", { duration: 120 }, "active", { duration: "x:y" }, false],
    ["timer.start", { duration: 0 }, "active", {}, false],
  ])("%s %j: %s %j: %p", (...row) => {
    const [service, data, state, attributes, holds] = row;
    expect(done([service, data, state, attributes, holds])).toBe(holds);
  });
});

describe("other values", () => {
  test.each<Row>([
    ["water_heater.set_away_mode", { away_mode: true }, "eco", { away_mode: "on" }, true],
    ["water_heater.set_away_mode", { away_mode: "on" }, "eco", { away_mode: "on" }, true],
    ["water_heater.set_away_mode", { away_mode: false }, "eco", { away_mode: "off" }, true],
    ["water_heater.set_away_mode", { away_mode: false }, "eco", { away_mode: "on" }, false],
    ["water_heater.set_operation_mode", { operation_mode: "eco" }, "x", { operation_mode: "eco" }, true],
    ["climate.set_swing_mode", { swing_mode: "both" }, "x", { swing_mode: "off" }, false],
    ["climate.set_fan_mode", { fan_mode: "low" }, "x", { fan_mode: "low" }, true],
    ["media_player.repeat_set", { repeat: "all" }, "on", { repeat: "off" }, false],
    ["media_player.shuffle_set", { shuffle: true }, "on", { shuffle: true }, true],
    ["media_player.select_sound_mode", { sound_mode: "a" }, "on", { sound_mode: "b" }, false],
    [
      "climate.set_temperature",
      { temperature: 21.3 },
      "heat",
      { temperature: 21.5, target_temp_step: 0.5 },
      true,
    ],
    [
      "climate.set_temperature",
      { temperature: 21.3 },
      "heat",
      { temperature: 21, target_temp_step: 0.5 },
      false,
    ],
    [
      "climate.set_temperature",
      { temperature: 21.3 },
      "heat",
      { temperature: 21.5, target_temp_step: 0 },
      false,
    ],
    ["humidifier.set_humidity", { humidity: 42 }, "on", { humidity: 40, target_humidity_step: 5 }, true],
    ["fan.set_percentage", { percentage: 40 }, "on", { percentage: 33.3, percentage_step: 33.3 }, true],
    [
      "climate.set_preset_mode",
      { preset_mode: "eco" },
      "heat",
      { preset_mode: "eco", target_temp_step: 0.5 },
      true,
    ],
    ["input_select.set_options", { options: ["a", "b"] }, "a", { options: ["a", "b"] }, true],
    ["input_select.set_options", { options: ["a", "b"] }, "a", { options: ["b", "a"] }, false],
    ["light.turn_on", { brightness_pct: 0 }, "off", {}, true],
    ["light.turn_on", { brightness: null }, "on", {}, true],
    ["light.turn_on", { percentage: 0 }, "on", {}, true],
  ])("%s %j: %s %j: %p", (...row) => {
    const [service, data, state, attributes, holds] = row;
    expect(done([service, data, state, attributes, holds])).toBe(holds);
  });

  test("a timer that is changed is changed by, not to", () => {
    const before = entity("timer.a", "active", { finishes_at: 1 });
    const expectation = expectationFor("timer.change", { duration: 60 }, before);
    expect(expectation?.done(entity("timer.a", "active", { finishes_at: 2 }), before)).toBe(true);
  });
});

describe("a colour", () => {
  const hs = (hue: number, saturation: number, more: object = {}) => ({
    hs_color: [hue, saturation],
    ...more,
  });
  test.each<Row>([
    ["light.turn_on", { rgb_color: [255, 0, 0] }, "on", hs(0, 100), true],
    ["light.turn_on", { rgb_color: [255, 0, 0] }, "on", hs(356, 96), true],
    ["light.turn_on", { rgb_color: [255, 0, 0] }, "on", hs(355, 100), false],
    ["light.turn_on", { rgb_color: [255, 0, 0] }, "on", hs(4, 95), true],
    ["light.turn_on", { rgb_color: [255, 0, 0] }, "on", hs(0, 94), false],
    ["light.turn_on", { rgb_color: [255, 255, 255] }, "on", hs(200, 3), true],
    ["light.turn_on", { rgb_color: ["255", 0, 0] }, "on", hs(0, 100), true],
    ["light.turn_on", { rgb_color: [255, 0, 0] }, "on", hs(0, 100, { color_mode: "color_temp" }), false],
    ["light.turn_on", { rgb_color: [255, 0, 0] }, "on", hs(0, 100, { color_mode: "white" }), false],
    ["light.turn_on", { color_name: "Light Blue" }, "on", { rgb_color: [173, 216, 230] }, true],
    ["light.turn_on", { color_name: "no colour" }, "on", { rgb_color: [173, 216, 230] }, false],
    ["light.turn_on", { hs_color: [120, 100] }, "on", hs(121, 99), true],
    ["light.turn_on", { hs_color: [120, 100] }, "on", { rgb_color: [0, 255, 0] }, true],
    ["light.turn_on", { hs_color: "x" }, "on", hs(120, 100), false],
    ["light.turn_on", { rgbw_color: [255, 0, 0, 0] }, "on", { rgbw_color: [255, 0, 0, 0] }, true],
    [
      "light.turn_on",
      { rgbw_color: [255, 0, 0, 0] },
      "on",
      { rgbw_color: [0, 0, 0, 255], ...hs(0, 100) },
      false,
    ],
    ["light.turn_on", { rgbw_color: [255, 0, 0, 0] }, "on", hs(0, 100), true],
    ["light.turn_on", { rgbw_color: "x" }, "on", hs(0, 100), false],
    ["light.turn_on", { rgbww_color: [0, 255, 0, 0, 0] }, "on", hs(120, 100), true],
    ["light.turn_on", { color_temp_kelvin: 3000 }, "on", { color_temp_kelvin: 3000 }, true],
    ["light.turn_on", { color_temp_kelvin: 2700 }, "on", hs(28.5, 66, { color_mode: "hs" }), true],
    ["light.turn_on", { color_temp_kelvin: 2700 }, "on", hs(200, 66, { color_mode: "hs" }), false],
    ["light.turn_on", { color_temp_kelvin: 2700 }, "on", hs(28.5, 66, { color_mode: "color_temp" }), false],
    ["light.turn_on", { color_temp_kelvin: 2700 }, "on", hs(28.5, 66), false],
    ["light.turn_on", { color_temp_kelvin: "warm" }, "on", { color_temp_kelvin: 3000 }, false],
    ["light.turn_on", { xy_color: [0.3, 0.3] }, "on", { xy_color: [0.309, 0.3] }, true],
  ])("%s %j: %s %j: %p", (...row) => {
    const [service, data, state, attributes, holds] = row;
    expect(done([service, data, state, attributes, holds])).toBe(holds);
  });

  test("with two whites is mixed between the warmest and the coldest of the lamp", () => {
    const row = (min: number, max: number): Row => [
      "light.turn_on",
      { rgbww_color: [0, 0, 0, 0, 255] },
      "on",
      { rgb_color: [255, 167, 87], min_color_temp_kelvin: min, max_color_temp_kelvin: max },
      true,
    ];
    expect([done(row(2_700, 6_500)), done(row(4_000, 6_500))]).toEqual([true, false]);
  });

  test("has a name in any spelling", () => {
    for (const name of ["darkorange", "Dark Orange", "dark-orange", "dark_orange"])
      expect(colorNamed(name)).toEqual([255, 140, 0]);
    expect([colorNamed("aliceblue"), colorNamed("yellowgreen")]).toEqual([
      [240, 248, 255],
      [154, 205, 50],
    ]);
    expect(colorNamed("warm")).toBeUndefined();
    expect([rgbFromHex("#ff8800"), rgbFromHex("ff8800")]).toEqual([
      [255, 136, 0],
      [255, 136, 0],
    ]);
  });
});

describe("a fact of an answer", () => {
  test.each<readonly [string, unknown, string | undefined]>([
    ["brightness", 128, "brightness 50 %"],
    ["brightness", 1, "brightness 1 %"],
    ["brightness", 0, "brightness 0 %"],
    ["brightness", "x", "brightness x"],
    ["volume_level", 0.305, "volume 31 %"],
    ["volume_level", "loud", "volume loud"],
    ["percentage", 33.333, "speed 33.33 %"],
    ["current_position", 40, "position 40 %"],
    ["current_tilt_position", 40, "tilt 40 %"],
    ["color_temp_kelvin", 2700, "color temperature 2700 K"],
    ["humidity", 45, "humidity 45 %"],
    ["temperature", 21.456, "temperature 21.46"],
    ["rgb_color", [1, 2, 3], "color 1,2,3"],
    ["state", "on", "on"],
    ["duration", { minutes: 2 }, 'duration {"minutes":2}'],
    ["is_volume_muted", true, "muted true"],
    ["effect", null, undefined],
    ["effect", undefined, undefined],
  ])("%s %j: %s", (key, value, fact) => expect(factOf(key, value)).toBe(fact as never));

  test("of brightness is a share of 255, and none but off is nothing", () => {
    expect([percentOf(255), percentOf(2), percentOf(0), percentOf(-1)]).toEqual([100, 1, 0, 0]);
  });
});

describe("what is shown", () => {
  const shown = (service: string, data: object, before: object, now: object, states = ["on", "on"]) => {
    const id = `${service === "scene.apply" ? "light" : service.split(".")[0]}.a`;
    return shownAttributes(
      service,
      { ...data },
      entity(id, states[0] ?? "", before),
      entity(id, states[1] ?? "", now),
    );
  };

  test("is white as a temperature where the lamp has one, else the colour that it mixed", () => {
    const data = { color_temp_kelvin: 2700 };
    expect(shown("light.turn_on", data, {}, { color_temp_kelvin: 2700 })).toEqual(["color_temp_kelvin"]);
    expect(shown("light.turn_on", data, {}, { rgb_color: [1, 2, 3] })).toEqual(["rgb_color"]);
  });

  test("is a colour with whites where the lamp has these, else the colour", () => {
    for (const key of ["rgbw_color", "rgbww_color"]) {
      expect(shown("light.turn_on", { [key]: [1] }, {}, { [key]: [1] })).toEqual([key]);
      expect(shown("light.turn_on", { [key]: [1] }, {}, {})).toEqual(["rgb_color"]);
    }
  });

  test("is of a scene what it sets of the entity", () => {
    const data = { entities: { "light.a": { state: "on", brightness: 5 } } };
    expect(shown("scene.apply", data, {}, {})).toEqual(["brightness"]);
    for (const entities of [{ "light.a": "on" }, { "light.b": { brightness: 5 } }, "x"])
      expect(shown("scene.apply", { entities }, {}, {})).toEqual([]);
  });

  test("is what changed where nothing was asked for and the state is the same, three at most", () => {
    const now = { brightness: 5, effect: "rain", volume_level: 1, percentage: 5, other: 7 };
    expect(shown("light.turn_on", {}, {}, now)).toEqual(["brightness", "effect", "volume_level"]);
    expect(shown("light.turn_on", {}, { brightness: 5 }, { brightness: 5, other: 7 })).toEqual([]);
    expect(shown("light.turn_on", {}, {}, now, ["off", "on"])).toEqual([]);
    expect(shown("light.turn_on", { brightness: 5 }, {}, now)).toEqual(["brightness"]);
  });
});
