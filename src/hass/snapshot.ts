/** Everything but states that is loaded after each connection, then kept current by Home Assistant's events. */

import type { Connection } from "home-assistant-js-websocket";
import { ask, subscribe } from "./commands.ts";
import { type ExposureEntry, exposedEntities } from "./exposure.ts";
import type { EntityState, House } from "./gateway.ts";
import { NO_REGISTRIES, type Registries } from "./registries.ts";
import { areasFrom, devicesFrom, entitiesFrom, floorsFrom, labelsFrom } from "./registry-lists.ts";
import type {
  WireArea,
  WireConfig,
  WireDevice,
  WireDisplayList,
  WireFloor,
  WireLabel,
  WireServices,
  WireUser,
} from "./wire.ts";

/** Events come in bursts; one reload serves a burst. */
const SETTLE_MS = 100;

type Part = "floors" | "areas" | "labels" | "devices" | "entities" | "services";

// The answers of Home Assistant are trusted to have Home Assistant's shape: these are the only casts on them.
const LOADERS: Readonly<
  Record<
    Part,
    { readonly type: string; readonly into: (answer: unknown) => Partial<Loaded> | Promise<Partial<Loaded>> }
  >
> = {
  floors: {
    type: "config/floor_registry/list",
    into: (answer) => ({ floors: floorsFrom(answer as WireFloor[]) }),
  },
  areas: {
    type: "config/area_registry/list",
    into: (answer) => ({ areas: areasFrom(answer as WireArea[]) }),
  },
  labels: {
    type: "config/label_registry/list",
    into: (answer) => ({ labels: labelsFrom(answer as WireLabel[]) }),
  },
  devices: {
    type: "config/device_registry/list",
    into: async (answer) => ({ devices: await devicesFrom(answer as WireDevice[]) }),
  },
  entities: {
    type: "config/entity_registry/list_for_display",
    into: async (answer) => ({ entities: await entitiesFrom(answer as WireDisplayList) }),
  },
  services: { type: "get_services", into: (answer) => ({ services: answer as WireServices }) },
};

// Each is open to every user; others ("all events") want an administrator.
const EVENTS: Readonly<Record<string, Part>> = {
  floor_registry_updated: "floors",
  area_registry_updated: "areas",
  label_registry_updated: "labels",
  device_registry_updated: "devices",
  entity_registry_updated: "entities",
  service_registered: "services",
  service_removed: "services",
};

type Loaded = Registries & { readonly services: WireServices };

export type Snapshot = {
  readonly registries: Registries;
  readonly services: WireServices;
  readonly revision: number;
  /** Loads everything anew over this connection. */
  load(connection: Connection): Promise<House>;
  exposedToAssist(
    connection: Connection,
    states: ReadonlyMap<string, EntityState>,
  ): Promise<ReadonlySet<string>>;
};

/** `onFault` hears of a reload that failed: what is loaded stays as it was. */
export function createSnapshot(onFault: (part: string, fault: unknown) => void): Snapshot {
  let loaded: Loaded = { ...NO_REGISTRIES, services: {} };
  let revision = 0;
  let exposure: Promise<readonly ExposureEntry[]> | undefined;
  const settling = new Map<Part, NodeJS.Timeout>();

  const loadPart = async (connection: Connection, part: Part) => {
    const loader = LOADERS[part];
    const answer = await ask(connection, { type: loader.type });
    const fresh = await loader.into(answer);
    loaded = { ...loaded, ...fresh };
    revision++;
  };
  const reloadSoon = (connection: Connection, part: Part) => {
    if (part === "entities") exposure = undefined;
    if (settling.has(part)) return;
    const timer = setTimeout(() => {
      settling.delete(part);
      loadPart(connection, part).catch((fault: unknown) => onFault(part, fault));
    }, SETTLE_MS);
    timer.unref();
    settling.set(part, timer);
  };

  return {
    get registries() {
      return loaded;
    },
    get services() {
      return loaded.services;
    },
    get revision() {
      return revision;
    },
    async load(connection) {
      exposure = undefined;
      await Promise.all(
        Object.entries(EVENTS).map(([type, part]) =>
          subscribe(connection, { type: "subscribe_events", event_type: type }, () =>
            reloadSoon(connection, part),
          ),
        ),
      );
      const [config, user] = await Promise.all([
        ask(connection, { type: "get_config" }),
        ask(connection, { type: "auth/current_user" }),
        ...(Object.keys(LOADERS) as Part[]).map((part) => loadPart(connection, part)),
      ]);
      return houseFrom(config as WireConfig, user as WireUser);
    },
    async exposedToAssist(connection, states) {
      exposure ??= ask(connection, { type: "config/entity_registry/list" }) as Promise<
        readonly ExposureEntry[]
      >;
      exposure.catch(() => {
        exposure = undefined;
      });
      return exposedEntities(await exposure, states);
    },
  };
}

function houseFrom(config: WireConfig, user: WireUser): House {
  return {
    version: config.version,
    timeZone: config.time_zone,
    language: config.language ?? "en",
    name: config.location_name ?? "Home",
    user: { id: user.id, isAdmin: user.is_admin },
  };
}
