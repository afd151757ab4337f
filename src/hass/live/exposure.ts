/** Which entities Home Assistant exposes to Assist (`conversation`), as its own rules have it. */

import { domainOf } from "../../core/entity-id.ts";
import { plainText } from "../../core/json.ts";
import type { EntityState } from "../gateway.ts";

/** The part of `config/entity_registry/list` that decides exposure; open to every user. */
export type ExposureEntry = {
  readonly entity_id: string;
  readonly entity_category?: string | null;
  readonly hidden_by?: string | null;
  readonly options?: { readonly conversation?: { readonly should_expose?: boolean } };
};

// Home Assistant's defaults (homeassistant/components/homeassistant/exposed_entities.py, verified on 2026.11).
const DOMAINS = new Set([
  "climate", "cover", "fan", "humidifier", "light", "media_player", "scene", "switch", "todo", "vacuum", "water_heater",
]); // biome-ignore format: a word list
const BINARY_SENSORS = new Set(["door", "garage_door", "lock", "motion", "opening", "presence", "window"]);
const SENSORS = new Set([
  "aqi", "carbon_monoxide", "carbon_dioxide", "humidity", "pm10", "pm25", "temperature", "volatile_organic_compounds",
]); // biome-ignore format: a word list

/** Set explicitly, else Home Assistant's default; an entity without registry entry is not exposed. */
export function exposedEntities(
  entries: readonly ExposureEntry[],
  states: ReadonlyMap<string, EntityState>,
): ReadonlySet<string> {
  const exposed = new Set<string>();
  for (const entry of entries) {
    const chosen = chosenFor(entry);
    if (chosen ?? byDefault(entry, states.get(entry.entity_id))) exposed.add(entry.entity_id);
  }
  return exposed;
}

function chosenFor({ options }: ExposureEntry): boolean | undefined {
  const chosen: unknown = options?.conversation?.should_expose;
  return typeof chosen === "boolean" ? chosen : undefined;
}

function byDefault(entry: ExposureEntry, state: EntityState | undefined): boolean {
  if (entry.entity_category || entry.hidden_by) return false;
  const domain = domainOf(entry.entity_id);
  if (DOMAINS.has(domain)) return true;
  const deviceClass = plainText(state?.attributes["device_class"] ?? "");
  return (
    (domain === "binary_sensor" && BINARY_SENSORS.has(deviceClass)) ||
    (domain === "sensor" && SENSORS.has(deviceClass))
  );
}
