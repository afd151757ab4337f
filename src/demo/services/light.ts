/** The services of lights. */

import { type Check, clamped, float, integer, text, tuple, within } from "../world/checks.ts";
import type { Attributes } from "../world/states.ts";
import type { Entity, World } from "../world/world.ts";
import {
  colourNames,
  hsToRgb,
  kelvinToRgb,
  namedColour,
  type Pair,
  rgbToHs,
  rgbToXy,
  type Triple,
  xyToRgb,
} from "./colour.ts";
import {
  byte,
  needs,
  needsAttribute,
  object,
  percent,
  plainField,
  range,
  seconds,
  select,
  untold,
  words,
} from "./fields.ts";
import { type Call, type Data, entityService, type Fields, type Service } from "./service.ts";

/** `LightEntityFeature`. */
export const lightFeature = { effect: 4, flash: 8, transition: 32 } as const;

const colourModes = ["hs", "xy", "rgb", "rgbw", "rgbww"];
const whiteModes = ["color_temp", ...colourModes];
const dimmableModes = ["brightness", ...whiteModes];

const withColour = needsAttribute("supported_color_modes", colourModes);
const withWhites = needsAttribute("supported_color_modes", whiteModes);
const withBrightness = needsAttribute("supported_color_modes", dimmableModes);

const bytes = (count: number) => tuple(within(integer, 0, 255), count);

const basics: Fields = {
  transition: seconds(needs(lightFeature.transition)),
  rgb_color: plainField({ color_rgb: {} }, bytes(3), { ...withColour, example: "[255, 100, 100]" }),
  color_temp_kelvin: plainField(
    { color_temp: { unit: "kelvin", min: 2000, max: 6500 } },
    integer,
    withWhites,
  ),
  brightness_pct: percent(withBrightness),
};

const steps: Fields = {
  brightness_step_pct: range(-100, 100, withBrightness, clamped(float, -100, 100), "%"),
};

const effect: Fields = {
  effect: plainField(
    { state: { attribute: "effect", multiple: false } },
    words().check,
    needs(lightFeature.effect),
  ),
};

const flash: Fields = { flash: select(["long", "short"], needs(lightFeature.flash)) };

/** `true` is full on. */
const whiteLevel: Check = (value, path) => (value === true ? 255 : clamped(integer, 0, 255)(value, path));

const more: Fields = {
  rgbw_color: object({ ...withColour, example: "[255, 100, 100, 50]" }, bytes(4)),
  rgbww_color: object({ ...withColour, example: "[255, 100, 100, 50, 70]" }, bytes(5)),
  color_name: select(colourNames, withColour, text),
  hs_color: object({ ...withColour, example: "[300, 70]" }, tuple(float, 2)),
  xy_color: object({ ...withColour, example: "[0.52, 0.43]" }, tuple(within(float, 0, 1), 2)),
  brightness: byte(withBrightness),
  white: plainField(
    { constant: { value: true, label: "Enabled" } },
    whiteLevel,
    needsAttribute("supported_color_modes", ["white"]),
  ),
  profile: words({ example: "relax" }),
  ...flash,
};

const exclusive = {
  brightness: ["brightness", "brightness_pct", "brightness_step", "brightness_step_pct"],
  color_descriptors: [
    "color_name",
    "xy_color",
    "hs_color",
    "color_temp_kelvin",
    "rgb_color",
    "rgbw_color",
    "rgbww_color",
    "white",
  ],
};

/** What a light remembers while it is off. */
type Memory = { brightness?: number; kelvin?: number; hs?: Pair; effect?: string };

function modesOf(attributes: Attributes): readonly string[] {
  return (attributes["supported_color_modes"] as readonly string[] | undefined) ?? ["onoff"];
}

/** The attributes of a light that is on (or, with `on` false, the same keys with nothing in them). */
export function lightAttributes(fixed: Attributes, memory: Memory, on: boolean): Attributes {
  const modes = modesOf(fixed);
  const dimmable = modes.some((mode) => dimmableModes.includes(mode));
  const white = modes.includes("color_temp");
  const coloured = modes.some((mode) => colourModes.includes(mode));
  const inColour = coloured && (memory.hs !== undefined || !white);
  const colourMode = modes.find((mode) => colourModes.includes(mode));
  const mode = inColour ? colourMode : white ? "color_temp" : modes[0];
  const shown: Record<string, unknown> = {};
  if (Array.isArray(fixed["effect_list"])) shown["effect"] = on ? (memory.effect ?? "off") : null;
  shown["color_mode"] = on ? mode : null;
  if (dimmable) shown["brightness"] = on ? (memory.brightness ?? 255) : null;
  if (!white && !coloured) return shown;

  return { ...shown, ...colourAttributes(memory, on, white, inColour) };
}

function colourAttributes(memory: Memory, on: boolean, white: boolean, inColour: boolean): Attributes {
  const kelvin = memory.kelvin ?? 2700;
  const keys = {
    ...(white ? { color_temp_kelvin: null } : {}),
    hs_color: null,
    rgb_color: null,
    xy_color: null,
  };
  if (!on) return keys;
  const rgb: Triple = inColour ? hsToRgb(memory.hs ?? [0, 0]) : kelvinToRgb(kelvin);
  const rounded = rgb.map(Math.round) as unknown as Triple;
  return {
    ...keys,
    ...(white && !inColour ? { color_temp_kelvin: kelvin } : {}),
    hs_color: inColour ? (memory.hs ?? [0, 0]) : rgbToHs(rgb),
    rgb_color: rounded,
    xy_color: rgbToXy(rounded),
  };
}

function wantedBrightness(data: Data, now: number | undefined): number | undefined {
  if (typeof data["brightness"] === "number") return data["brightness"];
  if (typeof data["white"] === "number") return data["white"];
  if (typeof data["brightness_pct"] === "number") return Math.round((255 * data["brightness_pct"]) / 100);
  const step =
    data["brightness_step"] ??
    (typeof data["brightness_step_pct"] === "number" ? data["brightness_step_pct"] * 2.55 : undefined);
  if (typeof step !== "number") return undefined;
  return Math.min(255, Math.max(0, Math.round((now ?? 0) + step)));
}

function wantedColour(data: Data): Pair | undefined {
  if (data["hs_color"]) return data["hs_color"] as Pair;
  if (data["xy_color"]) return rgbToHs(xyToRgb(data["xy_color"] as Pair));
  const rgb = data["rgb_color"] ?? data["rgbw_color"] ?? data["rgbww_color"];
  if (Array.isArray(rgb)) return rgbToHs(rgb.slice(0, 3) as unknown as Triple);
  if (typeof data["color_name"] === "string") return rgbToHs(namedColour(data["color_name"]));
  return undefined;
}

/** What a colour means for a lamp that only does shades of white. */
function remember(memory: Memory, attributes: Attributes, data: Data): void {
  const modes = modesOf(attributes);
  const coloured = modes.some((mode) => colourModes.includes(mode));
  const hs = wantedColour(data);
  if (hs && coloured) memory.hs = hs;
  const kelvin = data["color_temp_kelvin"];
  if (typeof kelvin === "number") {
    if (modes.includes("color_temp")) {
      const min = Number(attributes["min_color_temp_kelvin"] ?? 2000);
      const max = Number(attributes["max_color_temp_kelvin"] ?? 6500);
      memory.kelvin = Math.min(max, Math.max(min, kelvin));
      delete memory.hs;
    } else if (coloured) memory.hs = rgbToHs(kelvinToRgb(kelvin));
  }
  const effects = attributes["effect_list"];
  if (typeof data["effect"] === "string" && Array.isArray(effects)) memory.effect = data["effect"];
}

function turnOn(world: World, light: Entity, data: Data, call: Call): unknown {
  if (light.members) return call.run("light", "turn_on", { ...data, entity_id: light.members });
  const state = world.states.get(light.id);
  if (!state) return undefined;
  const memory: Memory = light.memory;
  const on = state.state === "on";
  const brightness = wantedBrightness(data, on ? memory.brightness : 0);
  if (brightness === 0) return turnOff(world, light, {}, call);
  if (brightness !== undefined) memory.brightness = brightness;
  remember(memory, state.attributes, data);
  world.write(light, "on", lightAttributes(state.attributes, memory, true));
  return undefined;
}

function turnOff(world: World, light: Entity, data: Data, call: Call): unknown {
  if (light.members) return call.run("light", "turn_off", { ...data, entity_id: light.members });
  const state = world.states.get(light.id);
  if (state) world.write(light, "off", lightAttributes(state.attributes, light.memory, false));
  return undefined;
}

function toggle(world: World, light: Entity, data: Data, call: Call): unknown {
  const on = world.states.get(light.id)?.state === "on";
  return on ? turnOff(world, light, {}, call) : turnOn(world, light, data, call);
}

const stepField: Fields = {
  brightness_step: range(-225, 255, withBrightness, clamped(integer, -255, 255)),
};

/** What `toggle` takes without telling. */
const untoldSteps: Fields = Object.fromEntries(
  Object.entries({ ...steps, ...stepField }).map(([key, field]) => [key, untold(field)]),
);

export const lightServices: Readonly<Record<string, Service>> = {
  turn_on: entityService("light", undefined, { ...basics, ...steps, ...effect }, turnOn, {
    exclusive,
    sections: { additional_fields: { collapsed: true, fields: { ...more, ...stepField } } },
  }),
  turn_off: entityService(
    "light",
    undefined,
    { transition: seconds(needs(lightFeature.transition)) },
    turnOff,
    {
      sections: { additional_fields: { collapsed: true, fields: flash } },
    },
  ),
  toggle: entityService("light", undefined, { ...basics, ...effect, ...untoldSteps }, toggle, {
    exclusive,
    sections: { additional_fields: { collapsed: true, fields: more } },
  }),
};
