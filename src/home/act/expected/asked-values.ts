/** What the data of a call asks of single attributes. */

import { type JsonObject, plainNumber, plainText, wordTable } from "../../../core/json.ts";
import { localInstant } from "../../../core/local-time.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { colorNamed } from "./color-names.ts";
import { isColor, isWhite, numberIn, onGrid, similar, toleranceOf } from "./compare.ts";
import { type AskedValue, read } from "./expectation.ts";
import { rgbOfHs, rgbOfRgbw, rgbOfRgbww } from "./light-color.ts";

/** Data keys that come back as an attribute, or as the state itself (`state`). */
const KEY_TO_ATTRIBUTE: Readonly<Record<string, Readonly<Record<string, string>>>> = wordTable({
  light: {
    brightness: "brightness",
    brightness_pct: "brightness",
    color_temp_kelvin: "color_temp_kelvin",
    rgb_color: "rgb_color",
    rgbw_color: "rgbw_color",
    rgbww_color: "rgbww_color",
    hs_color: "hs_color",
    xy_color: "xy_color",
    color_name: "rgb_color",
    effect: "effect",
  },
  fan: {
    percentage: "percentage",
    preset_mode: "preset_mode",
    oscillating: "oscillating",
    direction: "direction",
  },
  climate: {
    temperature: "temperature",
    target_temp_low: "target_temp_low",
    target_temp_high: "target_temp_high",
    hvac_mode: "state",
    preset_mode: "preset_mode",
    fan_mode: "fan_mode",
    swing_mode: "swing_mode",
    swing_horizontal_mode: "swing_horizontal_mode",
    humidity: "humidity",
  },
  water_heater: { temperature: "temperature", operation_mode: "operation_mode", away_mode: "away_mode" },
  humidifier: { humidity: "humidity", mode: "mode" },
  cover: { position: "current_position", tilt_position: "current_tilt_position" },
  valve: { position: "current_position" },
  media_player: {
    volume_level: "volume_level",
    is_volume_muted: "is_volume_muted",
    source: "source",
    sound_mode: "sound_mode",
    shuffle: "shuffle",
    repeat: "repeat",
  },
  vacuum: { fan_speed: "fan_speed" },
  number: { value: "state" },
  input_number: { value: "state" },
  counter: { value: "state" },
  select: { option: "state" },
  input_select: { option: "state", options: "options" },
  text: { value: "state" },
  input_text: { value: "state" },
  date: { date: "state" },
  time: { time: "state" },
  datetime: { datetime: "state" },
  input_datetime: { date: "state", time: "state", datetime: "state", timestamp: "timestamp" },
  timer: { duration: "duration" },
  remote: { activity: "current_activity" },
});

/** Data that changes how, not what. */
const MANNER = new Set(["transition", "code", "flash", "cycle", "stop_actions", "skip_condition", "speed"]);

/** Whether a key of the data says how something is done, not what. */
export function isManner(key: string): boolean {
  return MANNER.has(key);
}

export function isCompared(domain: string, key: string): boolean {
  return Object.hasOwn(KEY_TO_ATTRIBUTE[domain] ?? {}, key);
}

/** `zone`: IANA name of the home's time zone. */
export function askedOf(
  domain: string,
  verb: string,
  data: JsonObject,
  zone: string | undefined,
): AskedValue[] {
  // a timer is changed by a duration, not to it
  if (verb === "turn_off" || (domain === "timer" && verb === "change")) return [];
  const asked: AskedValue[] = [];
  for (const [name, value] of Object.entries(data)) {
    const keys = KEY_TO_ATTRIBUTE[domain] ?? {};
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (key === undefined || value === null) continue;
    if (name === "brightness_pct" && !Number.isFinite(Number(value))) continue;
    asked.push(askedBy(domain, name, key, value, zone));
  }
  // off by nought has no brightness or speed to compare
  const goesOff = asked.some(
    ({ key, value }) => (key === "brightness" || (domain === "fan" && key === "percentage")) && value === 0,
  );
  return goesOff
    ? [{ key: "state", value: "off", holds: ({ state }: EntityState) => state === "off" }]
    : asked;
}

function askedBy(
  domain: string,
  name: string,
  key: string,
  given: unknown,
  zone: string | undefined,
): AskedValue {
  if (name === "brightness_pct") {
    const value = Math.round((plainNumber(given) * 255) / 100);
    return { key, value, holds: closeTo(key, value) };
  }
  if (domain === "light" && Object.hasOwn(COLORS, name) && COLORS[name])
    return { key, value: given, holds: COLORS[name](given) };
  const text = TEXTS[domain];
  if (text && key === "state") return { key, value: given, holds: text(name, given, zone) };
  if (name === "away_mode") {
    const value = given === true || given === "on" ? "on" : "off";
    return { key, value, holds: ({ attributes }) => attributes[key] === value };
  }
  if (name === "duration")
    return {
      key,
      value: given,
      holds: ({ attributes }) => secondsIn(attributes[key]) === secondsIn(given),
    };
  return { key, value: given, holds: closeTo(key, given) };
}

function closeTo(key: string, value: unknown): AskedValue["holds"] {
  return (now) => {
    const actual = read(now, key);
    const tolerance = toleranceOf(key);
    return (
      similar(actual, value, tolerance) || similar(actual, onGrid(key, value, now.attributes), tolerance)
    );
  };
}

const COLORS: Readonly<Record<string, (given: unknown) => AskedValue["holds"]>> = {
  rgb_color: (given) => colored(Array.isArray(given) ? given.map(Number) : undefined),
  color_name: (given) => colored(colorNamed(plainText(given))),
  hs_color: (given) => colored(Array.isArray(given) ? rgbOfHs(given.map(Number)) : undefined),
  rgbw_color: (given) => withWhite("rgbw_color", given, (parts) => rgbOfRgbw(parts)),
  rgbww_color: (given) =>
    withWhite(
      "rgbww_color",
      given,
      (parts, { min_color_temp_kelvin: warmest, max_color_temp_kelvin: coldest }) =>
        rgbOfRgbww(parts, numberIn(warmest), numberIn(coldest)),
    ),
  color_temp_kelvin: (given) => {
    const kelvin = numberIn(given);
    return ({ attributes }) => kelvin !== undefined && isWhite(attributes, kelvin);
  },
};

/** As such, or as a light shows it that has not these whites. */
function withWhite(
  key: string,
  given: unknown,
  toRgb: (parts: readonly number[], attributes: JsonObject) => readonly number[],
): AskedValue["holds"] {
  const own = closeTo(key, given);
  const parts = Array.isArray(given) ? given.map(Number) : undefined;
  return (now) =>
    Array.isArray(now.attributes[key])
      ? own(now)
      : parts !== undefined && isColor(now.attributes, toRgb(parts, now.attributes));
}

function colored(rgb: readonly number[] | undefined): AskedValue["holds"] {
  return ({ attributes }) =>
    rgb !== undefined &&
    attributes["color_mode"] !== "color_temp" &&
    attributes["color_mode"] !== "white" &&
    isColor(attributes, rgb);
}

type TextTest = (name: string, given: unknown, zone: string | undefined) => AskedValue["holds"];

const asWritten: TextTest = (_, given) => (now) => now.state === plainText(given);

/** Domains whose state is a text: `007` is not `7`. */
const TEXTS: Readonly<Record<string, TextTest>> = wordTable({
  text: asWritten,
  input_text: asWritten,
  select: asWritten,
  input_select: asWritten,
  date: asWritten,
  time: (_, given) => (now) => clockTime(now.state) === clockTime(plainText(given)),
  datetime: (_, given, zone) => (now) => Date.parse(now.state) === localInstant(plainText(given), zone),
  input_datetime: (name, given) => (now) => {
    const [date = "", time = ""] = now.state.includes(" ") ? now.state.split(" ") : [now.state, now.state];
    if (name === "date") return date === plainText(given);
    if (name === "time") return clockTime(time) === clockTime(plainText(given));
    const [day = "", hour = ""] = plainText(given).trim().split(/[T ]/);
    return date === day && clockTime(time) === clockTime(hour);
  },
});

/** `7:05` → `07:05:00` */
function clockTime(text: string): string {
  const [hours = "", minutes = "00", seconds = "00"] = text.trim().split(":");
  return [hours, minutes, seconds.split(/[.+Z-]/)[0] ?? ""].map((part) => part.padStart(2, "0")).join(":");
}

/** Of `0:02:00`, of a number of seconds, or of `{minutes: 2}`. */
function secondsIn(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string") {
    const parts = value.split(":").map(Number);
    return parts.some((part) => !Number.isFinite(part))
      ? undefined
      : parts.reduce((sum, part) => sum * 60 + part, 0);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = value as Readonly<Record<string, number>>;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
