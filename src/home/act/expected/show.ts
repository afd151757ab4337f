/** Attributes as an answer about an act shows them: `brightness 40 %`, `color 255,0,0`, `volume 30 %`. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import { isJsonObject, type JsonObject, plainText, wordTable } from "../../../core/json.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { askedOf } from "./asked-values.ts";
import { read } from "./expectation.ts";

/** What people call the attributes that a call may change; others stand by their own name. */
const CALLED: Readonly<Record<string, string>> = wordTable({
  rgb_color: "color",
  hs_color: "color",
  xy_color: "color",
  volume_level: "volume",
  is_volume_muted: "muted",
  current_position: "position",
  current_tilt_position: "tilt",
  color_temp_kelvin: "color temperature",
  percentage: "speed",
  media_title: "track",
  target_temp_low: "low",
  target_temp_high: "high",
  current_activity: "activity",
  preset_mode: "preset",
});
const UNIT: Readonly<Record<string, string>> = wordTable({
  current_position: " %",
  current_tilt_position: " %",
  percentage: " %",
  color_temp_kelvin: " K",
  humidity: " %",
});
/** Shown when one of them changed and nothing else of the row tells it. */
const TELLING = [
  "brightness",
  "rgb_color",
  "color_temp_kelvin",
  "effect",
  "volume_level",
  "is_volume_muted",
  "current_position",
  "current_tilt_position",
  "percentage",
  "preset_mode",
  "oscillating",
  "direction",
  "temperature",
  "target_temp_low",
  "target_temp_high",
  "humidity",
  "fan_mode",
  "swing_mode",
  "mode",
  "media_title",
  "source",
  "shuffle",
  "repeat",
  "fan_speed",
  "current_activity",
  "motion_detection",
  "skipped_version",
  "duration",
  "finishes_at",
] as const;

/** `brightness 40 %`; undefined for what is nothing to show. */
export function factOf(key: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const name = CALLED[key] ?? (key === "state" ? "" : key);
  return `${name} ${shownValue(key, value)}`.trim();
}

function shownValue(key: string, value: unknown): string {
  if (key === "brightness" && typeof value === "number") return `${percentOf(value)} %`;
  if (key === "volume_level" && typeof value === "number") return `${Math.round(value * 100)} %`;
  if (typeof value === "number") return `${Math.round(value * 100) / 100}${UNIT[key] ?? ""}`;
  if (isJsonObject(value)) return JSON.stringify(value);
  return plainText(value);
}

/** Of 255; the least that is lit is 1. */
export function percentOf(brightness: number): number {
  return brightness > 0 ? Math.max(1, Math.round((brightness * 100) / 255)) : 0;
}

/** The attributes that the data of a call speaks of, or that it changed without a word of them: worth showing. */
export function shownAttributes(
  service: string,
  data: JsonObject,
  before: EntityState | undefined,
  now: EntityState | undefined,
): readonly string[] {
  const id = before?.id ?? now?.id ?? "";
  const own = Object.keys(data).length === 0 ? [] : askedIn(service, data, id);
  const keys = new Set(own.filter((key) => key !== "state"));
  // white that a light mixes is a colour of it
  const other = keys.delete("color_temp_kelvin") && typeof now?.attributes["color_temp_kelvin"] !== "number";
  if (own.includes("color_temp_kelvin")) keys.add(other ? "rgb_color" : "color_temp_kelvin");
  for (const key of ["rgbw_color", "rgbww_color"])
    if (keys.has(key) && !Array.isArray(now?.attributes[key]) && keys.delete(key)) keys.add("rgb_color");
  if (keys.size === 0 && before && now && before.state === now.state)
    for (const key of changedIn(before, now)) keys.add(key);
  return [...keys];
}

function askedIn(service: string, data: JsonObject, id: string): readonly string[] {
  if (service !== "scene.apply")
    return askedOf(domainOf(id), objectOf(service), data, undefined).map(({ key }) => key);
  const entities = data["entities"];
  const given = isJsonObject(entities) ? entities[id] : undefined;
  return isJsonObject(given) ? askedOf(domainOf(id), "apply", given, undefined).map(({ key }) => key) : [];
}

const MOST_SHOWN = 3;

function changedIn(before: EntityState, now: EntityState): readonly string[] {
  return TELLING.filter((key) => plainText(read(before, key)) !== plainText(read(now, key))).slice(
    0,
    MOST_SHOWN,
  );
}
