/** One entity as an answer row: which fields, in whose words, with what left out. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { briefRow, fieldNames, fieldRow, fullRow, stateText } from "../../../src/home/see/rows.ts";
import type { Sight } from "../../../src/home/see/sight.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";

const SIGHT: Sight = {
  sees: () => true,
  hides: () => false,
  attributes: ({ attributes }) => attributes,
  ids: () => [],
  all: true,
};
const HIDING: Sight = { ...SIGHT, hides: (id) => id === "light.hush", all: false };
const PLACES = {
  areas: { hall: { name: "Hall", floor: "ground" }, yard: { name: "Yard" } },
  floors: { ground: { name: "Ground" } },
  labels: { cosy: "Cosy" },
  devices: { hub: { name: "Hub", area: "yard" }, nameless: { name: "" } },
};

function homeWith(id: string, thing: Thing) {
  const { place } = homeOf({ [id]: thing }, PLACES);
  const state = place.states.get(id);
  if (!state) throw new Error("no state");
  return { place, state };
}

const brief = (id: string, thing: Thing, sight = SIGHT) => {
  const { place, state } = homeWith(id, thing);
  return briefRow(state, place, sight, 0);
};
const full = (id: string, thing: Thing, sight = SIGHT) => {
  const { place, state } = homeWith(id, thing);
  return fullRow(state, place, sight);
};
const fields = (id: string, thing: Thing, wanted: readonly string[], sight = SIGHT) => {
  const { place, state } = homeWith(id, thing);
  return fieldRow(state, wanted, place, sight);
};

describe("a glance", () => {
  test.each<readonly [string, object, object]>([
    ["light.x", { brightness: 255 }, { brightness: "100%" }],
    ["light.x", { brightness: 0 }, { brightness: "0%" }],
    ["light.x", { brightness: 1 }, { brightness: "0%" }],
    ["light.x", { brightness: 3 }, { brightness: "1%" }],
    ["light.x", { brightness: null }, {}],
    ["light.x", { brightness: "128" }, {}],
    [
      "climate.x",
      {
        current_temperature: 20,
        temperature: 21,
        target_temp_low: 18,
        target_temp_high: 24,
        preset_mode: "eco",
      },
      { current: 20, target: 21, low: 18, high: 24, preset: "eco" },
    ],
    ["climate.x", { temperature: null, hvac_action: "", preset_mode: ["eco"] }, {}],
    ["climate.x", { temperature: 0, current_temperature: -3 }, { target: 0, current: -3 }],
    ["cover.x", { current_position: 0 }, { position: 0 }],
    ["fan.x", { percentage: 33, preset_mode: "auto", speed: 1 }, { percentage: 33, preset: "auto" }],
    [
      "media_player.x",
      { media_title: "T", media_artist: "A", source: "S" },
      { title: "T", artist: "A", source: "S" },
    ],
    ["weather.x", { temperature: 9, humidity: 80 }, { temperature: 9, humidity: 80 }],
    ["switch.x", { temperature: 9, brightness: 255 }, {}],
    ["constructor.x", { name: "x" }, {}],
  ])("%s with %j", (id, attributes, glance) => {
    expect(brief(id, { attributes: { ...attributes } })).toEqual({ id, name: id, state: "on", ...glance });
  });

  test("what the caller may not see of it is not in it", () => {
    const blind = { ...SIGHT, attributes: () => ({}) };
    const thing = { name: "Lamp", area: "hall", attributes: { brightness: 9 } };
    expect(brief("light.x", thing, blind)).toEqual({
      id: "light.x",
      name: "Lamp",
      state: "on",
      area: "Hall",
    });
    expect(fields("light.x", thing, ["brightness", "state"], blind)).toEqual({
      id: "light.x",
      name: "Lamp",
      state: "on",
    });
  });
});

describe("a state", () => {
  test.each<readonly [string, string, object, string]>([
    ["sensor.x", "21.5", { unit_of_measurement: "°C" }, "21.5 °C"],
    ["sensor.x", "21.5", {}, "21.5"],
    ["sensor.x", "21.5", { unit_of_measurement: 5 }, "21.5"],
    ["sensor.x", "unavailable", { unit_of_measurement: "°C" }, "unavailable"],
    ["sensor.x", "unknown", { unit_of_measurement: "°C" }, "unknown"],
    ["text.x", "hunter2", { mode: "password" }, "(secret)"],
    ["input_text.x", "hunter2", { mode: "password" }, "(secret)"],
    ["text.x", "hunter2", { mode: "text" }, "hunter2"],
    ["sensor.x", "hunter2", { mode: "password" }, "hunter2"],
    ["sensor.x", "http://u:pw@host/", {}, "(secret)"],
  ])("%s %s %j: %s", (id, state, attributes, text) => {
    const { state: base } = homeWith(id, { state, attributes: { ...attributes } });
    expect(stateText(base, base.attributes, SIGHT)).toBe(text);
  });
});

describe("everything", () => {
  test("where it is and what it belongs to, as far as anybody knows", () => {
    const thing: Thing = {
      name: "X",
      area: "hall",
      device: "hub",
      labels: ["cosy", "ghost"],
      category: "config",
    };
    expect(full("light.x", thing)).toMatchObject({
      area: "Hall",
      floor: "Ground",
      device: "Hub",
      labels: ["Cosy", "ghost"],
      category: "config",
    });
    expect(full("light.x", { device: "hub" })).toMatchObject({ area: "Yard", device: "Hub" });
    expect(Object.keys(full("light.x", { device: "nameless" }))).toEqual([
      "id",
      "name",
      "state",
      "last_changed",
      "attributes",
    ]);
  });

  test("attributes but those that are said elsewhere, are nothing, or are about what is hidden", () => {
    const attributes = {
      friendly_name: "X",
      icon: "mdi:x",
      attribution: "y",
      editable: true,
      unit_of_measurement: "m",
      nothing: null,
      no: false,
      zero: 0,
      empty: "",
      list: ["light.hush", "light.open"],
      about: "light.hush",
      object: { entity_id: "light.hush" },
    };
    const shown = (sight: Sight) => {
      const row = full("sensor.x", { attributes: { supported_features: 1, ...attributes } }, sight);
      return row["attributes"];
    };
    expect(shown(HIDING)).toEqual({ no: false, zero: 0, empty: "", list: ["light.open"] });
    expect(shown(SIGHT)).toEqual({
      no: false,
      zero: 0,
      empty: "",
      list: ["light.hush", "light.open"],
      about: "light.hush",
      object: { entity_id: "light.hush" },
    });
  });
});

describe("fields that are asked for", () => {
  const THING: Thing = {
    name: "X",
    area: "hall",
    attributes: { level: 0, nothing: null, off: false, state: "attr" },
  };

  test("those that there are, and no others", () => {
    const wanted = [
      "level",
      "off",
      "nothing",
      "missing",
      "floor",
      "device",
      "domain",
      "platform",
      "last_updated",
    ];
    expect(fields("light.x", THING, wanted)).toEqual({
      id: "light.x",
      name: "X",
      level: 0,
      off: false,
      floor: "Ground",
      domain: "light",
      platform: "demo",
      last_updated: "1970-01-01T00:00:00Z",
    });
    expect(fields("light.x", THING, ["constructor", "toString", "__proto__"])).toEqual({
      id: "light.x",
      name: "X",
    });
  });

  test("ours go before attributes of the same name", () => {
    expect(fields("light.x", THING, ["state"])).toMatchObject({ state: "on" });
  });

  test("their names are those that a row may have", () => {
    const { state } = homeWith("light.x", THING);
    expect(fieldNames(state, SIGHT)).toEqual([
      "state",
      "area",
      "floor",
      "device",
      "labels",
      "last_changed",
      "last_updated",
      "supported_features",
      "level",
      "nothing",
      "off",
      "state",
      "friendly_name",
    ]);
  });
});

test("times are those of the state", () => {
  const { place, state } = homeWith("light.x", {});
  const later: EntityState = { ...state, lastChanged: 60, lastUpdated: 120 };
  expect(fullRow(later, place, SIGHT)).toMatchObject({ last_changed: "1970-01-01T00:01:00Z" });
  expect(fieldRow(later, ["last_changed", "last_updated"], place, SIGHT)).toMatchObject({
    last_changed: "1970-01-01T00:01:00Z",
    last_updated: "1970-01-01T00:02:00Z",
  });
});
