/** States as people say them: with the word of their class, the home's time, the home's precision. */

import { domainOf } from "../../core/entity-id.ts";
import { isJsonObject, plainText } from "../../core/json.ts";
import { isoInZone } from "../../core/local-time.ts";
import type { EntityState, House } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";

/** What on and off of a binary sensor mean, by its class (Home Assistant's own words). */
const CLASS_WORDS: Readonly<Record<string, readonly [on: string, off: string]>> = {
  battery: ["low", "normal"],
  battery_charging: ["charging", "not charging"],
  carbon_monoxide: ["detected", "clear"],
  cold: ["cold", "normal"],
  connectivity: ["connected", "disconnected"],
  door: ["open", "closed"],
  garage_door: ["open", "closed"],
  gas: ["detected", "clear"],
  heat: ["hot", "normal"],
  light: ["light detected", "no light"],
  lock: ["unlocked", "locked"],
  moisture: ["wet", "dry"],
  motion: ["detected", "clear"],
  moving: ["moving", "not moving"],
  occupancy: ["detected", "clear"],
  opening: ["open", "closed"],
  plug: ["plugged in", "unplugged"],
  power: ["power", "no power"],
  presence: ["home", "away"],
  problem: ["problem", "ok"],
  running: ["running", "not running"],
  safety: ["unsafe", "safe"],
  smoke: ["detected", "clear"],
  sound: ["detected", "clear"],
  tamper: ["tampering", "clear"],
  update: ["update available", "up to date"],
  vibration: ["detected", "clear"],
  window: ["open", "closed"],
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** ` (open)`, or nothing. */
export function classWord({ id, state }: EntityState, deviceClass: unknown): string {
  if (domainOf(id) !== "binary_sensor" || typeof deviceClass !== "string") return "";
  const words = Object.hasOwn(CLASS_WORDS, deviceClass) ? CLASS_WORDS[deviceClass] : undefined;
  const word = state === "on" ? words?.[0] : state === "off" ? words?.[1] : undefined;
  return word === undefined ? "" : ` (${word})`;
}

/** An instant in the home's time, anything else as it is. */
export function inHomeTime(text: string, place: Place): string {
  if (!INSTANT.test(text)) return text;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? text : isoInZone(instant, zoneOf(place));
}

/** Instants, wherever they stand in a value, in the home's time. */
export function allInHomeTime(value: unknown, place: Place): unknown {
  if (typeof value === "string") return inHomeTime(value, place);
  if (Array.isArray(value)) return value.map((each) => allInHomeTime(each, place));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, allInHomeTime(inner, place)]));
}

/** With the digits that the home shows. */
export function atPrecision({ id, state }: EntityState, { registries }: Place): string {
  const digits = registries.entities.get(id)?.precision;
  if (digits === undefined || state.trim() === "" || !Number.isFinite(Number(state))) return state;
  return Number(state).toFixed(digits);
}

/** IANA name; UTC while nobody knows. */
export function zoneOf(place: Place & { readonly house?: Pick<House, "timeZone"> }): string {
  try {
    return place.house?.timeZone ?? "UTC";
  } catch {
    // not connected any more: states are there, the house is not
    return "UTC";
  }
}

/** `0:01:48` until an instant; undefined when it has passed. */
export function timeUntil(instant: unknown, now: number): string | undefined {
  const left = Math.round((Date.parse(plainText(instant)) - now) / 1_000);
  if (!(left >= 0)) return undefined;
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(left / 3_600)}:${pad(Math.floor(left / 60) % 60)}:${pad(left % 60)}`;
}

/** Of a home that is used before it says that it runs. */
export const STILL_STARTING = "Home Assistant is still starting: what it has not loaded yet is missing";
