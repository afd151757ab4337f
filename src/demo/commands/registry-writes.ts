/** The commands that change areas, floors, labels and devices. */

import { type Check, Misfit, strictText } from "../world/checks.ts";
import { deviceRow } from "../world/entries.ts";
import { Fault } from "../world/fault.ts";
import type { World } from "../world/world.ts";
import type { Command, Commands } from "./command.ts";

type Message = Readonly<Record<string, unknown>>;

/** Free text or null. */
export const textOrNull: Check = (value, path) => {
  if (value !== null && typeof value !== "string") throw new Misfit("expected str or None", path, value);
  return value;
};

const numberOrNull: Check = (value, path) => {
  if (value !== null && !Number.isInteger(value)) throw new Misfit("expected int or None", path, value);
  return value;
};

const anyList: Check = (value, path) => {
  if (!Array.isArray(value)) throw new Misfit("expected list", path, value);
  return value;
};

/** A list of texts; one text alone is refused. */
export const textList: Check = (value, path) => {
  if (!Array.isArray(value)) throw new Misfit("expected a list", path, value);
  return value.map((entry, index) => strictText(entry, `${path}[${index}]`));
};

/** As Home Assistant compares names: without case, without spaces. */
function normalized(name: string): string {
  return name.toLowerCase().replaceAll(" ", "");
}

function slug(name: string): string {
  const ascii = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return (
    ascii
      .toLowerCase()
      .replace(/[^\da-z]+/g, "_")
      .replace(/^_+|_+$/g, "") || "unknown"
  );
}

type Named = { readonly name: string };

/** What tells areas, floors and labels apart here. */
type Kind = {
  readonly idKey: "area_id" | "floor_id" | "label_id";
  readonly title: string;
  readonly keys: Readonly<Record<string, Check>>;
  entries(world: World): ReadonlyMap<string, Named>;
  blank(id: string, name: string, at: number): Message;
  put(world: World, entry: Message): void;
  remove(world: World, id: string): void;
  /** What a deletion answers. */
  readonly removed: unknown;
};

function refuseTaken(entries: ReadonlyMap<string, Named>, name: string, ownId?: string): void {
  const wanted = normalized(name);
  for (const [id, entry] of entries) {
    if (id === ownId || normalized(entry.name) !== wanted) continue;
    throw new Fault("invalid_info", `The name ${name} (${wanted}) is already in use`);
  }
}

function freeId(entries: ReadonlyMap<string, Named>, name: string): string {
  const base = slug(name);
  let id = base;
  for (let next = 2; entries.has(id); next += 1) id = `${base}_${next}`;
  return id;
}

function kindCommands(kind: Kind): Readonly<Record<"create" | "update" | "delete", Command>> {
  const { idKey } = kind;
  return {
    create: {
      admin: true,
      required: { name: strictText },
      optional: kind.keys,
      run({ premises: { world } }, message) {
        const entries = kind.entries(world);
        const name = String(message["name"]);
        refuseTaken(entries, name);
        const id = freeId(entries, name);
        kind.put(world, { ...kind.blank(id, name, world.ticker.seconds()), ...message });
        return entries.get(id);
      },
    },
    update: {
      admin: true,
      required: { [idKey]: strictText },
      optional: { name: strictText, ...kind.keys },
      run({ premises: { world } }, message) {
        const entries = kind.entries(world);
        const id = String(message[idKey]);
        const old = entries.get(id);
        if (!old) throw new Fault("unknown_error", "Unknown error");
        if (typeof message["name"] === "string") refuseTaken(entries, message["name"], id);
        kind.put(world, { ...old, ...message, modified_at: world.ticker.seconds() });
        return entries.get(id);
      },
    },
    delete: {
      admin: true,
      required: { [idKey]: strictText },
      run({ premises: { world } }, message) {
        const id = String(message[idKey]);
        if (!kind.entries(world).has(id)) throw new Fault("invalid_info", `${kind.title} ID doesn't exist`);
        kind.remove(world, id);
        return kind.removed;
      },
    },
  };
}

const areaCommands = kindCommands({
  idKey: "area_id",
  title: "Area",
  keys: {
    aliases: anyList,
    floor_id: textOrNull,
    humidity_entity_id: textOrNull,
    icon: textOrNull,
    labels: textList,
    picture: textOrNull,
    temperature_entity_id: textOrNull,
  },
  entries: ({ registries }) => registries.areas,
  blank: (id, name, at) => ({
    aliases: [],
    area_id: id,
    floor_id: null,
    humidity_entity_id: null,
    icon: null,
    labels: [],
    name,
    picture: null,
    temperature_entity_id: null,
    created_at: at,
    modified_at: at,
  }),
  put: ({ registries }, entry) => registries.putArea(entry as Parameters<typeof registries.putArea>[0]),
  remove: ({ registries }, id) => registries.removeArea(id),
  removed: "success",
});

const floorCommands = kindCommands({
  idKey: "floor_id",
  title: "Floor",
  keys: { aliases: anyList, icon: textOrNull, level: numberOrNull },
  entries: ({ registries }) => registries.floors,
  blank: (id, name, at) => ({
    aliases: [],
    created_at: at,
    floor_id: id,
    icon: null,
    level: null,
    name,
    modified_at: at,
  }),
  put: ({ registries }, entry) => registries.putFloor(entry as Parameters<typeof registries.putFloor>[0]),
  remove: ({ registries }, id) => registries.removeFloor(id),
  removed: null,
});

const labelCommands = kindCommands({
  idKey: "label_id",
  title: "Label",
  keys: { color: textOrNull, description: textOrNull, icon: textOrNull },
  entries: ({ registries }) => registries.labels,
  blank: (id, name, at) => ({
    color: null,
    created_at: at,
    description: null,
    icon: null,
    label_id: id,
    name,
    modified_at: at,
  }),
  put: ({ registries }, entry) => registries.putLabel(entry as Parameters<typeof registries.putLabel>[0]),
  remove: ({ registries }, id) => registries.removeLabel(id),
  removed: null,
});

function named(registry: string, commands: ReturnType<typeof kindCommands>): Commands {
  return Object.fromEntries(
    Object.entries(commands).map(([verb, command]) => [`config/${registry}/${verb}`, command]),
  );
}

export const registryWriteCommands: Commands = {
  ...named("area_registry", areaCommands),
  ...named("floor_registry", floorCommands),
  ...named("label_registry", labelCommands),
  "config/device_registry/update": {
    admin: true,
    required: { device_id: strictText },
    optional: { area_id: textOrNull, name_by_user: textOrNull, labels: textList, disabled_by: textOrNull },
    run({ premises: { world } }, { device_id: id, ...changes }) {
      const device = world.registries.devices.get(String(id));
      if (!device) throw new Fault("not_found", "Device not found");
      world.registries.updateDevice(device.id, changes, world.ticker.seconds());
      return deviceRow(device);
    },
  },
};
