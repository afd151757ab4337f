/** The registries: areas, floors, labels, devices and entities, each found by what refers to it. */

import type { AreaEntry, DeviceEntry, EntityEntry, FloorEntry, LabelEntry } from "./entries.ts";
import { sameValue } from "./states.ts";

export type Fire = (eventType: string, data: Readonly<Record<string, unknown>>) => void;

/** Every change fires the event Home Assistant fires for it. Updates take whole new values; what equals the old one is no change. */
export type Registries = {
  readonly areas: ReadonlyMap<string, AreaEntry>;
  readonly floors: ReadonlyMap<string, FloorEntry>;
  readonly labels: ReadonlyMap<string, LabelEntry>;
  readonly devices: ReadonlyMap<string, DeviceEntry>;
  readonly entities: ReadonlyMap<string, EntityEntry>;
  entitiesInArea(areaId: string): Iterable<EntityEntry>;
  entitiesOfDevice(deviceId: string): Iterable<EntityEntry>;
  entitiesWithLabel(labelId: string): Iterable<EntityEntry>;
  /** With the children that take the area of their parent. */
  devicesInArea(areaId: string): Iterable<DeviceEntry>;
  devicesWithLabel(labelId: string): Iterable<DeviceEntry>;
  childrenOf(deviceId: string): Iterable<DeviceEntry>;
  /** As `friendly_name` says it. */
  nameOf(entry: EntityEntry): string;
  putArea(area: AreaEntry): void;
  removeArea(areaId: string): void;
  putFloor(floor: FloorEntry): void;
  removeFloor(floorId: string): void;
  putLabel(label: LabelEntry): void;
  removeLabel(labelId: string): void;
  addDevice(device: DeviceEntry): void;
  updateDevice(deviceId: string, changes: Partial<DeviceEntry>, at: number): void;
  addEntity(entry: EntityEntry): void;
  updateEntity(entityId: string, changes: Partial<EntityEntry>, at: number): void;
  removeEntity(entityId: string): void;
};

type Index<Entry> = {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  get(key: string): Iterable<Entry>;
};

function createIndex<Entry>(keysOf: (entry: Entry) => readonly (string | null)[]): Index<Entry> {
  const sets = new Map<string, Set<Entry>>();
  return {
    add(entry) {
      for (const key of keysOf(entry)) {
        if (key === null) continue;
        const set = sets.get(key);
        if (set) set.add(entry);
        else sets.set(key, new Set([entry]));
      }
    },
    remove(entry) {
      for (const key of keysOf(entry)) if (key !== null) sets.get(key)?.delete(entry);
    },
    get: (key) => sets.get(key) ?? [],
  };
}

/** What the changes replace, as the events report it: the old values of what really changed. */
function replaced<Entry extends object>(entry: Entry, changes: Partial<Entry>): Partial<Entry> {
  const old: Partial<Entry> = {};
  for (const key of Object.keys(changes) as (keyof Entry)[]) {
    if (!sameValue(entry[key], changes[key])) old[key] = entry[key];
  }
  return old;
}

export function createRegistries(fire: Fire): Registries {
  const areas = new Map<string, AreaEntry>();
  const floors = new Map<string, FloorEntry>();
  const labels = new Map<string, LabelEntry>();
  const devices = new Map<string, DeviceEntry>();
  const entities = new Map<string, EntityEntry>();

  const inArea = createIndex<EntityEntry>((entry) => [entry.area_id]);
  const ofDevice = createIndex<EntityEntry>((entry) => [entry.device_id]);
  const withLabel = createIndex<EntityEntry>((entry) => entry.labels);
  const entityIndexes = [inArea, ofDevice, withLabel];
  const deviceInArea = createIndex<DeviceEntry>((device) => [device.area_id]);
  const deviceWithLabel = createIndex<DeviceEntry>((device) => device.labels);
  const children = createIndex<DeviceEntry>((device) => [device.parent_device_id]);
  const deviceIndexes = [deviceInArea, deviceWithLabel, children];

  const updateDevice: Registries["updateDevice"] = (deviceId, changes, at) => {
    const device = devices.get(deviceId);
    if (!device) return;
    const old = replaced(device, changes);
    if (Object.keys(old).length === 0) return;
    for (const index of deviceIndexes) index.remove(device);
    Object.assign(device, changes, { modified_at: at });
    for (const index of deviceIndexes) index.add(device);
    fire("device_registry_updated", { action: "update", device_id: deviceId, changes: old });
  };

  const updateEntity: Registries["updateEntity"] = (entityId, changes, at) => {
    const entry = entities.get(entityId);
    if (!entry) return;
    const old = replaced(entry, changes);
    if (Object.keys(old).length === 0) return;
    for (const index of entityIndexes) index.remove(entry);
    Object.assign(entry, changes, { modified_at: at });
    for (const index of entityIndexes) index.add(entry);
    const data: Record<string, unknown> = { action: "update", entity_id: entry.entity_id, changes: old };
    if (entry.entity_id !== entityId) {
      entities.delete(entityId);
      entities.set(entry.entity_id, entry);
      data["old_entity_id"] = entityId;
    }
    fire("entity_registry_updated", data);
  };

  return {
    areas,
    floors,
    labels,
    devices,
    entities,
    entitiesInArea: inArea.get,
    entitiesOfDevice: ofDevice.get,
    entitiesWithLabel: withLabel.get,
    *devicesInArea(areaId) {
      for (const device of deviceInArea.get(areaId)) {
        yield device;
        for (const child of children.get(device.id)) if (child.area_id === null) yield child;
      }
    },
    devicesWithLabel: deviceWithLabel.get,
    childrenOf: children.get,
    nameOf(entry) {
      const own = entry.name ?? entry.original_name;
      const device = entry.device_id === null ? undefined : devices.get(entry.device_id);
      if (!device) return own ?? entry.entity_id;
      const deviceName = device.name_by_user ?? device.name;
      return own === null ? deviceName : `${deviceName} ${own}`;
    },
    putArea(area) {
      const action = areas.has(area.area_id) ? "update" : "create";
      areas.set(area.area_id, area);
      fire("area_registry_updated", { action, area_id: area.area_id });
    },
    removeArea(areaId) {
      const at = areas.get(areaId)?.modified_at ?? 0;
      areas.delete(areaId);
      for (const device of [...deviceInArea.get(areaId)]) updateDevice(device.id, { area_id: null }, at);
      for (const entry of [...inArea.get(areaId)]) updateEntity(entry.entity_id, { area_id: null }, at);
      fire("area_registry_updated", { action: "remove", area_id: areaId });
    },
    putFloor(floor) {
      const action = floors.has(floor.floor_id) ? "update" : "create";
      floors.set(floor.floor_id, floor);
      fire("floor_registry_updated", { action, floor_id: floor.floor_id });
    },
    removeFloor(floorId) {
      floors.delete(floorId);
      fire("floor_registry_updated", { action: "remove", floor_id: floorId });
      for (const area of areas.values()) {
        if (area.floor_id !== floorId) continue;
        area.floor_id = null;
        fire("area_registry_updated", { action: "update", area_id: area.area_id });
      }
    },
    putLabel(label) {
      const action = labels.has(label.label_id) ? "update" : "create";
      labels.set(label.label_id, label);
      fire("label_registry_updated", { action, label_id: label.label_id });
    },
    removeLabel(labelId) {
      const at = labels.get(labelId)?.modified_at ?? 0;
      labels.delete(labelId);
      fire("label_registry_updated", { action: "remove", label_id: labelId });
      const without = (from: readonly string[]): string[] => from.filter((label) => label !== labelId);
      for (const area of areas.values()) {
        if (!area.labels.includes(labelId)) continue;
        area.labels = without(area.labels);
        fire("area_registry_updated", { action: "update", area_id: area.area_id });
      }
      for (const device of [...deviceWithLabel.get(labelId)]) {
        updateDevice(device.id, { labels: without(device.labels) }, at);
      }
      for (const entry of [...withLabel.get(labelId)]) {
        updateEntity(entry.entity_id, { labels: without(entry.labels) }, at);
      }
    },
    addDevice(device) {
      devices.set(device.id, device);
      for (const index of deviceIndexes) index.add(device);
      fire("device_registry_updated", { action: "create", device_id: device.id });
    },
    updateDevice,
    addEntity(entry) {
      entities.set(entry.entity_id, entry);
      for (const index of entityIndexes) index.add(entry);
      fire("entity_registry_updated", { action: "create", entity_id: entry.entity_id });
    },
    updateEntity,
    removeEntity(entityId) {
      const entry = entities.get(entityId);
      if (!entry) return;
      entities.delete(entityId);
      for (const index of entityIndexes) index.remove(entry);
      fire("entity_registry_updated", { action: "remove", entity_id: entityId });
    },
  };
}
