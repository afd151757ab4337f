/** Makers of the common kinds of entities, with the attributes Home Assistant gives them. */

import { climateFeature } from "../services/climate.ts";
import { coverFeature } from "../services/cover.ts";
import { lightAttributes, lightFeature } from "../services/light.ts";
import type { EntitySpec } from "../world/furniture.ts";
import type { Attributes } from "../world/states.ts";
import { mask } from "./mask.ts";

type Rest = Omit<EntitySpec, "id" | "state" | "attributes">;

export type LightTraits = {
  readonly modes: readonly string[];
  readonly on?: boolean;
  readonly brightness?: number;
  readonly kelvin?: number;
  readonly hs?: readonly [number, number];
  readonly effects?: readonly string[];
};

export function light(
  id: string,
  { modes, on = false, effects, ...memory }: LightTraits,
  rest: Rest = {},
): EntitySpec {
  const fixed: Record<string, unknown> = {};
  if (modes.includes("color_temp")) {
    fixed["min_color_temp_kelvin"] = 2000;
    fixed["max_color_temp_kelvin"] = 6500;
  }
  if (effects) fixed["effect_list"] = effects;
  fixed["supported_color_modes"] = modes;
  const remembered = { brightness: 180, kelvin: 2700, ...memory };
  if (!modes.includes("color_temp") && modes.some((mode) => mode === "rgb" || mode === "hs")) {
    Object.assign(remembered, { hs: memory.hs ?? [30, 60] });
  }
  return {
    id,
    state: on ? "on" : "off",
    attributes: { ...fixed, ...lightAttributes(fixed, remembered, on) },
    features: effects ? mask(lightFeature, "effect", "transition") : mask(lightFeature, "transition"),
    memory: remembered,
    ...rest,
  };
}

export function onOff(id: string, on: boolean, rest: Rest = {}, attributes: Attributes = {}): EntitySpec {
  return { id, state: on ? "on" : "off", attributes, ...rest };
}

/** A sensor that measures. */
export function sensor(id: string, kind: string, unit: string, value: number, rest: Rest = {}): EntitySpec {
  const stateClass = kind === "energy" ? "total_increasing" : "measurement";
  const attributes = { state_class: stateClass, unit_of_measurement: unit, device_class: kind };
  return { id, state: String(value), attributes, ...rest };
}

export function contact(id: string, kind: string, on: boolean, rest: Rest = {}): EntitySpec {
  return { id, state: on ? "on" : "off", attributes: { device_class: kind }, ...rest };
}

/** Features: 15 with a position, 3 without. */
export function cover(
  id: string,
  kind: string,
  position: number | undefined,
  open: boolean,
  rest: Rest = {},
): EntitySpec {
  const told = position === undefined ? {} : { current_position: position };
  return {
    id,
    state: open ? "open" : "closed",
    attributes: { ...told, device_class: kind, is_closed: !open },
    features:
      position === undefined
        ? mask(coverFeature, "open", "close")
        : mask(coverFeature, "open", "close", "position", "stop"),
    memory: { position: position ?? (open ? 100 : 0) },
    ...rest,
  };
}

export function lock(id: string, locked: boolean, name: string, features = 0): EntitySpec {
  return { id, state: locked ? "locked" : "unlocked", name, features, unregistered: true };
}

export function thermostat(id: string, wanted: number, current: number, rest: Rest = {}): EntitySpec {
  return {
    id,
    state: "heat",
    attributes: {
      hvac_modes: ["off", "heat", "auto"],
      min_temp: 5,
      max_temp: 30,
      target_temp_step: 0.5,
      preset_modes: ["comfort", "eco", "away"],
      current_temperature: current,
      temperature: wanted,
      hvac_action: current < wanted ? "heating" : "idle",
      preset_mode: "comfort",
    },
    features: mask(climateFeature, "temperature", "preset", "off", "on"),
    memory: { mode: "heat" },
    ...rest,
  };
}
