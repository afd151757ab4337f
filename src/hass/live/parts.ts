/** The parts of a home that are loaded whole, each by one command. */

import type { Connection } from "home-assistant-js-websocket";
import { isJsonObject } from "../../core/json.ts";
import { unreadable } from "../hass-error.ts";
import { ask } from "../link/commands.ts";
import type { Registries } from "../registries.ts";
import type { WireServices } from "../wire.ts";
import { objectOf } from "../wire-values.ts";
import { areasFrom, devicesFrom, entitiesFrom, floorsFrom, labelsFrom } from "./registry-lists.ts";
import { fetchScriptServices } from "./script-services.ts";
import { servicesFrom } from "./service-list.ts";

export type Part = "floors" | "areas" | "labels" | "devices" | "entities" | "services";

export type Loaded = Registries & { readonly services: WireServices };

type Loader = {
  readonly type: string;
  /** Undefined where the answer has not the form of the part: an empty home would be another thing. */
  readonly into: (answer: unknown) => Partial<Loaded> | undefined | Promise<Partial<Loaded> | undefined>;
};

const LOADERS: Readonly<Record<Part, Loader>> = {
  floors: {
    type: "config/floor_registry/list",
    into: (answer) => (Array.isArray(answer) ? { floors: floorsFrom(answer) } : undefined),
  },
  areas: {
    type: "config/area_registry/list",
    into: (answer) => (Array.isArray(answer) ? { areas: areasFrom(answer) } : undefined),
  },
  labels: {
    type: "config/label_registry/list",
    into: (answer) => (Array.isArray(answer) ? labelsFrom(answer) : undefined),
  },
  devices: {
    type: "config/device_registry/list",
    into: async (answer) => (Array.isArray(answer) ? { devices: await devicesFrom(answer) } : undefined),
  },
  entities: {
    type: "config/entity_registry/list_for_display",
    into: async (answer) => {
      const { entities, entity_categories } = objectOf(answer);
      if (!Array.isArray(entities)) return undefined;
      return entitiesFrom(entities, objectOf(entity_categories));
    },
  },
  services: {
    type: "get_services",
    into: (answer) => (isJsonObject(answer) ? { services: servicesFrom(answer) } : undefined),
  },
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

/** HASS_UNAVAILABLE or HASS_REJECTED when it cannot be had or read. `onFault` hears of what is missing from it. */
export async function fetchPart(
  connection: Connection,
  part: Part,
  onFault: (missing: string, fault: unknown) => void,
): Promise<Partial<Loaded>> {
  const { type, into } = LOADERS[part];
  const loaded = await into(await ask(connection, { type }));
  if (loaded === undefined) throw unreadable(`its ${part}`);
  return loaded.entities
    ? {
        ...loaded,
        ...(await fetchScriptServices(connection, loaded.entities.keys(), (fault) =>
          onFault("scripts", fault),
        )),
      }
    : loaded;
}
