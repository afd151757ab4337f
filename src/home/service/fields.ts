/** The fields of a service: what it takes, in what range, and whether given data fits. */

import { type JsonObject, plainNumber, plainText, wordTable } from "../../core/json.ts";
import { cleanLine, cleanName, quote } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import type { ServiceField } from "../../hass/service-description.ts";
import type { WireServiceField } from "../../hass/wire.ts";
import { similarityTo } from "../see/similarity.ts";

/** Whether a field's filter lets this entity use it: any of the feature bits, or any of the attribute's values. */
export function fieldApplies(field: WireServiceField, state: EntityState): boolean {
  const { filter } = field;
  if (!filter) return true;
  const features = plainNumber(state.attributes["supported_features"] ?? 0);
  if (filter.supported_features?.some((mask) => (features & mask) === mask)) return true;
  for (const [key, values] of Object.entries(filter.attribute ?? {})) {
    const actual = state.attributes[key];
    const list = Array.isArray(actual) ? actual : [actual];
    if (list.some((value) => values.includes(value))) return true;
  }
  return !filter.supported_features && !filter.attribute;
}

type Options = readonly (string | number)[];

/** What an entity itself allows, from its attributes: options lists and limits that services do not describe. */
const LISTS: Readonly<Record<string, string>> = wordTable({
  effect: "effect_list",
  preset_mode: "preset_modes",
  hvac_mode: "hvac_modes",
  fan_mode: "fan_modes",
  swing_mode: "swing_modes",
  swing_horizontal_mode: "swing_horizontal_modes",
  source: "source_list",
  sound_mode: "sound_mode_list",
  option: "options",
  mode: "available_modes",
  operation_mode: "operation_list",
  fan_speed: "fan_speed_list",
  tone: "available_tones",
  activity: "activity_list",
});
const LIMITS: Readonly<Record<string, readonly [string, string]>> = wordTable({
  temperature: ["min_temp", "max_temp"],
  target_temp_low: ["min_temp", "max_temp"],
  target_temp_high: ["min_temp", "max_temp"],
  humidity: ["min_humidity", "max_humidity"],
  value: ["min", "max"],
  color_temp_kelvin: ["min_color_temp_kelvin", "max_color_temp_kelvin"],
});

export type Range = {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly unit: string | undefined;
};

/** The numbers a field takes: the entity's own limits win over the description's. */
export function rangeOf(
  name: string,
  field: WireServiceField,
  state: EntityState | undefined,
): Range | undefined {
  const selector = field.selector ?? {};
  const kind = Object.keys(selector)[0];
  const options = selector[kind ?? ""] as JsonObject | null | undefined;
  // min and max of a text entity are lengths
  const [low, high] = state && TEXT.test(state.id) ? [] : (LIMITS[name] ?? []);
  const own =
    state && low !== undefined && high !== undefined
      ? [number(state.attributes[low]), number(state.attributes[high])]
      : [];
  if (kind !== "number" && kind !== "color_temp" && own[0] === undefined && own[1] === undefined)
    return undefined;
  const unit = options?.["unit_of_measurement"] ?? (options?.["unit"] === "kelvin" ? "K" : undefined);
  return {
    min: own[0] ?? number(options?.["min"]),
    max: own[1] ?? number(options?.["max"]),
    unit: typeof unit === "string" ? unit : undefined,
  };
}

/** Whether entities list the words of such a field. */
export function hasOwnOptions(name: string): boolean {
  return LISTS[name] !== undefined;
}

/** The words that an entity itself lists for such a field. */
export function ownOptions(name: string, { attributes }: EntityState): Options | undefined {
  const key = LISTS[name];
  const own = key === undefined ? undefined : attributes[key];
  return Array.isArray(own)
    ? own.filter((value) => typeof value === "string" || typeof value === "number")
    : undefined;
}

/** The words a field takes; undefined when it takes any. */
export function optionsOf(
  name: string,
  field: WireServiceField,
  state: EntityState | undefined,
): Options | undefined {
  const own = state && ownOptions(name, state);
  if (own) return own;
  const select = field.selector?.["select"] as
    | { options?: readonly unknown[]; custom_value?: boolean }
    | null
    | undefined;
  if (!select?.options || select.custom_value) return undefined;
  return select.options.map((option) =>
    typeof option === "object" && option !== null && "value" in option
      ? String(option.value)
      : String(option),
  );
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

const OPTIONS_SHOWN = 20;

/** Home Assistant itself refuses, or cuts without a word, what is beyond these; other ranges are its user interface's. */
const OWN_RANGES: ReadonlySet<string> = new Set([
  "brightness",
  "brightness_pct",
  "white",
  "percentage",
  "position",
  "tilt_position",
  "volume_level",
  "humidity",
]);

/** The fault of one value, or undefined when it fits; `state` narrows to what this entity can. */
export function faultOfValue(
  name: string,
  value: unknown,
  field: WireServiceField,
  state: EntityState | undefined,
): string | undefined {
  const options = optionsOf(name, field, state);
  if (options && (typeof value === "string" || typeof value === "number")) {
    if (name === "color_name") return faultOfColor(plainText(value), options.map(String));
    return options.map(String).includes(plainText(value))
      ? undefined
      : `${cleanName(name)} must be one of: ${listedOptions(options)}`;
  }
  if (name === "value" && state && TEXT.test(state.id)) return faultOfLength(plainText(value), state);
  const range = rangeOf(name, field, state);
  if (range) return faultOfNumber(name, value, judged(name, range, state));
  if (field.selector && "boolean" in field.selector && typeof value !== "boolean") {
    return ["true", "false", "on", "off", 0, 1].includes(value as string)
      ? undefined
      : `${name} must be true or false`;
  }
  return undefined;
}

function listedOptions(options: Options): string {
  const shown = options.slice(0, OPTIONS_SHOWN).map((option) => {
    const word = cleanName(String(option));
    // a comma of its own would part it
    return word.includes(",") ? quote(word, 60) : word;
  });
  const more = options.length - OPTIONS_SHOWN;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const TEXT = /^(input_)?text\./;

/** Home Assistant drops a text that is too long for a helper, or too short, without a word. */
function faultOfLength(text: string, { attributes }: EntityState): string | undefined {
  const [min, max] = [number(attributes["min"]), number(attributes["max"])];
  const { length } = [...text];
  const fits = (min === undefined || length >= min) && (max === undefined || length <= max);
  return fits ? undefined : `value must have ${min === max ? min : `${min ?? 0}–${max ?? ""}`} characters`;
}

/** The limits that hold: those of the entity, and those that Home Assistant has itself. */
function judged(name: string, range: Range, state: EntityState | undefined): Range {
  if (OWN_RANGES.has(name)) return range;
  const [low = "", high = ""] = LIMITS[name] ?? [];
  const own = (key: string) => (state && !TEXT.test(state.id) ? number(state.attributes[key]) : undefined);
  return { ...range, min: own(low), max: own(high) };
}

function faultOfColor(value: string, names: readonly string[]): string | undefined {
  const fold = (text: string) => text.toLowerCase().replace(/[\s_-]/g, "");
  if (names.some((name) => fold(name) === fold(value))) return undefined;
  const similar = similarityTo(fold(value));
  const near = [...names].sort((a, b) => similar(b) - similar(a)).slice(0, 5);
  return `color_name: there is no ${cleanLine(value, 30)}; nearest ${near.join(", ")}`;
}

function faultOfNumber(name: string, value: unknown, { min, max, unit }: Range): string | undefined {
  const text =
    min === undefined && max === undefined ? "" : ` ${min ?? ""}–${max ?? ""}${unit ? ` ${unit}` : ""}`;
  if (
    typeof value !== "number" &&
    !(typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
  ) {
    return `${name} must be a number${text}`;
  }
  const given = plainNumber(value);
  if ((min !== undefined && given < min) || (max !== undefined && given > max))
    return `${name} must be${text}`;
  return undefined;
}

/** One field for a reader: `brightness_pct: number 0–100 %`, `*` in front of a required one. */
export function describeField({ name: raw, field }: ServiceField, state: EntityState | undefined): string {
  // fields and options of scripts are somebody's text
  const name = cleanName(raw);
  const kind = Object.keys(field.selector ?? {})[0];
  const options = optionsOf(raw, field, state);
  const range = rangeOf(raw, field, state);
  const mark = field.required ? "*" : "";
  if (options) {
    const shown = options
      .slice(0, 12)
      .map((option) => cleanName(String(option)))
      .join("|");
    return `${mark}${name}: ${shown}${options.length > 12 ? `|… ${options.length - 12} more` : ""}`;
  }
  if (range && (range.min !== undefined || range.max !== undefined)) {
    return `${mark}${name}: ${range.min ?? ""}–${range.max ?? ""}${range.unit ? ` ${range.unit}` : ""}`;
  }
  return kind === undefined ? `${mark}${name}` : `${mark}${name}: ${kind.replaceAll("_", " ")}`;
}
