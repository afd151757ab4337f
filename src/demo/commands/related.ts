/** `search/related`: what belongs to what. */

import { boolean, oneOf, strictText } from "../world/checks.ts";
import type { EntityEntry } from "../world/entries.ts";
import type { Commands, Session } from "./command.ts";
import type { Premises } from "./premises.ts";

const kinds = [
  "area",
  "automation",
  "automation_blueprint",
  "config_entry",
  "device",
  "entity",
  "floor",
  "group",
  "integration",
  "label",
  "person",
  "scene",
  "script",
  "script_blueprint",
];

/** Found ids by kind; a set keeps each once. */
type Found = Map<string, Set<string>>;

function add(found: Found, kind: string, id: string | null | undefined): void {
  if (id === null || id === undefined) return;
  const ids = found.get(kind);
  if (ids) ids.add(id);
  else found.set(kind, new Set([id]));
}

/** Every entity id a piece of configuration names. */
function namedIn(config: unknown): ReadonlySet<string> {
  return new Set(JSON.stringify(config).match(/(?<=")[a-z_]+\.[\da-z_]+(?=")/g) ?? []);
}

/** What refers to an entity: groups, scenes, scripts, automations. */
function addReferrers({ world, scripts, automations }: Premises, found: Found, entityId: string): void {
  for (const [key, config] of Object.entries(automations)) {
    if (namedIn([config.triggers, config.actions]).has(entityId))
      add(found, "automation", `automation.${key}`);
  }
  for (const [key, config] of Object.entries(scripts)) {
    if (namedIn(config.sequence).has(entityId)) add(found, "script", `script.${key}`);
  }
  for (const { id, attributes } of world.states.all()) {
    const members = attributes["entity_id"];
    if (!Array.isArray(members) || !members.includes(entityId)) continue;
    if (id.startsWith("group.")) add(found, "group", id);
    if (id.startsWith("scene.")) add(found, "scene", id);
  }
}

function addOwners({ world: { registries } }: Premises, found: Found, entry: EntityEntry | undefined): void {
  if (!entry) return;
  const device = entry.device_id === null ? undefined : registries.devices.get(entry.device_id);
  const parent = device?.parent_device_id ? registries.devices.get(device.parent_device_id) : undefined;
  add(found, "device", entry.device_id);
  add(found, "integration", entry.platform);
  const areaId = entry.area_id ?? device?.area_id ?? parent?.area_id;
  add(found, "area", areaId);
  add(found, "floor", areaId ? registries.areas.get(areaId)?.floor_id : undefined);
  for (const label of entry.labels) add(found, "label", label);
}

function addDevice({ world: { registries } }: Premises, found: Found, deviceId: string): void {
  for (const entry of registries.entitiesOfDevice(deviceId)) add(found, "entity", entry.entity_id);
  for (const child of registries.childrenOf(deviceId)) add(found, "device", child.id);
}

function addArea(premises: Premises, found: Found, areaId: string): void {
  const { registries } = premises.world;
  for (const device of registries.devicesInArea(areaId)) {
    add(found, "device", device.id);
    for (const entry of registries.entitiesOfDevice(device.id)) {
      if (entry.area_id === null) add(found, "entity", entry.entity_id);
    }
  }
  for (const entry of registries.entitiesInArea(areaId)) add(found, "entity", entry.entity_id);
}

function addNamed(premises: Premises, found: Found, config: unknown): void {
  for (const id of namedIn(config)) {
    if (!premises.world.states.get(id)) continue;
    add(found, "entity", id);
    const entry = premises.world.registries.entities.get(id);
    add(found, "device", entry?.device_id);
    add(found, "integration", entry?.platform);
  }
}

type Search = (premises: Premises, found: Found, id: string) => void;

const searches: Readonly<Record<string, Search>> = {
  entity(premises, found, id) {
    addOwners(premises, found, premises.world.registries.entities.get(id));
    addReferrers(premises, found, id);
  },
  device(premises, found, id) {
    const device = premises.world.registries.devices.get(id);
    add(found, "area", device?.area_id);
    add(
      found,
      "floor",
      device?.area_id ? premises.world.registries.areas.get(device.area_id)?.floor_id : undefined,
    );
    for (const label of device?.labels ?? []) add(found, "label", label);
    addDevice(premises, found, id);
  },
  area(premises, found, id) {
    add(found, "floor", premises.world.registries.areas.get(id)?.floor_id);
    addArea(premises, found, id);
  },
  floor(premises, found, id) {
    for (const area of premises.world.registries.areas.values()) {
      if (area.floor_id !== id) continue;
      add(found, "area", area.area_id);
      addArea(premises, found, area.area_id);
    }
  },
  label(premises, found, id) {
    const { registries } = premises.world;
    for (const area of registries.areas.values())
      if (area.labels.includes(id)) add(found, "area", area.area_id);
    for (const device of registries.devicesWithLabel(id)) add(found, "device", device.id);
    for (const entry of registries.entitiesWithLabel(id)) add(found, "entity", entry.entity_id);
  },
  automation: (premises, found, id) =>
    addNamed(premises, found, premises.automations[id.replace("automation.", "")] ?? {}),
  script: (premises, found, id) =>
    addNamed(premises, found, premises.scripts[id.replace("script.", "")] ?? {}),
  scene: (premises, found, id) =>
    addNamed(premises, found, premises.world.states.get(id)?.attributes["entity_id"] ?? []),
  group: (premises, found, id) => addNamed(premises, found, premises.world.entities.get(id)?.members ?? []),
};

function related({ premises }: Session, message: Readonly<Record<string, unknown>>): unknown {
  const kind = String(message["item_type"]);
  const id = String(message["item_id"]);
  const found: Found = new Map();
  searches[kind]?.(premises, found, id);
  found.get(kind)?.delete(id);
  return Object.fromEntries(
    [...found].filter(([, ids]) => ids.size > 0).map(([name, ids]) => [name, [...ids]]),
  );
}

export const relatedCommands: Commands = {
  "search/related": {
    required: { item_type: oneOf(kinds, "ItemType"), item_id: strictText },
    optional: { include_disabled_entities: boolean },
    run: related,
  },
};
