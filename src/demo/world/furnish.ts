/** Puts furniture into the house: devices and registry entries first, states when Home Assistant is up. */

import { objectOf } from "../../core/entity-id.ts";
import type { DeviceEntry, EntityEntry } from "./entries.ts";
import type { AreaSpec, DeviceSpec, EntitySpec, Furniture } from "./furniture.ts";
import { followMembers } from "./groups.ts";
import type { Attributes } from "./states.ts";
import { newEntity, type World } from "./world.ts";

/** What Home Assistant exposes to voice assistants unless told otherwise. */
const exposedDomains = new Set([
  "climate",
  "cover",
  "fan",
  "humidifier",
  "light",
  "media_player",
  "scene",
  "switch",
  "todo",
  "vacuum",
  "water_heater",
]);
const exposedClasses = new Set([
  "door",
  "garage_door",
  "lock",
  "motion",
  "opening",
  "presence",
  "window",
  "aqi",
  "carbon_monoxide",
  "carbon_dioxide",
  "humidity",
  "pm10",
  "pm25",
  "temperature",
  "volatile_organic_compounds",
]);

/** Shared by every entry that has none; updates replace, never mutate. */
const none: readonly never[] = Object.freeze([]);
const empty = Object.freeze({});
const exposedOptions = Object.freeze({ conversation: Object.freeze({ should_expose: true }) });
const hiddenOptions = Object.freeze({ conversation: Object.freeze({ should_expose: false }) });
/** null = the computed name. */
const computedName: readonly null[] = Object.freeze([null]);

/** What an entity shows when it comes up; kept so that a restart can show it again. */
export type FirstState = { readonly id: string; readonly state: string; readonly attributes: Attributes };

function exposedByDefault(spec: EntitySpec, domain: string): boolean {
  if (spec.category !== undefined || spec.hidden === true) return false;
  if (exposedDomains.has(domain)) return true;
  const kind = spec.attributes?.["device_class"];
  return (
    (domain === "binary_sensor" || domain === "sensor") &&
    typeof kind === "string" &&
    exposedClasses.has(kind)
  );
}

/** Device keys become registry ids, so the furniture has to come in one go for devices that refer to each other. */
export function furnish(world: World, { devices, entities }: Furniture, at: number): FirstState[] {
  const ids = new Map<string, string>();
  for (const device of devices) {
    const entry = deviceEntry(world, device, ids, at);
    ids.set(device.key, entry.id);
    world.registries.addDevice(entry);
  }
  return entities.map((spec) =>
    addEntity(world, spec, spec.device === undefined ? null : (ids.get(spec.device) ?? null), at),
  );
}

function deviceEntry(
  world: World,
  spec: DeviceSpec,
  ids: ReadonlyMap<string, string>,
  at: number,
): DeviceEntry {
  return {
    id: world.random.hex(32),
    area_id: spec.area ?? null,
    created_at: at,
    disabled_by: null,
    identifiers: [["demo", spec.key]],
    labels: spec.labels ?? none,
    modified_at: at,
    name_by_user: null,
    name: spec.name,
    parent_device_id: spec.parent === undefined ? null : (ids.get(spec.parent) ?? null),
    manufacturer: spec.maker ?? null,
    model: spec.model ?? null,
    sw_version: null,
  };
}

/** Adds the entity and its registry entry; its state comes later. */
export function addEntity(world: World, spec: EntitySpec, deviceId: string | null, at: number): FirstState {
  const domain = spec.id.slice(0, spec.id.indexOf("."));
  const entity = newEntity(spec.id, {
    domain,
    features: spec.features,
    quirk: spec.quirk,
    members: spec.members,
    memory: { ...spec.memory },
  });
  world.entities.set(spec.id, entity);
  if (spec.members) followMembers(world, spec.id, spec.members);
  let name = spec.name ?? spec.id;
  if (spec.unregistered !== true) {
    const entry = entityEntry(world, spec, domain, deviceId, at);
    world.registries.addEntity(entry);
    name = world.registries.nameOf(entry);
  }
  const members = spec.members ? { entity_id: spec.members } : empty;
  const features = spec.features === undefined ? empty : { supported_features: spec.features };
  return {
    id: spec.id,
    state: spec.state,
    attributes: { ...spec.attributes, ...members, friendly_name: name, ...features },
  };
}

function entityEntry(
  world: World,
  spec: EntitySpec,
  domain: string,
  deviceId: string | null,
  at: number,
): EntityEntry {
  const exposed = spec.exposed ?? exposedByDefault(spec, domain);
  const kind = spec.attributes?.["device_class"];
  return {
    area_id: spec.area ?? null,
    categories: empty,
    created_at: at,
    device_id: deviceId,
    disabled_by: null,
    entity_category: spec.category ?? null,
    entity_id: spec.id,
    hidden_by: spec.hidden === true ? "user" : null,
    icon: null,
    id: world.random.hex(32),
    labels: spec.labels ?? none,
    modified_at: at,
    name: null,
    options: exposed ? exposedOptions : hiddenOptions,
    original_name: spec.name ?? null,
    platform: spec.platform ?? "demo",
    // the service of a script goes by it
    unique_id: domain === "script" ? objectOf(spec.id) : `demo_${spec.id}`,
    aliases: spec.aliases ? [null, ...spec.aliases] : computedName,
    capabilities: null,
    device_class: null,
    original_device_class: typeof kind === "string" ? kind : null,
  };
}

/** Shows the first states, each with a context of its own. */
export function showAll(world: World, states: Iterable<FirstState>): void {
  for (const { id, state, attributes } of states)
    world.states.set(id, state, attributes, world.states.context());
}

export function addArea(world: World, spec: AreaSpec, at: number): void {
  world.registries.putArea({
    aliases: spec.aliases ?? none,
    area_id: spec.id,
    floor_id: spec.floor,
    humidity_entity_id: null,
    icon: null,
    labels: spec.labels ?? none,
    name: spec.name,
    picture: null,
    temperature_entity_id: null,
    created_at: at,
    modified_at: at,
  });
}
