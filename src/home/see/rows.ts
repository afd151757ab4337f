/** One entity as an answer row: brief for a glance, full when everything is asked for. */

import { domainOf } from "../../core/entity-id.ts";
import { type JsonObject, wordTable } from "../../core/json.ts";
import { isoInZone } from "../../core/local-time.ts";
import { holdsSecret, isSecretKey, isSecretText } from "../../core/sensitive.ts";
import { cleanName, cleanValue, VALUE_MAX } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import { areaOf, deviceChain, floorOf, labelsOf } from "../../hass/registries.ts";
import { isPassword } from "../../hass/secret-state.ts";
import type { Row } from "../home.ts";
import { isHidden, namesHidden, shownField } from "./hidden-names.ts";
import { atPrecision, classWord, inHomeTime, timeUntil, zoneOf } from "./said.ts";
import { nameOf, type Sight } from "./sight.ts";

/** Attributes worth a glance, by domain; shown under these names. */
const GLANCE: Readonly<Record<string, Readonly<Record<string, string>>>> = wordTable({
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
});
/** Said elsewhere in the row, or of no use to a reader. */
const NOT_SHOWN = new Set([
  "friendly_name",
  "supported_features",
  "icon",
  "unit_of_measurement",
  "attribution",
  "editable",
]);
/** How much of a list, and how many characters of a text, stand in an answer. */
export type Bounds = { readonly list: number; readonly value: number };
const USUAL: Bounds = { list: 40, value: VALUE_MAX };
/** As much as a whole answer holds. */
export const WHOLE: Bounds = { list: 2_000, value: 6_000 };
/** Automations nest choices in sequences in choices; nothing that a person wrote is deeper. */
const DEEPEST = 30;

/** id, name, state with unit, a glance at what matters, area. */
export function briefRow(state: EntityState, place: Place, sight: Sight, now: number): Row {
  const attributes = sight.attributes(state);
  const area = areaOf(place.registries, state.id);
  return {
    id: state.id,
    name: nameOf(place, state.id),
    state: stateText(state, attributes, sight, place),
    ...glance(state, attributes, place, now),
    ...(area ? { area: cleanName(area.name) } : {}),
  };
}

/** Everything: attributes, device, floor, labels, times (to the second, in the home's time). */
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
    last_changed: isoInZone(state.lastChanged * 1_000, zoneOf(place)),
    attributes: Object.fromEntries(
      shown.map(([key, value]) => [cleanName(key), safe(timed(value, place), sight)]),
    ),
  };
}

/** id, name and the fields asked for: any of ours, or an attribute's name. */
export function fieldRow(state: EntityState, fields: readonly string[], place: Place, sight: Sight): Row {
  const attributes = sight.attributes(state);
  const ours: JsonObject = {
    ...whereabouts(state.id, place),
    state: stateText(state, attributes, sight),
    domain: domainOf(state.id),
    last_changed: isoInZone(state.lastChanged * 1_000, zoneOf(place)),
    last_updated: isoInZone(state.lastUpdated * 1_000, zoneOf(place)),
    platform: place.registries.entities.get(state.id)?.platform,
  };
  // one field alone gets the whole answer
  const bounds = fields.length === 1 ? WHOLE : USUAL;
  const row: Record<string, unknown> = {};
  for (const field of fields) {
    const value = Object.hasOwn(ours, field)
      ? ours[field]
      : Object.hasOwn(attributes, field) && !isHidden(attributes[field], sight)
        ? safe(timed(attributes[field], place), sight, bounds)
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
export function stateText(state: EntityState, attributes: JsonObject, sight: Sight, shownIn?: Place): string {
  const unit = attributes["unit_of_measurement"];
  if (isPassword(state) || isSecretText(state.state)) return SECRET;
  if (namesHidden(state.state, sight)) return HIDDEN;
  const told = shownIn ? inHomeTime(atPrecision(state, shownIn), shownIn) : state.state;
  const text = cleanValue(told) + classWord(state, attributes["device_class"]);
  return typeof unit === "string" && state.state !== "unavailable" && state.state !== "unknown"
    ? `${text} ${cleanName(unit)}`
    : text;
}

function timed(value: unknown, place: Place): unknown {
  return typeof value === "string" ? inHomeTime(value, place) : value;
}

function glance(state: EntityState, attributes: JsonObject, place: Place, now: number): JsonObject {
  const domain = domainOf(state.id);
  if (domain === "light") {
    const brightness = attributes["brightness"];
    return typeof brightness === "number" ? { brightness: `${Math.round((brightness * 100) / 255)}%` } : {};
  }
  const row: Record<string, unknown> = {};
  if (domain === "update" && attributes["in_progress"]) row["installing"] = progressOf(attributes);
  for (const [key, shown] of Object.entries(GLANCE[domain] ?? {})) {
    const fact = domain === "timer" ? timerFact(key, state, attributes, now) : attributes[key];
    const value = timed(fact, place);
    if (typeof value === "string" && value !== "") row[shown] = cleanValue(value);
    else if (typeof value === "number") row[shown] = value;
  }
  return row;
}

/** `42 %`, where it is told. */
function progressOf({ update_percentage, in_progress }: JsonObject): string {
  const percent = typeof update_percentage === "number" ? update_percentage : in_progress;
  return typeof percent === "number" ? `${percent} %` : "in progress";
}

/** What remains of a timer stands still in its attribute while it runs. */
function timerFact(key: string, { state }: EntityState, attributes: JsonObject, now: number): unknown {
  if (key !== "remaining" || state !== "active")
    return key === "remaining" && state === "idle" ? undefined : attributes[key];
  return timeUntil(attributes["finishes_at"], now) ?? attributes[key];
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
export function safe(value: unknown, sight: Sight, bounds: Bounds = USUAL, depth = 0): unknown {
  const { list } = bounds;
  if (typeof value === "string") return holdsSecret(value) ? SECRET : cleanValue(value, bounds.value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return "… deeper";
  if (Array.isArray(value)) {
    const seen = value.filter((element) => !isHidden(element, sight));
    const shown = seen.slice(0, list).map((element) => safe(element, sight, bounds, depth + 1));
    return seen.length > list ? [...shown, `… ${seen.length - list} more`] : shown;
  }
  const entries = Object.entries(value).flatMap(([key, given]): [string, unknown][] => {
    const inner = shownField(key, given, sight);
    const goes =
      inner === null || inner === undefined || namesHidden(key, sight) || namesHidden(inner, sight);
    return goes ? [] : [[key, inner]];
  });
  const shown = entries
    .slice(0, list)
    .map(([key, inner]) => [
      cleanName(key),
      isSecretKey(key) ? SECRET : safe(inner, sight, bounds, depth + 1),
    ]);
  if (entries.length > list) shown.push(["…", `${entries.length - list} more`]);
  return Object.fromEntries(shown);
}

export const SECRET = "(secret)";
/** In place of a state that is the id of an entity which may not be seen. */
const HIDDEN = "(not in this grant)";
