/** Homes for the tests of the search, written in few words. */

import type { EntityState } from "../../src/hass/gateway.ts";
import type { Area, Device, NO_REGISTRIES, RegistryEntry } from "../../src/hass/registries.ts";
import type { IndexAnswer, SearchQuery } from "../../src/search/query.ts";
import { createSearchIndex, type SearchIndex, type SearchOptions } from "../../src/search/search-index.ts";

export type EntitySpec = {
  readonly id: string;
  readonly name?: string;
  readonly area?: string;
  readonly device?: string;
  readonly deviceClass?: string;
  readonly state?: string;
  readonly labels?: readonly string[];
  readonly hidden?: boolean;
  readonly category?: "config" | "diagnostic";
  readonly changed?: number;
};

export type HomeSpec = {
  readonly entities: readonly EntitySpec[];
  /** Id → name, or names of which the others are aliases. */
  readonly areas?: Readonly<Record<string, string | readonly [string, ...string[]]>>;
  readonly floors?: Readonly<Record<string, string>>;
  /** Floor id → level. */
  readonly levels?: Readonly<Record<string, number>>;
  /** Area id → floor id. */
  readonly floorOf?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Id → name and area id. */
  readonly devices?: Readonly<Record<string, readonly [name: string, area?: string, maker?: string]>>;
};

/** `light.hall Hallway Light @hall`: a thing a line by id and name, with its area (`@`), its class (`:`), its state (`=`). */
export function things(rows: string): readonly EntitySpec[] {
  const lines = rows.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").map(thingOf);
}

const PARTS = { "@": "area", ":": "deviceClass", "=": "state" } as const;

function thingOf(row: string): EntitySpec {
  const [, id = "", name = "", rest = ""] = /^(\S+) (.+?)((?: [@:=]\S+)*)$/.exec(row) ?? [];
  if (id === "") throw new Error(`no thing: ${row}`);
  const parts = rest
    .trim()
    .split(" ")
    .filter((part) => part !== "");
  const said = parts.map((part) => [PARTS[part[0] as keyof typeof PARTS], part.slice(1)]);
  return { id, name, ...Object.fromEntries(said) };
}

/** A place whose parts a test may replace. */
export type TestPlace = { states: Map<string, EntityState>; registries: typeof NO_REGISTRIES };

export function stateOf(spec: EntitySpec): EntityState {
  const { id, name, deviceClass, state = "on", changed = 0 } = spec;
  const attributes = {
    ...(name === undefined ? {} : { friendly_name: name }),
    ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
  };
  return {
    id,
    state,
    attributes,
    contextId: "",
    parentContextId: undefined,
    lastChanged: changed,
    lastUpdated: changed,
  };
}

export function registriesOf(spec: HomeSpec): typeof NO_REGISTRIES {
  const { entities, areas = {}, floors = {}, levels = {}, floorOf = {}, labels = {}, devices = {} } = spec;
  return {
    aliases: new Map(),
    floors: new Map(
      Object.entries(floors).map(([id, name]) => [id, { id, name, aliases: [], level: levels[id] }]),
    ),
    areas: new Map(Object.entries(areas).map(([id, names]) => [id, areaOf(id, names, floorOf[id])])),
    labels: new Map(Object.entries(labels).map(([id, name]) => [id, { id, name }])),
    devices: new Map(Object.entries(devices).map(([id, device]) => [id, deviceOf(id, device)])),
    entities: new Map(entities.map((entity) => [entity.id, entryOf(entity)])),
  };
}

function areaOf(
  id: string,
  names: string | readonly [string, ...string[]],
  floorId: string | undefined,
): Area {
  const [name, ...aliases] = typeof names === "string" ? [names] : names;
  return { id, name, aliases, floorId, labels: [] };
}

function deviceOf(id: string, [name, areaId, manufacturer]: readonly [string, string?, string?]): Device {
  return { id, name, manufacturer, model: undefined, areaId, labels: [], parentId: undefined };
}

function entryOf({ id, area, device, labels = [], hidden = false, category }: EntitySpec): RegistryEntry {
  return {
    entityId: id,
    platform: undefined,
    areaId: area,
    deviceId: device,
    labels,
    category,
    hidden,
  };
}

export function placeOf(spec: HomeSpec): TestPlace {
  return {
    states: new Map(spec.entities.map((entity) => [entity.id, stateOf(entity)])),
    registries: registriesOf(spec),
  };
}

export type Asked = {
  readonly index: SearchIndex;
  readonly place: TestPlace;
  ask(query: string | Partial<SearchQuery>, sees?: (id: string) => boolean): IndexAnswer;
  /** Ids of the hits alone; of other kinds than entities `kind:id`. */
  find(query: string | Partial<SearchQuery>, sees?: (id: string) => boolean): readonly string[];
};

/** A built index with short ways to ask it; `now` is 1000. */
export async function searchIn(spec: HomeSpec, options?: SearchOptions): Promise<Asked> {
  const place = placeOf(spec);
  const index = createSearchIndex(place, options);
  await index.build();
  const ask: Asked["ask"] = (query, sees = () => true) =>
    index.search({ limit: 10, ...(typeof query === "string" ? { text: query } : query) }, sees, 1000);
  return {
    index,
    place,
    ask,
    find: (query, sees) =>
      ask(query, sees).hits.map(({ kind, id }) => (kind === "entity" ? id : `${kind}:${id}`)),
  };
}

/** A home with the usual: two floors, five areas, some of each kind. */
export const USUAL: HomeSpec = {
  floors: { ground: "Ground floor", upper: "Upstairs" },
  floorOf: { kitchen: "ground", living: "ground", bed: "upper" },
  areas: {
    kitchen: "Kitchen",
    living: ["Living Room", "Lounge"],
    bed: "Bedroom",
    guest: "Guest Bedroom",
    work: "Work Area",
  },
  labels: { evening: "Evening" },
  devices: { oven: ["Oven", "kitchen", "Siemens"], trv: ["Radiator valve", "living"] },
  entities: [
    { id: "light.kitchen_ceiling", name: "Kitchen Ceiling", area: "kitchen", changed: 990 },
    { id: "light.kitchen_counter", name: "Counter Lamp", area: "kitchen", state: "off" },
    {
      id: "sensor.oven_temperature",
      name: "Oven Temperature",
      device: "oven",
      deviceClass: "temperature",
      state: "180.5",
    },
    { id: "switch.oven", name: "Oven", device: "oven", state: "off" },
    { id: "light.living_lamp", name: "Floor Lamp", area: "living", labels: ["evening"] },
    { id: "media_player.tv", name: "Telly", area: "living", deviceClass: "tv", state: "playing" },
    { id: "cover.living_blind", name: "Left Blind", area: "living", deviceClass: "blind", state: "open" },
    { id: "climate.living", name: "Thermostat", device: "trv", state: "heat" },
    { id: "light.bed", name: "Bedroom Light", area: "bed" },
    { id: "light.guest", name: "Bedroom Light", area: "guest", state: "unavailable" },
    { id: "binary_sensor.door", name: "Front Door", deviceClass: "door", state: "off" },
    { id: "lock.door", name: "Front Door", state: "locked" },
    { id: "light.work", name: "Desk", area: "work" },
    {
      id: "sensor.bed_humidity",
      name: "Bedroom Humidity",
      area: "bed",
      deviceClass: "humidity",
      state: "48",
    },
  ],
};
