/** One entity as an answer row: brief for a glance, full when everything is asked for. */

import { domainOf } from "../../core/entity-id.ts";
import type { JsonObject } from "../../core/json.ts";
import { holdsSecret, isSecretKey, isSecretText } from "../../core/sensitive.ts";
import { cleanName, cleanValue } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import { areaOf, deviceChain, floorOf, labelsOf } from "../../hass/registries.ts";
import { isPassword } from "../../hass/secret-state.ts";
import type { Row } from "../home.ts";
import { isHidden, namesHidden, shownField } from "./hidden-names.ts";
import { nameOf, type Sight } from "./sight.ts";

/** Attributes worth a glance, by domain; shown under these names. */
const GLANCE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  climate: {
    current_temperature: "current",
    temperature: "target",
    target_temp_low: "low",
    target_temp_high: "high",
    hvac_action: "action",
    preset_mode: "preset",
  },
  water_heater: { current_temperature: "current", temperature: "target" },
  humidifier: { current_humidity: "current", humidity: "target" },
  cover: { current_position: "position" },
  valve: { current_position: "position" },
  fan: { percentage: "percentage", preset_mode: "preset" },
  media_player: { media_title: "title", media_artist: "artist", source: "source" },
  vacuum: { battery_level: "battery" },
  weather: { temperature: "temperature", humidity: "humidity" },
  update: { installed_version: "installed", latest_version: "latest" },
  calendar: { message: "event", start_time: "start" },
  timer: { remaining: "remaining", finishes_at: "finishes" },
  automation: { last_triggered: "last_triggered" },
  script: { last_triggered: "last_triggered" },
};
/** Said elsewhere in the row, or of no use to a reader. */
const NOT_SHOWN = new Set([
  "friendly_name",
  "supported_features",
  "icon",
  "unit_of_measurement",
  "attribution",
  "editable",
]);
const LIST_MAX = 40;
/** Automations nest choices in sequences in choices; nothing that a person wrote is deeper. */
const DEEPEST = 30;

/** id, name, state with unit, a glance at what matters, area. */
export function briefRow(state: EntityState, place: Place, sight: Sight): Row {
  const attributes = sight.attributes(state);
  const area = areaOf(place.registries, state.id);
  return {
    id: state.id,
    name: nameOf(place, state.id),
    state: stateText(state, attributes, sight),
    ...glance(state, attributes),
    ...(area ? { area: cleanName(area.name) } : {}),
  };
}

/** Everything: attributes, device, floor, labels, times (seconds precision, UTC). */
export function fullRow(state: EntityState, place: Place, sight: Sight): Row {
  const attributes = sight.attributes(state);
  const shown = Object.entries(attributes).filter(
    ([key, value]) => !NOT_SHOWN.has(key) && value !== null && !isHidden(value, sight),
  );
  return {
    id: state.id,
    name: nameOf(place, state.id),
    state: stateText(state, attributes, sight),
    ...whereabouts(state.id, place),
    last_changed: isoSeconds(state.lastChanged),
    attributes: Object.fromEntries(shown.map(([key, value]) => [cleanName(key), safe(value, sight)])),
  };
}

/** id, name and the fields asked for: any of ours, or an attribute's name. */
export function fieldRow(state: EntityState, fields: readonly string[], place: Place, sight: Sight): Row {
  const attributes = sight.attributes(state);
  const ours: JsonObject = {
    ...whereabouts(state.id, place),
    state: stateText(state, attributes, sight),
    domain: domainOf(state.id),
    last_changed: isoSeconds(state.lastChanged),
    last_updated: isoSeconds(state.lastUpdated),
    platform: place.registries.entities.get(state.id)?.platform,
  };
  const row: Record<string, unknown> = {};
  for (const field of fields) {
    const value = Object.hasOwn(ours, field)
      ? ours[field]
      : Object.hasOwn(attributes, field) && !isHidden(attributes[field], sight)
        ? safe(attributes[field], sight)
        : undefined;
    if (value !== undefined && value !== null) row[field] = value;
  }
  return { id: state.id, name: nameOf(place, state.id), ...row };
}

/** Names of every field that `fieldRow` could give for this entity. */
export function fieldNames(state: EntityState, sight: Sight): readonly string[] {
  return [
    "state",
    "area",
    "floor",
    "device",
    "labels",
    "last_changed",
    "last_updated",
    ...Object.keys(sight.attributes(state)).map((key) => cleanName(key)),
  ];
}

/** State with its unit, e.g. `21.5 °C`. */
export function stateText(state: EntityState, attributes: JsonObject, sight: Sight): string {
  const unit = attributes["unit_of_measurement"];
  if (isPassword(state) || isSecretText(state.state)) return SECRET;
  if (namesHidden(state.state, sight)) return HIDDEN;
  const text = cleanValue(state.state);
  return typeof unit === "string" && state.state !== "unavailable" && state.state !== "unknown"
    ? `${text} ${cleanName(unit)}`
    : text;
}

function glance(state: EntityState, attributes: JsonObject): JsonObject {
  const domain = domainOf(state.id);
  if (domain === "light") {
    const brightness = attributes["brightness"];
    return typeof brightness === "number" ? { brightness: `${Math.round((brightness * 100) / 255)}%` } : {};
  }
  const row: Record<string, unknown> = {};
  for (const [key, shown] of Object.entries(GLANCE[domain] ?? {})) {
    const value = attributes[key];
    if (typeof value === "string" && value !== "") row[shown] = cleanValue(value);
    else if (typeof value === "number") row[shown] = value;
  }
  return row;
}

function whereabouts(id: string, place: Place): JsonObject {
  const { registries } = place;
  const area = areaOf(registries, id);
  const floor = floorOf(registries, id);
  const device = deviceChain(registries, id)[0];
  const labels = [...labelsOf(registries, id)].map((label) =>
    cleanName(registries.labels.get(label)?.name ?? label),
  );
  const category = registries.entities.get(id)?.category;
  return {
    ...(area ? { area: cleanName(area.name) } : {}),
    ...(floor ? { floor: cleanName(floor.name) } : {}),
    ...(device?.name ? { device: cleanName(device.name) } : {}),
    ...(labels.length > 0 ? { labels } : {}),
    ...(category ? { category } : {}),
  };
}

/**
 * Foreign values made fit to print: text cleaned and fenced, secrets and what names hidden entities taken out, lists and
 * depth bounded with what is left said.
 */
export function safe(value: unknown, sight: Sight, depth = 0): unknown {
  if (typeof value === "string") return holdsSecret(value) ? SECRET : cleanValue(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return "… deeper";
  if (Array.isArray(value)) {
    const seen = value.filter((element) => !isHidden(element, sight));
    const shown = seen.slice(0, LIST_MAX).map((element) => safe(element, sight, depth + 1));
    return seen.length > LIST_MAX ? [...shown, `… ${seen.length - LIST_MAX} more`] : shown;
  }
  const entries = Object.entries(value).flatMap(([key, given]): [string, unknown][] => {
    const inner = shownField(key, given, sight);
    const goes =
      inner === null || inner === undefined || namesHidden(key, sight) || namesHidden(inner, sight);
    return goes ? [] : [[key, inner]];
  });
  const shown = entries
    .slice(0, LIST_MAX)
    .map(([key, inner]) => [cleanName(key), isSecretKey(key) ? SECRET : safe(inner, sight, depth + 1)]);
  if (entries.length > LIST_MAX) shown.push(["…", `${entries.length - LIST_MAX} more`]);
  return Object.fromEntries(shown);
}

export const SECRET = "(secret)";
/** In place of a state that is the id of an entity which may not be seen. */
const HIDDEN = "(not in this grant)";

export function isoSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}
