/** The parts of a home that are loaded whole, each by one command. */

import type { Connection } from "home-assistant-js-websocket";
import { ask } from "../link/commands.ts";
import type { Registries } from "../registries.ts";
import type { WireServices } from "../wire.ts";
import { areasFrom, devicesFrom, entitiesFrom, floorsFrom, labelsFrom } from "./registry-lists.ts";
import { servicesFrom } from "./service-list.ts";

export type Part = "floors" | "areas" | "labels" | "devices" | "entities" | "services";

export type Loaded = Registries & { readonly services: WireServices };

type Loader = {
  readonly type: string;
  readonly into: (answer: unknown) => Partial<Loaded> | Promise<Partial<Loaded>>;
};

const LOADERS: Readonly<Record<Part, Loader>> = {
  floors: {
    type: "config/floor_registry/list",
    into: (answer) => ({ floors: floorsFrom(answer) }),
  },
  areas: {
    type: "config/area_registry/list",
    into: (answer) => ({ areas: areasFrom(answer) }),
  },
  labels: {
    type: "config/label_registry/list",
    into: (answer) => ({ labels: labelsFrom(answer) }),
  },
  devices: {
    type: "config/device_registry/list",
    into: async (answer) => ({ devices: await devicesFrom(answer) }),
  },
  entities: {
    type: "config/entity_registry/list_for_display",
    into: async (answer) => ({ entities: await entitiesFrom(answer) }),
  },
  services: { type: "get_services", into: (answer) => ({ services: servicesFrom(answer) }) },
};

export const PARTS = Object.keys(LOADERS) as readonly Part[];

/**
 * Names and descriptions: without them less can be said and called. The others decide what a grant opens, so nothing is
 * served without them.
 */
export const DISPENSABLE: ReadonlySet<Part> = new Set(["floors", "labels", "services"]);

/** Which part an event says has changed. Each is open to every user; others ("all events") want an administrator. */
export const CHANGED_BY: Readonly<Record<string, Part>> = {
  floor_registry_updated: "floors",
  area_registry_updated: "areas",
  label_registry_updated: "labels",
  device_registry_updated: "devices",
  entity_registry_updated: "entities",
  service_registered: "services",
  service_removed: "services",
};

/** HASS_UNAVAILABLE or HASS_REJECTED when it cannot be had. */
export async function fetchPart(connection: Connection, part: Part): Promise<Partial<Loaded>> {
  const { type, into } = LOADERS[part];
  return await into(await ask(connection, { type }));
}
