/** What Home Assistant exposes to Assist, by its own rules. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../src/hass/gateway.ts";
import { type ExposureEntry, exposedEntities } from "../../src/hass/live/exposure.ts";

function isExposed(entity_id: string, entry: Partial<ExposureEntry> = {}, deviceClass?: string): boolean {
  const state: EntityState = {
    id: entity_id,
    state: "on",
    attributes: deviceClass === undefined ? {} : { device_class: deviceClass },
    contextId: "",
    parentContextId: undefined,
    lastChanged: 0,
    lastUpdated: 0,
  };
  return exposedEntities([{ entity_id, ...entry }], new Map([[entity_id, state]])).has(entity_id);
}

const chosen = (should_expose: boolean) => ({ options: { conversation: { should_expose } } });

describe("without a choice the domain decides", () => {
  test.each([
    "climate.a", "cover.a", "fan.a", "humidifier.a", "light.a", "media_player.a", "scene.a", "switch.a", "todo.a",
    "vacuum.a", "water_heater.a",
  ])("%s is exposed", (id) => {
    expect(isExposed(id)).toBe(true);
  }); // biome-ignore format: a word list

  test.each([
    "lock.a",
    "script.a",
    "automation.a",
    "alarm_control_panel.a",
    "camera.a",
    "number.a",
    "update.a",
  ])("%s is not", (id) => {
    expect(isExposed(id)).toBe(false);
  });
});

describe("of sensors the device class decides", () => {
  test.each([
    ["sensor.a", "temperature", true],
    ["sensor.a", "humidity", true],
    ["sensor.a", "power", false],
    ["sensor.a", "motion", false],
    ["sensor.a", undefined, false],
    ["binary_sensor.a", "motion", true],
    ["binary_sensor.a", "door", true],
    ["binary_sensor.a", "problem", false],
    ["binary_sensor.a", "temperature", false],
    ["binary_sensor.a", undefined, false],
    ["number.a", "temperature", false],
  ])("%s of class %s: %p", (id, deviceClass, exposed) => {
    expect(isExposed(id, {}, deviceClass)).toBe(exposed);
  });

  test("one without a state has no class", () => {
    const entries = [{ entity_id: "sensor.a" }, { entity_id: "light.a" }];
    expect([...exposedEntities(entries, new Map())]).toEqual(["light.a"]);
  });
});

describe("what is set aside is not exposed by default", () => {
  test.each([
    { hidden_by: "user" },
    { hidden_by: "integration" },
    { entity_category: "diagnostic" },
    { entity_category: "config" },
  ])("%p", (entry) => {
    expect(isExposed("light.a", entry)).toBe(false);
    expect(isExposed("sensor.a", entry, "temperature")).toBe(false);
    // a choice outranks it
    expect(isExposed("light.a", { ...entry, ...chosen(true) })).toBe(true);
  });

  test("null is nothing", () => {
    expect(isExposed("light.a", { hidden_by: null, entity_category: null })).toBe(true);
  });
});

test("a choice outranks every default, either way", () => {
  expect(isExposed("light.a", chosen(false))).toBe(false);
  expect(isExposed("lock.a", chosen(true))).toBe(true);
  expect(isExposed("light.a", { options: { conversation: {} } })).toBe(true);
});

test("an entity without a registry entry is not exposed", () => {
  expect(exposedEntities([], new Map()).size).toBe(0);
});
