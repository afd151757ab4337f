/** A made home of any size for the search: words come back as they do in homes, and areas grow with it. */

import type { EntityState } from "../../src/hass/gateway.ts";
import { type Area, type Device, NO_REGISTRIES, type RegistryEntry } from "../../src/hass/registries.ts";
import type { SearchPlace } from "../../src/search/index/place.ts";

export type MadeHome = SearchPlace & {
  readonly states: Map<string, EntityState>;
  /** One query of each kind for the entity of that number, with the id it means. */
  queries(entity: number): Readonly<Record<string, string>>;
  idOf(entity: number): string;
};

const perDevice = 5;
const perArea = 40;
const places = "Kitchen,Bedroom,Office,Bathroom,Hallway,Living Room,Studio,Pantry,Terrace,Workshop".split(
  ",",
);
const wings = "North,East,South,West,Garden,Tower,Old,Upper,Lower,Middle".split(",");
const objects = "Ceiling,Desk,Corner,Window,Reading,Counter,Wall,Mirror,Shelf,Door".split(",");
const kinds = [
  ["light", "Lamp", undefined],
  ["sensor", "Temperature", "temperature"],
  ["sensor", "Power", "power"],
  ["binary_sensor", "Motion", "motion"],
  ["switch", "Plug", "outlet"],
] as const;

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** The same size makes the same home. */
export function makeHome(size: number): MadeHome {
  const states = new Map<string, EntityState>();
  const areas = new Map<string, Area>();
  const devices = new Map<string, Device>();
  const entities = new Map<string, RegistryEntry>();
  const areaName = (index: number) =>
    `${at(wings, Math.floor(index / places.length))} ${at(places, index)} ${1 + Math.floor(index / 100)}`;
  const describe = (index: number) => {
    const [domain, word, deviceClass] = at(kinds, index);
    const area = areaName(Math.floor(index / perArea));
    const object = at(objects, Math.floor(index / perDevice));
    return { domain, word, deviceClass, area, object, name: `${area} ${object} ${word}` };
  };
  const idOf = (index: number) => {
    const { domain, name } = describe(index);
    return `${domain}.${name.toLowerCase().replaceAll(" ", "_")}`;
  };
  for (let index = 0; index < size; index++) {
    const { name, area, object, deviceClass } = describe(index);
    const areaId = area.toLowerCase().replaceAll(" ", "_");
    const deviceId = `device_${Math.floor(index / perDevice)}`;
    areas.set(areaId, { id: areaId, name: area, aliases: [], floorId: undefined, labels: [] });
    const maker = { manufacturer: "Acme", model: `M${index % 97}`, labels: [], parentId: undefined };
    devices.set(deviceId, { id: deviceId, name: `${area} ${object}`, areaId, ...maker });
    const id = idOf(index);
    const attributes = { friendly_name: name, ...(deviceClass && { device_class: deviceClass }) };
    states.set(id, { ...blank, id, attributes });
    entities.set(id, { ...unregistered, entityId: id, deviceId });
  }
  return {
    states,
    registries: { ...NO_REGISTRIES, areas, devices, entities },
    idOf,
    queries(index) {
      const { name, area, object, word } = describe(index);
      const swapped = `${word[1]}${word[0]}${word.slice(2)}`.toLowerCase();
      return {
        exact: name,
        partial: `${area} ${object.slice(0, 3)} ${word.slice(0, 4)}`,
        typo: `${area} ${object.slice(0, 2)}${object.slice(3)} ${swapped}`,
        concept: `lights in the ${area}`,
        sentence: `please turn on the ${object} ${word} in the ${area}`,
        wide: `${object} ${word}`,
      };
    },
  };
}

const blank = {
  state: "on",
  contextId: "",
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
};
const unregistered = {
  platform: undefined,
  areaId: undefined,
  labels: [],
  category: undefined,
  hidden: false,
};
