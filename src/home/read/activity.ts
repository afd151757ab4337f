/** What an entity is doing that a person would want to hear of, in one word per kind. */

import { plainText } from "../../core/json.ts";
import type { EntityState } from "../../hass/gateway.ts";

/** Shown in this order. */
export const ACTIVITIES = [
  "lights on",
  "switches on",
  "open",
  "unlocked",
  "playing",
  "running",
  "motion",
] as const;
export type Activity = (typeof ACTIVITIES)[number];

const OPENINGS = new Set(["door", "window", "garage_door", "opening", "lock"]);
const DANGERS = new Set([
  "moisture",
  "smoke",
  "gas",
  "carbon_monoxide",
  "problem",
  "safety",
  "tamper",
  "heat",
  "cold",
]);
const PRESENCE = new Set(["motion", "occupancy", "presence"]);
const LOW_BATTERY_PERCENT = 15;

/** What is on, open, playing or moving; undefined when nothing is to be said. */
export function activityOf(domain: string, { state, attributes }: EntityState): Activity | undefined {
  switch (domain) {
    case "light":
      return state === "on" ? "lights on" : undefined;
    case "switch":
    case "input_boolean":
      return state === "on" ? "switches on" : undefined;
    case "cover":
    case "valve":
      return state === "open" || state === "opening" ? "open" : undefined;
    case "lock":
      return state === "unlocked" || state === "open" ? "unlocked" : undefined;
    case "media_player":
      return state === "playing" ? "playing" : undefined;
    case "fan":
    case "humidifier":
    case "siren":
      return state === "on" ? "running" : undefined;
    case "vacuum":
    case "lawn_mower":
      return state === "cleaning" || state === "mowing" ? "running" : undefined;
    case "binary_sensor":
      return state === "on" ? sensed(plainText(attributes["device_class"] ?? "")) : undefined;
    default:
      return undefined;
  }
}

function sensed(deviceClass: string): Activity | undefined {
  if (OPENINGS.has(deviceClass)) return "open";
  return PRESENCE.has(deviceClass) ? "motion" : undefined;
}

/** What is out of order: a danger that a sensor reports, a low battery, an alarm. */
export function unusualOf(domain: string, { state, attributes }: EntityState): string | undefined {
  const deviceClass = plainText(attributes["device_class"] ?? "");
  if (domain === "binary_sensor" && state === "on" && DANGERS.has(deviceClass))
    return deviceClass.replaceAll("_", " ");
  if (domain === "alarm_control_panel" && state !== "disarmed" && state !== "unavailable")
    return state.replaceAll("_", " ");
  if (domain === "lock" && state === "jammed") return "jammed";
  if (domain !== "sensor" || deviceClass !== "battery" || state.trim() === "") return undefined;
  return Number(state) < LOW_BATTERY_PERCENT ? `battery ${state} %` : undefined;
}
