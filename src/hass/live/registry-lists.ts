/** Home Assistant's registry lists, turned into the registries we keep. */

import { nextTurn } from "../link/sliced-json.ts";
import type { Area, Device, Floor, Label, RegistryEntry } from "../registries.ts";
import type { WireArea, WireDevice, WireDisplayList, WireFloor, WireLabel } from "../wire.ts";

const NONE: readonly string[] = [];

export function floorsFrom(list: readonly WireFloor[]): ReadonlyMap<string, Floor> {
  return new Map(
    list.map((floor) => [
      floor.floor_id,
      {
        id: floor.floor_id,
        name: floor.name,
        aliases: floor.aliases ?? NONE,
        level: floor.level ?? undefined,
      },
    ]),
  );
}

export function areasFrom(list: readonly WireArea[]): ReadonlyMap<string, Area> {
  return new Map(
    list.map((area) => [
      area.area_id,
      {
        id: area.area_id,
        name: area.name,
        aliases: area.aliases ?? NONE,
        floorId: area.floor_id ?? undefined,
        labels: area.labels ?? NONE,
      },
    ]),
  );
}

export function labelsFrom(list: readonly WireLabel[]): ReadonlyMap<string, Label> {
  return new Map(list.map((label) => [label.label_id, { id: label.label_id, name: label.name }]));
}

/** Large lists are read in turns of the event loop. */
const SLICE = 2_000;

export async function devicesFrom(list: readonly WireDevice[]): Promise<ReadonlyMap<string, Device>> {
  const devices = new Map<string, Device>();
  for (const [index, device] of list.entries()) {
    devices.set(device.id, {
      id: device.id,
      name: device.name_by_user ?? device.name ?? "",
      manufacturer: device.manufacturer ?? undefined,
      model: device.model ?? undefined,
      areaId: device.area_id ?? undefined,
      labels: device.labels?.length ? device.labels : NONE,
      parentId: device.parent_device_id ?? undefined,
    });
    if (index % SLICE === SLICE - 1) await nextTurn();
  }
  return devices;
}

export async function entitiesFrom(list: WireDisplayList): Promise<ReadonlyMap<string, RegistryEntry>> {
  const categories = list.entity_categories ?? {};
  const entries = new Map<string, RegistryEntry>();
  for (const [index, entity] of list.entities.entries()) {
    const category = entity.ec === undefined ? undefined : categories[String(entity.ec)];
    entries.set(entity.ei, {
      entityId: entity.ei,
      platform: entity.pl,
      areaId: entity.ai ?? undefined,
      deviceId: entity.di ?? undefined,
      labels: entity.lb?.length ? entity.lb : NONE,
      category: category === "config" || category === "diagnostic" ? category : undefined,
      hidden: entity.hb === true,
    });
    if (index % SLICE === SLICE - 1) await nextTurn();
  }
  return entries;
}
