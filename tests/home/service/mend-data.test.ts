/** Data of a call as models write them. */

import { describe, expect, test } from "bun:test";
import { mendData, mendOptions } from "../../../src/home/service/mend-data.ts";
import { stateOf } from "../../security/grant/vector-home.ts";

const number = (range: object = {}) => ({ selector: { number: range } });
const SERVICES = {
  light: {
    turn_on: {
      fields: {
        brightness: number({ min: 0, max: 255 }),
        brightness_pct: number({ min: 0, max: 100 }),
        transition: number({ min: 0, max: 300 }),
        humidity: number({ min: 30, max: 99, unit_of_measurement: "%" }),
        rgb_color: { selector: { color_rgb: {} } },
        color_name: { selector: { select: { options: ["red", "lightblue"] } } },
        hs_color: { selector: { object: {} } },
        for: { selector: { duration: {} } },
        flash: { selector: { boolean: {} } },
        effect: { selector: { text: {} } },
        extra: { selector: { object: {} } },
        color_temp_kelvin: { selector: { color_temp: {} } },
        day: { selector: { date: {} } },
        hour: { selector: { time: {} } },
        moment: { selector: { datetime: null } },
        any: { selector: { select: { multiple: true } } },
        several: { selector: { select: { options: ["a", { value: "b_c" }, "d, e"], multiple: true } } },
      },
    },
  },
  number: { set_value: { fields: { value: { selector: { text: {} } } } } },
  media_player: { volume_set: { fields: { volume_level: number({ min: 0, max: 1, step: 0.01 }) } } },
  homeassistant: { turn_on: { fields: {} } },
};

const HOUSE = { version: "", timeZone: "UTC", language: "en", name: "", user: { id: "", isAdmin: true } };
const HOME = { services: SERVICES, house: HOUSE };

test.each([
  ["°C", { temperature: "68 °F" }, { temperature: 20 }],
  ["°C", { temperature: "21.5 °C" }, { temperature: 21.5 }],
  ["°C", { temperature: "70F", target_temp_low: "60 f" }, { temperature: 21.1, target_temp_low: 15.6 }],
  ["°F", { temperature: "20 °C" }, { temperature: 68 }],
  ["°F", { temperature: "70 F" }, { temperature: 70 }],
  [undefined, { temperature: "70 °F" }, { temperature: 70 }],
  ["°C", { offset: "9 °F" }, { offset: "9 °F" }],
])("in a home of %s %j is %j", (temperatureUnit, written, meant) => {
  const fields = Object.fromEntries(Object.keys(written).map((key) => [key, number()]));
  const services = { climate: { set_temperature: { fields } } };
  const house = { ...HOUSE, ...(temperatureUnit === undefined ? {} : { temperatureUnit }) };
  expect(mendData("climate.set_temperature", written, { services, house })).toEqual(meant);
});

describe("what models write", () => {
  test.each([
    [{ transition: "5" }, { transition: 5 }],
    [{ transition: "2 seconds" }, { transition: 2 }],
    [{ transition: [3] }, { transition: 3 }],
    [{ brightness: "50%" }, { brightness: 128 }],
    [{ brightness_pct: "50 %" }, { brightness_pct: 50 }],
    [{ humidity: "55%" }, { humidity: 55 }],
    [{ transition: "50%" }, { transition: "50%" }],
    [{ brightness: "bright" }, { brightness: "bright" }],
    [{ rgb_color: "#ff8800" }, { rgb_color: [255, 136, 0] }],
    [{ rgb_color: "rgb(255, 136, 0)" }, { rgb_color: [255, 136, 0] }],
    [{ rgb_color: { r: 1, g: 2, b: 3 } }, { rgb_color: [1, 2, 3] }],
    [{ rgb_color: "warm" }, { rgb_color: "warm" }],
    [{ hs_color: "30, 100" }, { hs_color: [30, 100] }],
    [{ color_name: "Light Blue" }, { color_name: "lightblue" }],
    [{ color_name: "#00ff00" }, { rgb_color: [0, 255, 0] }],
    [{ flash: "Yes" }, { flash: true }],
    [{ for: "3 min" }, { for: 180 }],
    [{ for: "90" }, { for: 90 }],
    [{ for: "00:03:00" }, { for: "00:03:00" }],
    [{ for: { minutes: 3 } }, { for: { minutes: 3 } }],
    [{ for: "a while" }, { for: "a while" }],
    [{ flash: "NO" }, { flash: false }],
    [{ flash: "off" }, { flash: false }],
    [{ flash: "false" }, { flash: false }],
    [{ flash: "on" }, { flash: true }],
    [{ flash: "true" }, { flash: true }],
    [{ flash: "maybe" }, { flash: "maybe" }],
    [{ flash: ["yes"] }, { flash: true }],
    [{ flash: false }, { flash: false }],
    [{ transition: [3, 4] }, { transition: [3, 4] }],
    [{ transition: "-2.5" }, { transition: -2.5 }],
    [{ color_temp_kelvin: "3000 kelvin" }, { color_temp_kelvin: 3000 }],
    [{ rgb_color: 5 }, { rgb_color: 5 }],
    [{ rgb_color: ["1", "2", "3"] }, { rgb_color: [1, 2, 3] }],
    [{ rgb_color: ["1", "b", "3"] }, { rgb_color: ["1", "b", "3"] }],
    [{ rgb_color: ["1", " ", "3"] }, { rgb_color: ["1", " ", "3"] }],
    [{ rgb_color: ["255"] }, { rgb_color: ["255"] }],
    [{ rgb_color: "[1, 2, 3]" }, { rgb_color: [1, 2, 3] }],
    [{ rgb_color: { red: 1, green: 2, blue: 3 } }, { rgb_color: [1, 2, 3] }],
    [{ rgb_color: { red: 1 } }, { rgb_color: { red: 1 } }],
    [{ hs_color: ["30", 100] }, { hs_color: [30, 100] }],
    [{ hs_color: "warm" }, { hs_color: "warm" }],
    [{ hs_color: ["30"] }, { hs_color: ["30"] }],
    [{ hs_color: 5 }, { hs_color: 5 }],
    [{ effect: ["rain"] }, { effect: "rain" }],
    [{ day: 20260612 }, { day: "20260612" }],
    [{ hour: 7 }, { hour: "7" }],
    [{ moment: 7 }, { moment: "7" }],
    [{ extra: "[1, 2]" }, { extra: [1, 2] }],
    [{ extra: "{broken" }, { extra: "{broken" }],
    [{ extra: "5" }, { extra: "5" }],
    [{ extra: 5 }, { extra: 5 }],
    [{ several: "A" }, { several: "a" }],
    [{ any: "a, b" }, { any: ["a", "b"] }],
    [{ any: "a" }, { any: "a" }],
    [{ several: 5 }, { several: 5 }],
    [{ several: "[broken" }, { several: ["[broken"] }],
    [{ color_name: ["red"] }, { color_name: "red" }],
    [{ color_name: "Dark Green" }, { color_name: "darkgreen" }],
    [{ for: "1.5" }, { for: 1.5 }],
    [{ for: 5 }, { for: 5 }],
    [{ effect: 7 }, { effect: "7" }],
    [{ extra: '{"a": 1}' }, { extra: { a: 1 } }],
    [{ several: ["a"] }, { several: ["a"] }],
    [{ several: "a" }, { several: "a" }],
    [{ several: "a, b_c" }, { several: ["a", "b_c"] }],
    [{ several: '["a", "B C"]' }, { several: ["a", "b_c"] }],
    [{ several: ["A", "B C"] }, { several: ["a", "b_c"] }],
    [{ several: "d, e" }, { several: "d, e" }],
    [{ several: "a, other" }, { several: ["a", "other"] }],
    // nothing is no value, wherever it stands
    [{ transition: null, brightness: 5 }, { brightness: 5 }],
    [{ extra: { a: null, b: 1 } }, { extra: { b: 1 } }],
    [{ rgb_color: [1, null, 2, 3] }, { rgb_color: [1, 2, 3] }],
    [{ unknown: "5" }, { unknown: "5" }],
    [{ color: "red" }, { color_name: "red" }],
    [{ rgb_color: "red" }, { color_name: "red" }],
    [{ rgb_color: "Light Blue" }, { color_name: "lightblue" }],
    [{ color: "#ff8800" }, { rgb_color: [255, 136, 0] }],
    [{ hex: "ff8800" }, { rgb_color: [255, 136, 0] }],
    [
      { color: "red", color_name: "lightblue" },
      { color: "red", color_name: "lightblue" },
    ],
    [{ kelvin: "2700K" }, { color_temp_kelvin: 2700 }],
    [{ color_temp: 250 }, { color_temp_kelvin: 4000 }],
    [{ color_temp: 2700 }, { color_temp_kelvin: 2700 }],
    [{ color_temp: 1000 }, { color_temp_kelvin: 1000 }],
    [{ color_temp: 0 }, { color_temp_kelvin: 0 }],
    [{ color_temp: "250" }, { color_temp_kelvin: 4000 }],
    [{ color_temperature: 250 }, { color_temp_kelvin: 250 }],
    [{ rgb: [1, 2, 3] }, { rgb_color: [1, 2, 3] }],
    [{}, {}],
    [{ effect: [null] }, { effect: [] }],
    [{ brightness_percent: "40%" }, { brightness_pct: 40 }],
  ])("%j", (written, meant) => {
    expect(mendData("light.turn_on", written, HOME)).toEqual(meant);
  });

  test("a share of a field that ends at one is that share", () => {
    expect(mendData("media_player.volume_set", { volume_level: "30%" }, HOME)).toEqual({
      volume_level: 0.3,
    });
  });

  test("what homeassistant.turn_on hands on is a light's", () => {
    expect(mendData("homeassistant.turn_on", { brightness: "100" }, HOME)).toEqual({ brightness: 100 });
  });
});

test("states of a scene are texts", () => {
  const scene = { scene: { apply: { fields: { entities: { selector: { object: {} } } } } } };
  const entities = {
    "number.a": 12,
    "light.a": { state: 5, brightness: 9 },
    "light.b": "on",
    "light.c": true,
  };
  expect(mendData("scene.apply", { entities }, { ...HOME, services: scene })).toEqual({
    entities: { ...entities, "number.a": "12", "light.a": { state: "5", brightness: 9 } },
  });
});

test("a number with its unit, where the description calls it a text", () => {
  expect(mendData("number.set_value", { value: "21.4 °C" }, HOME)).toEqual({ value: 21.4 });
  expect(mendData("number.set_value", { value: "much" }, HOME)).toEqual({ value: "much" });
  expect(mendData("number.set_value", { value: ["5"] }, HOME)).toEqual({ value: ["5"] });
  expect(mendData("input_number.set_value", { value: "5" }, HOME)).toEqual({ value: 5 });
  expect(mendData("text.set_value", { value: "5" }, HOME)).toEqual({ value: "5" });
});

test.each([
  { color_temp: 6000, kelvin: 3000 },
  { rgb: [255, 0, 0], hex: "#0000ff" },
  { color: "#ff0000", rgb_color: [0, 0, 255] },
  { color: "red", color_name: "lightblue" },
])("of two that stand for one field none is dropped: %j", (data) => {
  expect(mendData("light.turn_on", { ...data }, HOME)).toEqual(data as never);
});

describe("options in the spelling of the entities that list them", () => {
  const states = new Map(
    [
      stateOf("climate.a", { preset_modes: ["home", "Eco plus"] }),
      stateOf("climate.b", { preset_modes: ["Home"] }),
      stateOf("fan.c", { preset_modes: ["SLEEP"] }),
    ].map((state) => [state.id, state]),
  );
  const mended = (data: object, ids: readonly string[]) =>
    mendOptions(
      { ...data },
      ids.map((id) => states.get(id)).filter((state) => state !== undefined),
    );

  test.each<readonly [object, readonly string[], object]>([
    [{ preset_mode: "ECO_PLUS" }, ["climate.a"], { preset_mode: "Eco plus" }],
    [{ preset_mode: "HOME" }, ["climate.a"], { preset_mode: "home" }],
    [{ preset_mode: "HOME" }, ["climate.b"], { preset_mode: "Home" }],
    // both spellings are there: nobody can tell
    [{ preset_mode: "HOME" }, ["climate.a", "climate.b"], { preset_mode: "HOME" }],
    [{ preset_mode: "home" }, ["climate.a", "climate.b"], { preset_mode: "home" }],
    [{ preset_mode: "eco plus" }, ["climate.a", "climate.b"], { preset_mode: "Eco plus" }],
    [{ preset_mode: "sleep" }, [], { preset_mode: "sleep" }],
    [{ preset_mode: 5, other: "HOME" }, ["climate.a"], { preset_mode: 5, other: "HOME" }],
  ])("%j on %j", (data, ids, meant) => {
    expect(mended(data, ids)).toEqual(meant as never);
  });
});
