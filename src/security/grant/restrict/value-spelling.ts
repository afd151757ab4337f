/** Which data of a service set the same value as others, spelled another way. */

import { plainNumber } from "../../../core/json.ts";

/** A key's value in the unit that its family is compared in; undefined = nobody can compare it. */
type Measure = (value: unknown) => number | undefined;
type Family = Readonly<Record<string, Measure | "alone">>;

/** What a service without data does to a value: sets it, or moves it from wherever it is. */
export type ServiceEffect = { readonly key: string; readonly to: unknown };

/** Down to nothing, never below. */
export const DOWN = Symbol("down");
export const SOMEWHERE = Symbol("somewhere");

const plain: Measure = (value) => numberOf(value);
const times =
  (factor: number): Measure =>
  (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : number * factor;
  };
/** As bright as its brightest channel. */
const brightest: Measure = (value) => {
  const channels = Array.isArray(value) ? value.map(numberOf) : [];
  return channels.length === 0 || channels.includes(undefined)
    ? undefined
    : Math.max(...channels.map((channel) => channel ?? 0));
};
const mireds: Measure = (value) => {
  const number = numberOf(value);
  return number === undefined || number <= 0 ? undefined : 1_000_000 / number;
};
const relative: Measure = () => undefined;
const PERCENT_OF_BRIGHTNESS = 2.55;

const COLOURS: Family = {
  rgb_color: "alone",
  rgbw_color: "alone",
  rgbww_color: "alone",
  hs_color: "alone",
  xy_color: "alone",
  color_name: "alone",
  profile: relative,
};
const TEMPERATURE: Family = { temperature: plain, target_temp_high: plain, target_temp_low: plain };
const POSITION: Family = {
  position: plain,
  tilt_position: plain,
  current_position: plain,
  current_tilt_position: plain,
};
const DATES: Family = { date: "alone", time: "alone", datetime: "alone", timestamp: "alone" };

/** By domain: keys of one family set the same value (home-assistant.io/integrations, "List of actions" of each). */
const FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  light: [
    {
      brightness: plain,
      brightness_pct: times(PERCENT_OF_BRIGHTNESS),
      white: plain,
      rgb_color: brightest,
      rgbw_color: brightest,
      rgbww_color: brightest,
      color_name: relative,
      brightness_step: relative,
      brightness_step_pct: relative,
      profile: relative,
    },
    { color_temp_kelvin: plain, kelvin: plain, color_temp: mireds, profile: relative },
    COLOURS,
  ],
  climate: [TEMPERATURE],
  water_heater: [TEMPERATURE],
  cover: [POSITION],
  valve: [POSITION],
  fan: [{ percentage: plain, speed: relative, percentage_step: "alone" }],
  media_player: [{ media_content_id: "alone", media: relative }],
  input_datetime: [DATES],
  datetime: [DATES],
};

/** By `domain.service`; what stops is let through, for it moves nothing. */
const EFFECTS: Readonly<Record<string, readonly ServiceEffect[]>> = {
  ...effects("media_player", { volume_up: SOMEWHERE, volume_down: DOWN }, "volume_level"),
  ...effects("fan", { increase_speed: SOMEWHERE, decrease_speed: DOWN }, "percentage"),
  ...effects("number", { increment: SOMEWHERE, decrement: SOMEWHERE }, "value"),
  ...effects("input_number", { increment: SOMEWHERE, decrement: SOMEWHERE }, "value"),
  ...effects("counter", { increment: SOMEWHERE, decrement: SOMEWHERE, reset: SOMEWHERE }, "value"),
  ...effects("select", choices(), "option"),
  ...effects("input_select", choices(), "option"),
  ...effects(
    "cover",
    {
      ...{ open_cover: 100, turn_on: 100, open_cover_tilt: 100 },
      ...{ close_cover: 0, turn_off: 0, close_cover_tilt: 0 },
      ...{ toggle: SOMEWHERE, toggle_cover_tilt: SOMEWHERE },
    },
    "position",
  ),
  ...effects(
    "valve",
    { open_valve: 100, turn_on: 100, close_valve: 0, turn_off: 0, toggle: SOMEWHERE },
    "position",
  ),
  ...effects("climate", { turn_off: "off", turn_on: SOMEWHERE, toggle: SOMEWHERE }, "hvac_mode"),
  ...effects("water_heater", { turn_off: "off", turn_on: SOMEWHERE, toggle: SOMEWHERE }, "operation_mode"),
};

function effects(domain: string, to: Readonly<Record<string, unknown>>, key: string) {
  return Object.fromEntries(
    Object.entries(to).map(([name, value]) => [`${domain}.${name}`, [{ key, to: value }]]),
  );
}

function choices() {
  return {
    select_next: SOMEWHERE,
    select_previous: SOMEWHERE,
    select_first: SOMEWHERE,
    select_last: SOMEWHERE,
    set_options: SOMEWHERE,
  };
}

export function effectsOf(service: string): readonly ServiceEffect[] {
  return Object.hasOwn(EFFECTS, service) ? (EFFECTS[service] ?? []) : [];
}

/** Both measures where one value can be held against a limit on another key; `alone` where only the key itself can. */
export function spellingOf(
  domain: string,
  limited: string,
  key: string,
): { readonly limited: Measure; readonly key: Measure } | "alone" | undefined {
  const families = Object.hasOwn(FAMILIES, domain) ? (FAMILIES[domain] ?? []) : [];
  for (const family of families) {
    const [of, by] = [own(family, limited), own(family, key)];
    // a limit on what is relative is one on the step
    if (of === undefined || by === undefined || of === relative) continue;
    return of === "alone" || by === "alone" ? "alone" : { limited: of, key: by };
  }
  return undefined;
}

function own(family: Family, key: string): Measure | "alone" | undefined {
  return Object.hasOwn(family, key) ? family[key] : undefined;
}

/** Home Assistant coerces "35" to 35. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value))
    return undefined;
  return plainNumber(value);
}
