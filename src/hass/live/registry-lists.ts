/** Home Assistant's registry lists, turned into the registries we keep; an entry without an id is left out. */

import { nextTurn } from "../link/sliced-json.ts";
import type { Area, Device, Floor, Label, RegistryEntry } from "../registries.ts";
import { idOf, numberOf, objectOf, objectsOf, textOf, textsOf } from "./wire-values.ts";

function byId<T extends { readonly id: string }>(
  entries: readonly (T | undefined)[],
): ReadonlyMap<string, T> {
  return new Map(entries.flatMap((entry) => (entry ? [[entry.id, entry] as const] : [])));
}

/** `config/floor_registry/list` */
export function floorsFrom(list: unknown): ReadonlyMap<string, Floor> {
  return byId(
    objectsOf(list).map((floor) => {
      const id = idOf(floor["floor_id"]);
      const name = textOf(floor["name"]) ?? id ?? "";
      const level = numberOf(floor["level"]);
      return id === undefined ? undefined : { id, name, aliases: textsOf(floor["aliases"]), level };
    }),
  );
}

/** `config/area_registry/list` */
export function areasFrom(list: unknown): ReadonlyMap<string, Area> {
  return byId(
    objectsOf(list).map((area) => {
      const id = idOf(area["area_id"]);
      if (id === undefined) return undefined;
      return {
        id,
        name: textOf(area["name"]) ?? id,
        aliases: textsOf(area["aliases"]),
        floorId: idOf(area["floor_id"]),
        temperatureEntityId: idOf(area["temperature_entity_id"]),
        labels: textsOf(area["labels"]),
      };
    }),
  );
}

/** `config/label_registry/list` */
export function labelsFrom(list: unknown): ReadonlyMap<string, Label> {
  return byId(
    objectsOf(list).map((label) => {
      const id = idOf(label["label_id"]);
      return id === undefined ? undefined : { id, name: textOf(label["name"]) ?? id };
    }),
  );
}

/** Large lists are read in turns of the event loop. */
const SLICE = 2_000;

/** `config/device_registry/list` */
export async function devicesFrom(list: unknown): Promise<ReadonlyMap<string, Device>> {
  const devices = new Map<string, Device>();
  for (const [index, device] of objectsOf(list).entries()) {
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
      });
    if (index % SLICE === SLICE - 1) await nextTurn();
  }
  return devices;
}

/** `config/entity_registry/list_for_display` */
export async function entitiesFrom(answer: unknown): Promise<ReadonlyMap<string, RegistryEntry>> {
  const { entity_categories, entities } = objectOf(answer);
  const categories = objectOf(entity_categories);
  const entries = new Map<string, RegistryEntry>();
  for (const [index, entity] of objectsOf(entities).entries()) {
    const entityId = idOf(entity["ei"]);
    const ec = entity["ec"];
    const category = typeof ec === "number" || typeof ec === "string" ? categories[String(ec)] : undefined;
    const digits = numberOf(entity["dp"]);
    if (entityId !== undefined)
      entries.set(entityId, {
        entityId,
        platform: idOf(entity["pl"]),
        areaId: idOf(entity["ai"]),
        deviceId: idOf(entity["di"]),
        labels: textsOf(entity["lb"]),
        category: category === "config" || category === "diagnostic" ? category : undefined,
        hidden: entity["hb"] === true,
        ...(digits !== undefined && digits >= 0 && digits <= MOST_DIGITS && Number.isInteger(digits)
          ? { precision: digits }
          : {}),
      });
    if (index % SLICE === SLICE - 1) await nextTurn();
  }
  return entries;
}

const MOST_DIGITS = 10;
