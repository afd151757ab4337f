/** The services of thermostats. */

import { float, oneOf } from "../world/checks.ts";
import { type Fault, invalidValue } from "../world/fault.ts";
import type { Attributes } from "../world/states.ts";
import type { Entity, World } from "../world/world.ts";
import { box, choice, needs, quietlyRequired, range, required } from "./fields.ts";
import { type Data, entityService, type Fields, type Service } from "./service.ts";

/** `ClimateEntityFeature`. */
export const climateFeature = {
  temperature: 1,
  range: 2,
  humidity: 4,
  fan: 8,
  preset: 16,
  swing: 32,
  off: 128,
  on: 256,
} as const;

const modes = oneOf(["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"], "HVACMode");

const temperatures: Fields = { temperature: box(0, 250, 0.1, needs(climateFeature.temperature)) };
const bounds: Fields = {
  target_temp_high: box(0, 250, 0.1, needs(climateFeature.range)),
  target_temp_low: box(0, 250, 0.1, needs(climateFeature.range)),
};

function notValid(what: string, key: string, plural: string, mode: string, known: readonly string[]): Fault {
  const listed = known.join(", ");
  return invalidValue(`${what} ${mode} is not valid. Valid ${plural} are: ${listed}`, "climate", key, {
    mode,
    modes: listed,
  });
}

/** A float as Python prints it. */
function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function listOf(attributes: Attributes, name: string): readonly string[] {
  return (attributes[name] as readonly string[] | undefined) ?? [];
}

function attributesOf(world: World, entity: Entity): Attributes {
  return world.states.get(entity.id)?.attributes ?? {};
}

/** What the boiler does, from mode and temperatures. */
function actionOf(mode: string, attributes: Attributes): string {
  if (mode === "off") return "off";
  const current = Number(attributes["current_temperature"]);
  const wanted = Number(attributes["temperature"]);
  if (mode === "cool") return current > wanted ? "cooling" : "idle";
  return current < wanted ? "heating" : "idle";
}

function show(world: World, entity: Entity, mode: string, changes: Attributes): void {
  const attributes = { ...attributesOf(world, entity), ...changes };
  world.write(entity, mode, { ...changes, hvac_action: actionOf(mode, attributes) });
}

function setMode(world: World, entity: Entity, mode: string): void {
  const known = listOf(attributesOf(world, entity), "hvac_modes");
  if (!known.includes(mode)) throw notValid("HVAC mode", "not_valid_hvac_mode", "HVAC modes", mode, known);
  if (mode !== "off") entity.memory["mode"] = mode;
  show(world, entity, mode, {});
}

function setTemperature(world: World, entity: Entity, data: Data): void {
  const attributes = attributesOf(world, entity);
  const { min_temp: min, max_temp: max } = attributes as { min_temp?: number; max_temp?: number };
  const changes: Record<string, unknown> = {};
  for (const key of ["temperature", "target_temp_high", "target_temp_low"]) {
    const wanted = data[key];
    if (typeof wanted !== "number") continue;
    if (wanted < (min ?? 7) || wanted > (max ?? 35)) {
      const shown = pythonFloat(wanted);
      throw invalidValue(
        `Provided temperature ${shown} is not valid. Accepted range is ${min} to ${max}`,
        "climate",
        "temp_out_of_range",
        { check_temp: shown, min_temp: String(min), max_temp: String(max) },
      );
    }
    changes[key] = wanted;
  }
  const mode = data["hvac_mode"];
  if (typeof mode === "string") setMode(world, entity, mode);
  show(world, entity, world.states.get(entity.id)?.state ?? "off", changes);
}

function setChoice(
  attribute: string,
  list: string,
  what: string,
  plural: string,
  key: string,
): NonNullable<Service["onEntity"]> {
  return (world, entity, data) => {
    const known = listOf(attributesOf(world, entity), list);
    const wanted = String(data[attribute]);
    if (!known.includes(wanted)) throw notValid(what, key, plural, wanted, known);
    show(world, entity, world.states.get(entity.id)?.state ?? "off", { [attribute]: wanted });
  };
}

const onMode = (entity: Entity): string => String(entity.memory["mode"] ?? "heat");

export const climateServices: Readonly<Record<string, Service>> = {
  turn_on: entityService("climate", [climateFeature.on], {}, (world, entity) =>
    setMode(world, entity, onMode(entity)),
  ),
  turn_off: entityService("climate", [climateFeature.off], {}, (world, entity) =>
    setMode(world, entity, "off"),
  ),
  toggle: entityService("climate", [climateFeature.off, climateFeature.on], {}, (world, entity) => {
    const off = world.states.get(entity.id)?.state === "off";
    setMode(world, entity, off ? onMode(entity) : "off");
  }),
  set_hvac_mode: entityService(
    "climate",
    undefined,
    { hvac_mode: quietlyRequired(choice(undefined, {}, modes)) },
    (world, entity, data) => setMode(world, entity, String(data["hvac_mode"])),
  ),
  set_preset_mode: entityService(
    "climate",
    [climateFeature.preset],
    { preset_mode: required(choice("preset_mode", { example: "away" })) },
    setChoice("preset_mode", "preset_modes", "Preset mode", "preset modes", "not_valid_preset_mode"),
  ),
  set_temperature: entityService(
    "climate",
    [climateFeature.temperature, climateFeature.range],
    { ...temperatures, hvac_mode: choice(undefined, {}, modes) },
    setTemperature,
    {
      sections: { temperature_range: { fields: bounds } },
      anyOf: ["temperature", "target_temp_high", "target_temp_low"],
    },
  ),
  set_humidity: entityService(
    "climate",
    [climateFeature.humidity],
    { humidity: required(range(30, 99, {}, float, "%")) },
    (world, entity, data) =>
      show(world, entity, world.states.get(entity.id)?.state ?? "off", { humidity: data["humidity"] }),
  ),
  set_fan_mode: entityService(
    "climate",
    [climateFeature.fan],
    { fan_mode: required(choice("fan_mode", { example: "low" })) },
    setChoice("fan_mode", "fan_modes", "Fan mode", "fan modes", "not_valid_fan_mode"),
  ),
  set_swing_mode: entityService(
    "climate",
    [climateFeature.swing],
    { swing_mode: required(choice("swing_mode", { example: "on" })) },
    setChoice("swing_mode", "swing_modes", "Swing mode", "swing modes", "not_valid_swing_mode"),
  ),
};
