/** Which entities a target means, by the rules of Home Assistant's `helpers/target.py`. */

import type { EntityEntry } from "./entries.ts";
import type { Registries } from "./registries.ts";

/** A target with every key a list; empty lists mean nothing. */
export type Selection = {
  readonly entityIds: readonly string[];
  readonly deviceIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly floorIds: readonly string[];
  readonly labelIds: readonly string[];
  readonly exclude: Selection | undefined;
};

export type Extracted = {
  /** Named in the target, or members of an old-style group named there. */
  readonly explicit: Set<string>;
  /** Reached by device, area, floor or label. */
  readonly indirect: Set<string>;
  readonly devices: Set<string>;
  readonly areas: Set<string>;
  readonly missingDevices: Set<string>;
  readonly missingAreas: Set<string>;
  readonly missingFloors: Set<string>;
  readonly missingLabels: Set<string>;
};

export type ExtractOptions = {
  /** Old-style groups are replaced by their members; group helpers never are. */
  readonly expandGroup: boolean;
  /** Leaves configuration and diagnostics out of what is reached indirectly. */
  readonly primaryOnly: boolean;
  readonly includeHidden?: boolean;
  readonly includeGroups?: boolean;
};

/** The members of an old-style group, or undefined for anything else. */
export type MembersOf = (entityId: string) => readonly string[] | undefined;

function listOf(value: unknown): readonly string[] {
  if (value === undefined || value === null || value === "none") return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** Reads the target keys out of any object; expects checked values. */
export function selectionOf(data: Readonly<Record<string, unknown>>): Selection {
  const exclude = data["exclude"];
  return {
    entityIds: listOf(data["entity_id"]),
    deviceIds: listOf(data["device_id"]),
    areaIds: listOf(data["area_id"]),
    floorIds: listOf(data["floor_id"]),
    labelIds: listOf(data["label_id"]),
    exclude: exclude ? selectionOf(exclude as Readonly<Record<string, unknown>>) : undefined,
  };
}

function targetsSomething(selection: Selection): boolean {
  return selection.entityIds.length > 0 || reachesIndirectly(selection);
}

function reachesIndirectly(selection: Selection): boolean {
  const { deviceIds, areaIds, floorIds, labelIds } = selection;
  return deviceIds.length + areaIds.length + floorIds.length + labelIds.length > 0;
}

/** Replaces old-style groups by their members, nested ones too; each id once. */
function expandGroups(ids: readonly string[], membersOf: MembersOf, includeGroups = false): string[] {
  const found = new Set<string>();
  const visited = new Set<string>();
  const visit = (id: string): void => {
    const members = membersOf(id);
    if (!members) {
      found.add(id);
      return;
    }
    if (visited.has(id)) return;
    visited.add(id);
    if (includeGroups) found.add(id);
    for (const member of members) visit(member);
  };
  for (const id of ids) if (id !== "all" && id !== "none") visit(id);
  return [...found];
}

/** What a target means; the exclusion takes away whatever it resolves to, hidden and diagnostic entities included. */
export function extract(
  registries: Registries,
  membersOf: MembersOf,
  selection: Selection,
  options: ExtractOptions,
): Extracted {
  const extracted = extractIncluded(registries, membersOf, selection, options);
  if (!selection.exclude || !targetsSomething(selection) || !targetsSomething(selection.exclude))
    return extracted;
  const excluded = extractExcluded(registries, membersOf, selection.exclude, options.expandGroup);
  for (const id of [...excluded.explicit, ...excluded.indirect]) {
    extracted.explicit.delete(id);
    extracted.indirect.delete(id);
  }
  for (const id of excluded.devices) extracted.devices.delete(id);
  for (const id of excluded.areas) extracted.areas.delete(id);
  return extracted;
}

/** What an `exclude` block takes away. */
export function extractExcluded(
  registries: Registries,
  membersOf: MembersOf,
  exclude: Selection,
  expandGroup: boolean,
): Extracted {
  const options = { expandGroup, primaryOnly: false, includeHidden: true, includeGroups: true };
  return extractIncluded(registries, membersOf, exclude, options);
}

function extractIncluded(
  registries: Registries,
  membersOf: MembersOf,
  selection: Selection,
  options: ExtractOptions,
): Extracted {
  const found: Extracted = {
    explicit: new Set(),
    indirect: new Set(),
    devices: new Set(),
    areas: new Set(),
    missingDevices: new Set(),
    missingAreas: new Set(),
    missingFloors: new Set(),
    missingLabels: new Set(),
  };
  const named = options.expandGroup
    ? expandGroups(selection.entityIds, membersOf, options.includeGroups)
    : selection.entityIds;
  for (const id of named) found.explicit.add(id);
  if (!reachesIndirectly(selection)) return found;

  const visible = (entry: EntityEntry): boolean => options.includeHidden === true || entry.hidden_by === null;
  const wanted = (entry: EntityEntry): boolean =>
    visible(entry) && (!options.primaryOnly || entry.entity_category === null);
  collectNamed(registries, selection, found);
  for (const labelId of selection.labelIds) collectLabelled(registries, labelId, visible, found);
  for (const area of registries.areas.values()) {
    if (area.floor_id !== null && selection.floorIds.includes(area.floor_id)) found.areas.add(area.area_id);
  }
  for (const areaId of selection.areaIds) found.areas.add(areaId);
  const reach = (entries: Iterable<EntityEntry>): void => {
    for (const entry of entries) if (wanted(entry)) found.indirect.add(entry.entity_id);
  };
  for (const deviceId of found.devices) reach(registries.entitiesOfDevice(deviceId));
  for (const areaId of found.areas) {
    reach(registries.entitiesInArea(areaId));
    for (const device of registries.devicesInArea(areaId)) {
      found.devices.add(device.id);
      // An area of the entity's own outranks the device's.
      reach([...registries.entitiesOfDevice(device.id)].filter((entry) => entry.area_id === null));
    }
  }
  return found;
}

/** What the selection names itself, and what of it there is not. */
function collectNamed(registries: Registries, selection: Selection, found: Extracted): void {
  for (const floorId of selection.floorIds)
    if (!registries.floors.has(floorId)) found.missingFloors.add(floorId);
  for (const areaId of selection.areaIds) if (!registries.areas.has(areaId)) found.missingAreas.add(areaId);
  for (const deviceId of selection.deviceIds) {
    if (!registries.devices.has(deviceId)) found.missingDevices.add(deviceId);
    addDevice(registries, deviceId, found);
  }
}

function collectLabelled(
  registries: Registries,
  labelId: string,
  visible: (entry: EntityEntry) => boolean,
  found: Extracted,
): void {
  if (!registries.labels.has(labelId)) found.missingLabels.add(labelId);
  // A label on the entity itself reaches configuration and diagnostics too.
  for (const entry of registries.entitiesWithLabel(labelId))
    if (visible(entry)) found.indirect.add(entry.entity_id);
  for (const device of registries.devicesWithLabel(labelId)) addDevice(registries, device.id, found);
  for (const area of registries.areas.values())
    if (area.labels.includes(labelId)) found.areas.add(area.area_id);
}

function addDevice(registries: Registries, deviceId: string, found: Extracted): void {
  found.devices.add(deviceId);
  for (const child of registries.childrenOf(deviceId)) found.devices.add(child.id);
}
