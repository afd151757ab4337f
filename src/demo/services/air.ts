/** The services of fans and humidifiers. */

import { float } from "../world/checks.ts";
import { invalidValue } from "../world/fault.ts";
import type { Entity, World } from "../world/world.ts";
import { choice, flag, needs, percent, range, required, select } from "./fields.ts";
import { type Data, entityService, type Fields, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;

/** `FanEntityFeature`. */
export const fanFeature = { speed: 1, oscillate: 2, direction: 4, preset: 8, off: 16, on: 32 } as const;

function listed(world: World, entity: Entity, name: string): readonly string[] {
  return (world.states.get(entity.id)?.attributes[name] as readonly string[] | undefined) ?? [];
}

function stateOf(world: World, entity: Entity): string {
  return world.states.get(entity.id)?.state ?? "off";
}

function setSpeed(world: World, fan: Entity, percentage: number): void {
  if (percentage > 0) fan.memory["percentage"] = percentage;
  world.write(fan, percentage > 0 ? "on" : "off", { percentage, preset_mode: null });
}

function setPreset(world: World, fan: Entity, wanted: string): void {
  const known = listed(world, fan, "preset_modes");
  if (!known.includes(wanted)) {
    const modes = known.join(", ");
    throw invalidValue(
      `Preset mode ${wanted} is not valid, valid preset modes are: ${modes}`,
      "fan",
      "not_valid_preset_mode",
      { preset_mode: wanted, preset_modes: modes },
    );
  }
  world.write(fan, "on", { preset_mode: wanted });
}

function turnFanOn(world: World, fan: Entity, data: Data): void {
  if (typeof data["preset_mode"] === "string") setPreset(world, fan, data["preset_mode"]);
  else setSpeed(world, fan, Number(data["percentage"] ?? fan.memory["percentage"] ?? 100));
}

function stepSpeed(direction: number): NonNullable<Service["onEntity"]> {
  return (world, fan, data) => {
    const attributes = world.states.get(fan.id)?.attributes ?? {};
    const step = Number(data["percentage_step"] ?? attributes["percentage_step"] ?? 10);
    setSpeed(
      world,
      fan,
      Math.min(100, Math.max(0, Number(attributes["percentage"] ?? 0) + direction * step)),
    );
  };
}

const speedFields: Fields = {
  percentage: percent(needs(fanFeature.speed)),
  preset_mode: choice("preset_mode", { example: "auto", ...needs(fanFeature.preset) }),
};

const stepSection = {
  sections: { additional_fields: { collapsed: true, fields: { percentage_step: percent() } } },
};

export const fanServices: Table = {
  turn_on: entityService("fan", [fanFeature.on], speedFields, turnFanOn),
  turn_off: entityService("fan", [fanFeature.off], {}, (world, fan) => setSpeed(world, fan, 0)),
  toggle: entityService("fan", undefined, {}, (world, fan) => {
    if (stateOf(world, fan) === "on") setSpeed(world, fan, 0);
    else turnFanOn(world, fan, {});
  }),
  increase_speed: entityService("fan", [fanFeature.speed], {}, stepSpeed(1), stepSection),
  decrease_speed: entityService("fan", [fanFeature.speed], {}, stepSpeed(-1), stepSection),
  oscillate: entityService(
    "fan",
    [fanFeature.oscillate],
    { oscillating: required(flag()) },
    (world, fan, data) => world.write(fan, stateOf(world, fan), { oscillating: data["oscillating"] }),
  ),
  set_direction: entityService(
    "fan",
    [fanFeature.direction],
    { direction: required(select(["forward", "reverse"])) },
    (world, fan, data) => world.write(fan, stateOf(world, fan), { direction: data["direction"] }),
  ),
  set_percentage: entityService(
    "fan",
    [fanFeature.speed],
    { percentage: required(percent()) },
    (world, fan, data) => setSpeed(world, fan, Number(data["percentage"])),
  ),
  set_preset_mode: entityService(
    "fan",
    [fanFeature.preset],
    { preset_mode: required(choice("preset_mode", { example: "auto" })) },
    (world, fan, data) => setPreset(world, fan, String(data["preset_mode"])),
  ),
};

/** `HumidifierEntityFeature`. */
export const humidifierFeature = { modes: 1 } as const;

function setHumidity(world: World, entity: Entity, data: Data): void {
  const wanted = Number(data["humidity"]);
  const attributes = world.states.get(entity.id)?.attributes ?? {};
  const [min, max] = [Number(attributes["min_humidity"]), Number(attributes["max_humidity"])];
  if (wanted < min || wanted > max) {
    throw invalidValue(
      `Provided humidity ${wanted} is not valid. Accepted range is ${min} to ${max}`,
      "humidifier",
      "humidity_out_of_range",
      { humidity: String(wanted), min_humidity: String(min), max_humidity: String(max) },
    );
  }
  world.write(entity, stateOf(world, entity), { humidity: wanted });
}

function setMode(world: World, entity: Entity, data: Data): void {
  const wanted = String(data["mode"]);
  const known = listed(world, entity, "available_modes");
  if (!known.includes(wanted)) throw invalidValue(`Requested mode ${wanted} is not available`);
  world.write(entity, stateOf(world, entity), { mode: wanted });
}

export const humidifierServices: Table = {
  turn_on: entityService("humidifier", undefined, {}, (world, entity) => world.write(entity, "on")),
  turn_off: entityService("humidifier", undefined, {}, (world, entity) => world.write(entity, "off")),
  toggle: entityService("humidifier", undefined, {}, (world, entity) =>
    world.write(entity, stateOf(world, entity) === "on" ? "off" : "on"),
  ),
  set_mode: entityService(
    "humidifier",
    [humidifierFeature.modes],
    { mode: required(choice("mode", { example: "away" })) },
    setMode,
  ),
  set_humidity: entityService(
    "humidifier",
    undefined,
    { humidity: required(range(0, 100, {}, float, "%")) },
    setHumidity,
  ),
};
