/** What a target may name besides entities: areas, floors, devices, labels. */

import { areaOf, deviceChain, labelsOf, type Registries } from "./registries.ts";

export const TARGET_KINDS = ["device", "area", "floor", "label"] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** The keys of a target (developers.home-assistant.io, "Targeting"). */
export const KEY_OF_KIND = {
  device: "device_id",
  area: "area_id",
  floor: "floor_id",
  label: "label_id",
} as const satisfies Readonly<Record<TargetKind, string>>;

export type NamedTarget = {
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
};

/** All of one kind, by id. */
export function targetsOfKind(
  kind: TargetKind,
  { areas, floors, devices, labels }: Registries,
): ReadonlyMap<string, NamedTarget> {
  return { area: areas, floor: floors, device: devices, label: labels }[kind];
}

/** Whether an entity lies in the area, on the floor, belongs to the device or bears the label. */
export function memberTest(
  kind: TargetKind,
  id: string,
  registries: Registries,
): (entityId: string) => boolean {
  switch (kind) {
    case "area":
      return (entityId) => areaOf(registries, entityId)?.id === id;
    case "floor":
      return (entityId) => areaOf(registries, entityId)?.floorId === id;
    case "device":
      return (entityId) => deviceChain(registries, entityId).some((device) => device.id === id);
    case "label":
      return (entityId) => labelsOf(registries, entityId).has(id);
  }
}

/** An area, floor, device or label may be named when something in it may be seen, or when nothing is hidden. */
export function isVisibleTarget(
  kind: TargetKind,
  id: string,
  registries: Registries,
  visible: { ids(): Iterable<string>; readonly all: boolean },
): boolean {
  const exists = targetsOfKind(kind, registries).has(id);
  if (visible.all) return exists;
  // what is hidden and what does not exist take the same time
  const within = memberTest(kind, id, registries);
  for (const entityId of visible.ids()) if (within(entityId)) return exists;
  return false;
}
