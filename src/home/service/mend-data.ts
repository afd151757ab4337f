/** The data of a call as models write them, brought into the form that the service's fields ask for. */

import {
  byKeys,
  isJsonObject,
  type JsonObject,
  keyFor,
  type Meant,
  type OtherWords,
  plainText,
} from "../../core/json.ts";
import { spanSeconds } from "../../core/local-time.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import { descriptionOf, fieldsOf, type ServiceField } from "../../hass/service-description.ts";
import type { WireServiceField, WireServices } from "../../hass/wire.ts";
import { hasOwnOptions, ownOptions } from "./fields.ts";

/** What does not fit any known way of writing stays as it is, for the checks to name. */
export function mendData(
  service: string,
  data: JsonObject,
  { services, house }: Pick<Gateway, "services" | "house">,
): JsonObject {
  const given = Object.keys(data);
  if (given.length === 0) return data;
  const fields = new Map(fieldsOfAny(service, services).map(({ name, field }) => [name, field]));
  const isField = (word: string) => fields.has(word);
  const mended: Meant[] = [];
  for (const word of given) {
    const key = keyFor(word, isField, OTHER_WORDS);
    const value = withoutNulls(data[word]);
    if (value === undefined) continue;
    const field = fields.get(key);
    const degrees = foreignDegrees(key, value, house.temperatureUnit);
    const isNumber = NUMBERS.has(service) && key === "value";
    const next = degrees ?? (isNumber ? numberIn(value) : mendField(word, key, value, field));
    const inScene = service === "scene.apply" && key === "entities" ? statesAsText(next) : next;
    mended.push({ word, given: data[word], ...inOwnColor(key, inScene, fields) });
  }
  return byKeys(mended);
}

/** What says the other unit than the home's; of what is no temperature here nobody can tell what it would be. */
function foreignDegrees(key: string, value: unknown, own: string | undefined): unknown {
  const [, number, unit] = (typeof value === "string" && DEGREES.exec(value)) || [];
  if (number === undefined || own === undefined || own.endsWith(String(unit).toUpperCase())) return undefined;
  if (!TEMPERATURES.has(key)) return value;
  const there = Number(number);
  const here = own.endsWith("C") ? ((there - 32) * 5) / 9 : (there * 9) / 5 + 32;
  return Math.round(here * 10) / 10;
}

const DEGREES = /^\s*([+-]?\d+(?:\.\d+)?)\s*°?\s*([CF])\s*$/i;
const TEMPERATURES: ReadonlySet<string> = new Set(["temperature", "target_temp_low", "target_temp_high"]);

/** Number entities describe their value as a text. */
const NUMBERS: ReadonlySet<string> = new Set(["number.set_value", "input_number.set_value"]);

function numberIn(value: unknown): unknown {
  return typeof value === "string" ? numberFrom(value, "value", {}) : value;
}

/** Field → what it is called elsewhere, and was called before. */
const OTHER_WORDS: OtherWords = {
  color_name: ["color", "colour"],
  rgb_color: ["rgb", "hex", "hex_color"],
  color_temp_kelvin: ["kelvin", "color_temp", "color_temperature"],
  brightness_pct: ["brightness_percent", "brightness_percentage"],
  temperature: ["temp", "target_temperature"],
  hvac_mode: ["mode"],
  preset_mode: ["preset"],
  volume_level: ["volume"],
};

function mendField(said: string, key: string, value: unknown, field: WireServiceField | undefined): unknown {
  const next = field ? mendValue(key, value, field) : value;
  // what Home Assistant called so was in mired, a thousandth of which is no light's kelvin
  const isMired = said === "color_temp" && typeof next === "number" && next > 0 && next < 1_000;
  return isMired ? Math.round(1_000_000 / next) : next;
}

/** States of a scene are texts to Home Assistant, whatever they are. */
function statesAsText(entities: unknown): unknown {
  if (!isJsonObject(entities)) return entities;
  const asText = (value: unknown) => (typeof value === "number" ? String(value) : value);
  const given = Object.entries(entities).map(([id, value]) => [
    id,
    isJsonObject(value) && "state" in value ? { ...value, state: asText(value["state"]) } : asText(value),
  ]);
  return Object.fromEntries(given);
}

/** A colour's name among the numbers, and the other way round. */
function inOwnColor(
  key: string,
  value: unknown,
  fields: ReadonlyMap<string, WireServiceField>,
): Pick<Meant, "key" | "value"> {
  const rgb = key === "color_name" && fields.has("rgb_color") ? rgbFrom(value) : undefined;
  if (rgb) return { key: "rgb_color", value: rgb };
  if (key !== "rgb_color" || typeof value !== "string") return { key, value };
  const select = fields.get("color_name")?.selector?.["select"];
  const name = isJsonObject(select) ? optionFrom("", value, select["options"]) : value;
  return name === value && !isListed(value, select) ? { key, value } : { key: "color_name", value: name };
}

/** `homeassistant.turn_on` and its like hand their data on: those with any are lights' and fans'. */
function fieldsOfAny(service: string, services: WireServices): readonly ServiceField[] {
  const name = service.startsWith("homeassistant.") ? service.slice("homeassistant.".length) : undefined;
  const all = name === undefined ? [service] : [`fan.${name}`, `light.${name}`, service];
  return all.flatMap((each) => {
    const description = descriptionOf(services, each);
    return description ? fieldsOf(description) : [];
  });
}

/** null stands for nothing, wherever it stands. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value))
    return value.some((each) => each === null) ? value.filter((each) => each !== null) : value;
  if (!isJsonObject(value) || !Object.values(value).includes(null)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

function mendValue(key: string, value: unknown, { selector = {} }: WireServiceField): unknown {
  const [kind = ""] = Object.keys(isJsonObject(selector) ? selector : {});
  const settings = selector[kind];
  const options: JsonObject = isJsonObject(settings) ? settings : {};
  if (COLORS.has(key)) return colorFrom(key, value);
  const single =
    options["multiple"] !== true && Array.isArray(value) && value.length === 1 ? value[0] : value;
  switch (kind) {
    case "number":
    case "color_temp":
      return typeof single === "string" ? numberFrom(single, key, options) : single;
    case "duration":
      return typeof single === "string" ? (secondsOf(single) ?? single) : single;
    case "boolean":
      return typeof single === "string" ? (BOOLEANS[single.trim().toLowerCase()] ?? single) : single;
    case "color_rgb":
      return rgbFrom(single) ?? single;
    case "text":
    case "date":
    case "time":
    case "datetime":
      return typeof single === "number" ? String(single) : single;
    case "select":
      return options["multiple"] === true
        ? optionsFrom(key, value, options["options"])
        : optionFrom(key, single, options["options"]);
    case "object":
      return typeof value === "string" ? (parsed(value) ?? value) : value;
    default:
      return value;
  }
}

/** "3 min", "180"; what has colons Home Assistant reads itself. */
function secondsOf(text: string): number | undefined {
  return /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : spanSeconds(text);
}

const COLORS = new Set(["rgb_color", "rgbw_color", "rgbww_color", "hs_color", "xy_color"]);
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  false: false,
  off: false,
  no: false,
};

const NUMBER = /^\s*([+-]?\d+(?:\.\d+)?)\s*(%|°|°?[CF]|K|kelvin|s|sec|seconds?)?\s*$/i;

/** `"5"`, `"50%"`, `"21 °C"`; of a field that goes from nothing to all in other numbers a share is that share. */
function numberFrom(text: string, key: string, { max, unit_of_measurement: own }: JsonObject): unknown {
  const [, digits, unit] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return text;
  const value = Number(digits);
  const end = key === "brightness" || key === "white" ? 255 : max;
  if (unit !== "%" || own === "%" || typeof end !== "number" || end === 100) return value;
  // half of a temperature or of a time is no number that anybody meant
  if (!WHOLES.has(end)) return text;
  const share = (value / 100) * end;
  return end > 1 ? Math.round(share) : share;
}

const WHOLES: ReadonlySet<unknown> = new Set([1, 255]);

function colorFrom(key: string, value: unknown): unknown {
  if (key === "rgb_color") return rgbFrom(value) ?? value;
  const list = typeof value === "string" ? listFrom(value) : value;
  return numbersIn(list) ?? value;
}

const HEX = /^#?([0-9a-f]{6})$/i;

/** `#ff8800`, `255,136,0`, `[255, 136, 0]`, `rgb(255, 136, 0)`, `{r, g, b}`; undefined for what is no colour so. */
function rgbFrom(value: unknown): readonly number[] | undefined {
  if (isJsonObject(value)) {
    const { r, g, b, red = r, green = g, blue = b } = value;
    return numbersIn([red, green, blue]);
  }
  if (Array.isArray(value)) return numbersIn(value);
  if (typeof value !== "string") return undefined;
  const hex = HEX.exec(value.trim())?.[1];
  if (hex !== undefined) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return numbersIn(listFrom(value));
}

function listFrom(text: string): readonly unknown[] {
  return text.replace(/^\s*(rgb)?\s*[([]|[)\]]\s*$/gi, "").split(",");
}

function numbersIn(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length < 2) return undefined;
  const numbers = value.map((each) => (typeof each === "string" && each.trim() !== "" ? Number(each) : each));
  return numbers.every((each) => typeof each === "number" && Number.isFinite(each)) ? numbers : undefined;
}

/** Several of a list, also in one text: `needs_action, completed`. */
function optionsFrom(key: string, value: unknown, options: unknown): unknown {
  const one = optionFrom(key, value, options);
  const isOne = typeof one !== "string" || wordsIn(options).includes(one) || !/[[,]/.test(one);
  const list = isOne ? value : (parsed(one) ?? one.split(",").map((part) => part.trim()));
  return Array.isArray(list) ? list.map((each) => optionFrom(key, each, options)) : one;
}

/** In the list's own spelling, where that is unmistakable. */
function optionFrom(key: string, value: unknown, options: unknown): unknown {
  if (typeof value !== "string" || !Array.isArray(options)) return value;
  // Home Assistant takes colours without blanks
  return inSpelling(value, wordsIn(options)) ?? (key === "color_name" ? foldOption(value) : value);
}

function wordsIn(options: unknown): readonly unknown[] {
  return Array.isArray(options)
    ? options.map((option) => (isJsonObject(option) ? option["value"] : option))
    : [];
}

function foldOption(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]/g, "");
}

function isListed(word: string, select: unknown): boolean {
  return isJsonObject(select) && Array.isArray(select["options"]) && select["options"].includes(word);
}

/** As the list has it; undefined where it has no such word, or several. */
function inSpelling(value: string, words: readonly unknown[]): string | undefined {
  if (words.includes(value)) return value;
  const meant = words.filter((word) => typeof word === "string" && foldOption(word) === foldOption(value));
  return meant.length === 1 ? (meant[0] as string) : undefined;
}

/** Whether there is a word that entities may spell in their own way. */
export function givesOption(data: JsonObject): boolean {
  return optionKeys(data).length > 0;
}

function optionKeys(data: JsonObject): readonly string[] {
  return Object.keys(data).filter((key) => typeof data[key] === "string" && hasOwnOptions(key));
}

/** Options in the spelling of the entities that list them. */
export function mendOptions(data: JsonObject, listing: readonly EntityState[]): JsonObject {
  const mended = optionKeys(data).map((key) => {
    const words = new Set(listing.flatMap((state) => ownOptions(key, state) ?? []));
    const value = plainText(data[key]);
    return [key, inSpelling(value, [...words]) ?? value] as const;
  });
  return { ...data, ...Object.fromEntries(mended) };
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
