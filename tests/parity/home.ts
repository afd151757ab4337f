/** A home as plain lists, what areas, floors, labels and devices stand for in it, and the same home as the evaluation takes it. */

import type { EntityState } from "../../src/hass/gateway.ts";
import type { Place } from "../../src/hass/place.ts";
import type { Registries } from "../../src/hass/registries.ts";

export type PlainEntity = {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Without an entry the registry knows nothing of it but that it is there. */
  readonly registered: boolean;
  readonly registryId: string;
  readonly platform: string;
  readonly area?: string;
  readonly device?: string;
  readonly labels: readonly string[];
  readonly category?: "config" | "diagnostic";
  readonly hidden: boolean;
  readonly exposed: boolean;
};
export type PlainDevice = {
  readonly id: string;
  readonly area?: string;
  readonly parent?: string;
  readonly labels: readonly string[];
};
export type PlainArea = { readonly id: string; readonly floor?: string; readonly labels: readonly string[] };
export type Home = {
  readonly floors: readonly string[];
  readonly labels: readonly string[];
  readonly areas: readonly PlainArea[];
  readonly devices: readonly PlainDevice[];
  readonly entities: readonly PlainEntity[];
};

/** The kinds of things that a target may name beside entities. */
export type Named = {
  readonly areas: readonly string[];
  readonly floors: readonly string[];
  readonly labels: readonly string[];
  readonly devices: readonly string[];
};

export function domainOf(id: string): string {
  return id.slice(0, id.indexOf("."));
}

export function entityOf(home: Home, id: string): PlainEntity | undefined {
  return home.entities.find((entity) => entity.id === id);
}

function deviceOf(home: Home, id: string | undefined): PlainDevice | undefined {
  return home.devices.find((device) => device.id === id);
}

/** The device of an entity and its parents, nearest first. */
function devicesAbove(home: Home, entity: PlainEntity): readonly PlainDevice[] {
  const found: PlainDevice[] = [];
  let device = deviceOf(home, entity.device);
  while (device !== undefined && !found.includes(device)) {
    found.push(device);
    device = deviceOf(home, device.parent);
  }
  return found;
}

/** Own area wins; else the device's; else the parent device's. */
export function areaOfEntity(home: Home, entity: PlainEntity): string | undefined {
  if (entity.area !== undefined) return entity.area;
  for (const device of devicesAbove(home, entity)) if (device.area !== undefined) return device.area;
  return undefined;
}

export function floorOfEntity(home: Home, entity: PlainEntity): string | undefined {
  const area = areaOfEntity(home, entity);
  return home.areas.find((one) => one.id === area)?.floor;
}

/** Its own labels, those of its devices, those of its area. */
export function labelsOfEntity(home: Home, entity: PlainEntity): readonly string[] {
  const area = areaOfEntity(home, entity);
  const labels = [...entity.labels];
  for (const device of devicesAbove(home, entity)) labels.push(...device.labels);
  labels.push(...(home.areas.find((one) => one.id === area)?.labels ?? []));
  return labels;
}

/** The device of an entity and the devices above it, by id. */
export function devicesOfEntity(home: Home, entity: PlainEntity): readonly string[] {
  return devicesAbove(home, entity).map((device) => device.id);
}

/** Members of a group or scene, as its attribute names them. */
export function membersOf(entity: PlainEntity | undefined): readonly string[] {
  const ids = entity?.attributes["entity_id"];
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
}

/** Old-style groups give way to their members, all the way down. */
function withoutOldGroups(home: Home, ids: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    if (domainOf(id) === "group") for (const member of membersOf(entityOf(home, id))) visit(member);
    else found.push(id);
  };
  for (const id of ids) visit(id);
  return found;
}

/** Everything in these areas and on these floors, of these labels and devices. */
export function liesIn(home: Home, named: Named, entity: PlainEntity): boolean {
  const area = areaOfEntity(home, entity);
  const floor = floorOfEntity(home, entity);
  return (
    (area !== undefined && named.areas.includes(area)) ||
    (floor !== undefined && named.floors.includes(floor)) ||
    labelsOfEntity(home, entity).some((label) => named.labels.includes(label)) ||
    devicesOfEntity(home, entity).some((device) => named.devices.includes(device))
  );
}

/** What a target brings of it: nothing hidden, nothing secondary unless it has the label itself. */
export function heldBy(home: Home, named: Named): readonly string[] {
  const found: string[] = [];
  for (const entity of home.entities) {
    if (!entity.registered || entity.hidden) continue;
    const labelled = entity.labels.some((label) => named.labels.includes(label));
    if (labelled || (liesIn(home, named, entity) && entity.category === undefined)) found.push(entity.id);
  }
  return found;
}

/** What they stand for, groups expanded, and those that do not exist. */
export function standsFor(
  home: Home,
  named: Named,
): { readonly entityIds: readonly string[]; readonly missing: readonly string[] } {
  const missing = [
    ...named.areas.filter((id) => !home.areas.some((area) => area.id === id)),
    ...named.floors.filter((id) => !home.floors.includes(id)),
    ...named.labels.filter((id) => !home.labels.includes(id)),
    ...named.devices.filter((id) => deviceOf(home, id) === undefined),
  ];
  return { entityIds: withoutOldGroups(home, heldBy(home, named)), missing };
}

function toMap<Value>(items: readonly Value[], id: (item: Value) => string): ReadonlyMap<string, Value> {
  return new Map(items.map((item) => [id(item), item]));
}

export function registriesOf(home: Home): Registries {
  return {
    aliases: new Map(),
    floors: toMap(
      home.floors.map((id) => ({ id, name: id, aliases: [], level: undefined })),
      (floor) => floor.id,
    ),
    labels: toMap(
      home.labels.map((id) => ({ id, name: id })),
      (label) => label.id,
    ),
    areas: toMap(
      home.areas.map(({ id, floor, labels }) => ({ id, name: id, aliases: [], floorId: floor, labels })),
      (area) => area.id,
    ),
    devices: toMap(
      home.devices.map(({ id, area, parent, labels }) => ({
        id,
        name: id,
        manufacturer: undefined,
        model: undefined,
        areaId: area,
        parentId: parent,
        labels,
      })),
      (device) => device.id,
    ),
    entities: toMap(
      home.entities
        .filter((entity) => entity.registered)
        .map((entity) => ({
          entityId: entity.id,
          platform: entity.platform,
          areaId: entity.area,
          deviceId: entity.device,
          labels: entity.labels,
          category: entity.category,
          hidden: entity.hidden,
        })),
      (entry) => entry.entityId,
    ),
  };
}

export function placeOf(home: Home): Place {
  const states = home.entities.map(
    (entity): EntityState => ({
      id: entity.id,
      state: "on",
      attributes: entity.attributes,
      contextId: "c",
      parentContextId: undefined,
      lastChanged: 0,
      lastUpdated: 0,
    }),
  );
  return {
    states: toMap(states, (state) => state.id),
    registries: registriesOf(home),
    exposed: new Set(home.entities.filter((entity) => entity.exposed).map((entity) => entity.id)),
  };
}
