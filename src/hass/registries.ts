/** The registries of a home: floors, areas, labels, devices, entities, and what follows from them for one entity. */

export type Floor = {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly level: number | undefined;
};
export type Label = {
  readonly id: string;
  readonly name: string;
  /** Its name could not be read, the id stands for it. */
  readonly doubtful?: true;
};
export type Area = {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly floorId: string | undefined;
  /** The sensor that its owner chose for the temperature there. */
  readonly temperatureEntityId?: string | undefined;
  readonly labels: readonly string[];
  /** Its floor or its labels could not be read; see `isDoubtful`. */
  readonly doubtful?: true;
};
export type Device = {
  readonly id: string;
  readonly name: string;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly areaId: string | undefined;
  readonly labels: readonly string[];
  /** A child device (2026.9 and newer) falls back to its parent's area. */
  readonly parentId: string | undefined;
  /** Its area, its parent or its labels could not be read; see `isDoubtful`. */
  readonly doubtful?: true;
};
/** What the entity registry says of one entity; entities without a unique id have no entry. */
export type RegistryEntry = {
  readonly entityId: string;
  /** The integration that provides it, e.g. `hue`, `group`, `template`. */
  readonly platform: string | undefined;
  /** The entity's own area; see `areaOf` for the one that counts. */
  readonly areaId: string | undefined;
  readonly deviceId: string | undefined;
  /** The entity's own labels; see `labelsOf` for all that reach it. */
  readonly labels: readonly string[];
  readonly category: "config" | "diagnostic" | undefined;
  /** Digits behind the point that the home shows. */
  readonly precision?: number | undefined;
  readonly hidden: boolean;
  /** Its own name, which stands behind its device's in the name that it shows; many have none. */
  readonly ownName?: string | undefined;
  /** Its area, its device, its labels or its platform could not be read; see `isDoubtful`. */
  readonly doubtful?: true;
};

/** Hidden by its owner, or there for settings or diagnosis: nothing that an area brings or an overview shows. */
export function isInBackground(entry: RegistryEntry | undefined): boolean {
  return entry !== undefined && (entry.hidden || entry.category !== undefined);
}

export type Registries = {
  readonly floors: ReadonlyMap<string, Floor>;
  readonly areas: ReadonlyMap<string, Area>;
  readonly labels: ReadonlyMap<string, Label>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly entities: ReadonlyMap<string, RegistryEntry>;
  /** Further names of the entities that have any; they come a moment after the rest. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Service to the script that it runs: `script.party` runs what was made under that name, however it is called now. */
  readonly scripts?: ReadonlyMap<string, string>;
  /** Scripts that are not in `scripts`, because their entries could not be read: a service that is not there may run any of them. */
  readonly unreadScripts?: boolean;
  /** Entries of `entities` that nobody can tell whose they are: any entity without an entry may have one of them. */
  readonly strayEntries?: boolean;
  /** Labels that are not in `labels`, because that list or an entry of it could not be read. */
  readonly strayLabels?: boolean;
};

/** An empty home's registries. */
export const NO_REGISTRIES: Registries = {
  floors: new Map(),
  areas: new Map(),
  labels: new Map(),
  devices: new Map(),
  entities: new Map(),
  aliases: new Map(),
};

/** The device of an entity and the devices above it, nearest first (a child device stands on its parent). */
export function deviceChain(registries: Registries, entityId: string): readonly Device[] {
  const chain: Device[] = [];
  let id = registries.entities.get(entityId)?.deviceId;
  while (id !== undefined && chain.length < 8) {
    const device = registries.devices.get(id);
    if (!device || chain.includes(device)) break;
    chain.push(device);
    id = device.parentId;
  }
  return chain;
}

/** The area an entity counts to: its own, else its device's, else the parent device's. */
export function areaOf(registries: Registries, entityId: string): Area | undefined {
  const own = registries.entities.get(entityId)?.areaId;
  const id = own ?? deviceChain(registries, entityId).find((device) => device.areaId !== undefined)?.areaId;
  return id === undefined ? undefined : registries.areas.get(id);
}

/** The floor of the entity's area. */
export function floorOf(registries: Registries, entityId: string): Floor | undefined {
  const id = areaOf(registries, entityId)?.floorId;
  return id === undefined ? undefined : registries.floors.get(id);
}

/** Every label that reaches an entity: its own, its devices', its area's. */
export function labelsOf(registries: Registries, entityId: string): ReadonlySet<string> {
  const labels = new Set(registries.entities.get(entityId)?.labels);
  for (const device of deviceChain(registries, entityId))
    for (const label of device.labels) labels.add(label);
  for (const label of areaOf(registries, entityId)?.labels ?? []) labels.add(label);
  return labels;
}

/**
 * Whether where an entity is, or which labels reach it, is not known for certain: something of it could not be read, or
 * leads to what is not there. A denial by place counts it in, whatever opens by place leaves it out.
 */
export function isDoubtful(registries: Registries, entityId: string): boolean {
  const entry = registries.entities.get(entityId);
  if (!entry) return registries.strayEntries === true;
  if (entry.doubtful) return true;
  const chain = deviceChain(registries, entityId);
  const last = chain.at(-1);
  const above = last ? last.parentId : entry.deviceId;
  if (above !== undefined && !registries.devices.has(above)) return true;
  if (chain.some((device) => device.doubtful)) return true;
  const areaId = entry.areaId ?? chain.find((device) => device.areaId !== undefined)?.areaId;
  if (areaId === undefined) return false;
  const area = registries.areas.get(areaId);
  return area === undefined || area.doubtful === true;
}
