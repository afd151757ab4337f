/** Home Assistant's registry lists, turned into the registries we keep; an entry without an id is left out. */

import { isEntityId } from "../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { nextTurn } from "../link/sliced-json.ts";
import type { Area, Device, Floor, Label, Registries, RegistryEntry } from "../registries.ts";
import { idOf, numberOf, objectOf, textOf, textsOf } from "../wire-values.ts";

type Reader = (value: unknown) => unknown;

/** Marks an entry of which one of these values is there and of another kind than it should be. */
function doubtOf(...given: readonly (readonly [value: unknown, read: Reader])[]): {
  readonly doubtful?: true;
} {
  const odd = given.some(
    ([value, read]) => value !== undefined && value !== null && read(value) === undefined,
  );
  return odd ? { doubtful: true } : {};
}

function labelIds(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined;
}

function byId<T extends { readonly id: string }>(
  entries: readonly (T | undefined)[],
): ReadonlyMap<string, T> {
  return new Map(entries.flatMap((entry) => (entry ? [[entry.id, entry] as const] : [])));
}

/** `config/floor_registry/list` */
export function floorsFrom(list: readonly unknown[]): ReadonlyMap<string, Floor> {
  return byId(
    list.filter(isJsonObject).map((floor) => {
      const id = idOf(floor["floor_id"]);
      const name = textOf(floor["name"]) ?? id ?? "";
      const level = numberOf(floor["level"]);
      return id === undefined ? undefined : { id, name, aliases: textsOf(floor["aliases"]), level };
    }),
  );
}

/** `config/area_registry/list` */
export function areasFrom(list: readonly unknown[]): ReadonlyMap<string, Area> {
  return byId(
    list.filter(isJsonObject).map((area) => {
      const id = idOf(area["area_id"]);
      if (id === undefined) return undefined;
      return {
        id,
        name: textOf(area["name"]) ?? id,
        aliases: textsOf(area["aliases"]),
        floorId: idOf(area["floor_id"]),
        temperatureEntityId: idOf(area["temperature_entity_id"]),
        labels: textsOf(area["labels"]),
        ...doubtOf([area["floor_id"], idOf], [area["labels"], labelIds]),
      };
    }),
  );
}

/** `config/label_registry/list` */
export function labelsFrom(list: readonly unknown[]): Pick<Registries, "labels" | "strayLabels"> {
  const labels = byId(
    list.filter(isJsonObject).map((label): Label | undefined => {
      const id = idOf(label["label_id"]);
      if (id === undefined) return undefined;
      const name = textOf(label["name"]);
      return name === undefined ? { id, name: id, doubtful: true } : { id, name };
    }),
  );
  return { labels, strayLabels: list.some((label) => idOf(objectOf(label)["label_id"]) === undefined) };
}

/** Large lists are read in turns of the event loop. */
const SLICE = 2_000;

/** `config/device_registry/list` */
export async function devicesFrom(list: readonly unknown[]): Promise<ReadonlyMap<string, Device>> {
  const devices = new Map<string, Device>();
  for (const [index, device] of list.filter(isJsonObject).entries()) {
    const id = idOf(device["id"]);
    if (id !== undefined)
      devices.set(id, {
        id,
        name: textOf(device["name_by_user"]) ?? textOf(device["name"]) ?? "",
        manufacturer: textOf(device["manufacturer"]),
        model: textOf(device["model"]),
        areaId: idOf(device["area_id"]),
        labels: textsOf(device["labels"]),
        parentId: idOf(device["parent_device_id"]),
        ...doubtOf(
          [device["area_id"], idOf],
          [device["parent_device_id"], idOf],
          [device["labels"], labelIds],
        ),
      });
    if (index % SLICE === SLICE - 1) await nextTurn();
  }
  return devices;
}

/** The `entities` of `config/entity_registry/list_for_display`, whose `categories` are numbered. */
export async function entitiesFrom(
  list: readonly unknown[],
  categories: JsonObject,
): Promise<Pick<Registries, "entities"> & Pick<Registries, "strayEntries">> {
  const entries = new Map<string, RegistryEntry>();
  let strayEntries = false;
  for (const [index, entity] of list.entries()) {
    const entry = isJsonObject(entity) ? entryFrom(entity, categories) : undefined;
    if (entry) entries.set(entry.entityId, entry);
    else strayEntries = true;
    if (index % SLICE === SLICE - 1) await nextTurn();
  }
  return { entities: entries, strayEntries };
}

function entryFrom(entity: JsonObject, categories: JsonObject): RegistryEntry | undefined {
  const entityId = idOf(entity["ei"]);
  if (entityId === undefined || !isEntityId(entityId)) return undefined;
  const { ec, pl, ai, di, lb } = entity;
  const category = typeof ec === "number" || typeof ec === "string" ? categories[String(ec)] : undefined;
  const digits = numberOf(entity["dp"]);
  const ownName = textOf(entity["en"]);
  return {
    entityId,
    platform: idOf(pl),
    areaId: idOf(ai),
    deviceId: idOf(di),
    labels: textsOf(lb),
    category: category === "config" || category === "diagnostic" ? category : undefined,
    hidden: entity["hb"] === true,
    ...(ownName === undefined ? {} : { ownName }),
    ...(digits !== undefined && digits >= 0 && digits <= MOST_DIGITS && Number.isInteger(digits)
      ? { precision: digits }
      : {}),
    ...doubtOf([pl, idOf], [ai, idOf], [di, idOf], [lb, labelIds]),
  };
}

const MOST_DIGITS = 10;
