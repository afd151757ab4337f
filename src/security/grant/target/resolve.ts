/** Our own resolver of areas, floors, labels and devices to entities, over the registries alone. */

import { membersOf } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import { type Device, isInBackground, type Registries } from "../../../hass/registries.ts";
import type { Resolved } from "../model/world.ts";
import type { Selection } from "./input.ts";

export function isEmptySelection(selection: Selection): boolean {
  return (
    selection.area_id.length === 0 &&
    selection.floor_id.length === 0 &&
    selection.label_id.length === 0 &&
    selection.device_id.length === 0
  );
}

/**
 * What Home Assistant's `extract_from_target` would give, or more (helpers/target.py): floors bring their areas; labels
 * bring areas, devices and entities; devices bring their child devices; areas bring the entities in them and those of
 * their devices. Hidden and category entities come only through a label of their own (hidden ones not even then).
 */
export function resolveSelection(selection: Selection, { registries }: Pick<Place, "registries">): Resolved {
  const missing = missingOf(selection, registries);
  const labels = new Set(selection.label_id);
  const labelled = (each: { readonly labels: readonly string[] }): boolean =>
    labels.size > 0 && each.labels.some((label) => labels.has(label));
  const floors = new Set(selection.floor_id);
  const areas = new Set(selection.area_id);
  for (const area of registries.areas.values()) {
    if ((area.floorId !== undefined && floors.has(area.floorId)) || labelled(area)) areas.add(area.id);
  }
  const devices = new Set(selection.device_id);
  for (const device of registries.devices.values()) if (labelled(device)) devices.add(device.id);
  const reached = devicesReached(registries, devices, areas);
  const entityIds: string[] = [];
  for (const entry of registries.entities.values()) {
    const byOwnLabel = labelled(entry);
    if (entry.hidden || (isInBackground(entry) && !byOwnLabel)) continue;
    const device = entry.deviceId;
    const inArea =
      entry.areaId === undefined
        ? device !== undefined && reached.inArea.has(device)
        : areas.has(entry.areaId);
    if (byOwnLabel || inArea || (device !== undefined && reached.targeted.has(device)))
      entityIds.push(entry.entityId);
  }
  return { entityIds, missing };
}

/** Of the ids that Home Assistant says the selection holds, those that our registries and groups do not have there. */
export function unplacedIn(ids: readonly string[], selection: Selection, place: Place): readonly string[] {
  const own = new Set(resolveSelection(selection, place).entityIds);
  // groups come with their members; the set grows while it is walked
  for (const id of own) for (const member of membersOf(place.states.get(id))) own.add(member);
  return ids.filter((id) => place.states.has(id) && !own.has(id));
}

type Reached = { readonly targeted: ReadonlySet<string>; readonly inArea: ReadonlySet<string> };

// A device counts as targeted when it or a device above it is; to an area by its own area, else its parent's.
function devicesReached(
  registries: Registries,
  devices: ReadonlySet<string>,
  areas: ReadonlySet<string>,
): Reached {
  const targeted = new Set<string>();
  const inArea = new Set<string>();
  for (const device of registries.devices.values()) {
    const chain = upwards(registries, device);
    if (chain.some((each) => devices.has(each.id))) targeted.add(device.id);
    const area = chain.find((each) => each.areaId !== undefined)?.areaId;
    if (area !== undefined && areas.has(area)) inArea.add(device.id);
  }
  return { targeted, inArea };
}

function upwards(registries: Registries, device: Device): readonly Device[] {
  const chain: Device[] = [];
  for (let each: Device | undefined = device; each && chain.length < 8 && !chain.includes(each); ) {
    chain.push(each);
    each = each.parentId === undefined ? undefined : registries.devices.get(each.parentId);
  }
  return chain;
}

function missingOf(selection: Selection, registries: Registries): readonly string[] {
  return [
    ...selection.area_id.filter((id) => !registries.areas.has(id)),
    ...selection.floor_id.filter((id) => !registries.floors.has(id)),
    ...selection.label_id.filter((id) => !registries.labels.has(id)),
    ...selection.device_id.filter((id) => !registries.devices.has(id)),
  ];
}
