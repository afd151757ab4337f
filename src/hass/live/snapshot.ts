/** Everything but states that is loaded after each connection, then kept current by Home Assistant's events. */

import type { Connection } from "home-assistant-js-websocket";
import type { EntityState, House } from "../gateway.ts";
import { ask, subscribe } from "../link/commands.ts";
import { NO_REGISTRIES, type Registries } from "../registries.ts";
import type {
  WireArea,
  WireConfig,
  WireDevice,
  WireDisplayList,
  WireFloor,
  WireLabel,
  WireServices,
  WireUser,
} from "../wire.ts";
import { fetchAliases } from "./entity-aliases.ts";
import { type ExposureEntry, exposedEntities } from "./exposure.ts";
import { areasFrom, devicesFrom, entitiesFrom, floorsFrom, labelsFrom } from "./registry-lists.ts";

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
  /** Resolves when the aliases are loaded, or cannot be. */
  aliasesLoaded(): Promise<void>;
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
  let aliases: Promise<void> = Promise.resolve();
  /** Entities whose entry changed since their aliases were read. */
  const changed = new Set<string>();
  const settling = new Map<Part, NodeJS.Timeout>();

  const loadPart = async (connection: Connection, part: Part) => {
    const loader = LOADERS[part];
    const answer = await ask(connection, { type: loader.type });
    const fresh = await loader.into(answer);
    loaded = { ...loaded, ...fresh };
    revision++;
  };
  const loadAliases = async (connection: Connection, ids: readonly string[]) => {
    const fresh = await fetchAliases(connection, ids);
    const known = loaded.aliases;
    if (ids.every((id) => same(known.get(id), fresh.get(id)))) return;
    const all = new Map(known);
    for (const id of ids) all.delete(id);
    for (const [id, names] of fresh) all.set(id, names);
    loaded = { ...loaded, aliases: all };
    revision++;
  };
  const readAliases = (connection: Connection, ids: readonly string[]) => {
    aliases = aliases
      .then(() => loadAliases(connection, ids))
      .catch((fault: unknown) => onFault("aliases", fault));
  };
  const reload = async (connection: Connection, part: Part) => {
    await loadPart(connection, part);
    if (part !== "entities" || changed.size === 0) return;
    readAliases(connection, [...changed]);
    changed.clear();
  };
  const reloadSoon = (connection: Connection, part: Part, event: unknown) => {
    if (part === "entities") {
      exposure = undefined;
      for (const id of idsOf(event)) changed.add(id);
    }
    if (settling.has(part)) return;
    const timer = setTimeout(() => {
      settling.delete(part);
      reload(connection, part).catch((fault: unknown) => onFault(part, fault));
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
          subscribe(connection, { type: "subscribe_events", event_type: type }, (event) =>
            reloadSoon(connection, part, event),
          ),
        ),
      );
      const [config, user] = await Promise.all([
        ask(connection, { type: "get_config" }),
        ask(connection, { type: "auth/current_user" }),
        ...(Object.keys(LOADERS) as Part[]).map((part) => loadPart(connection, part)),
      ]);
      readAliases(connection, [...loaded.entities.keys()]);
      return houseFrom(config as WireConfig, user as WireUser);
    },
    aliasesLoaded: () => aliases,
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

/** The entity of an `entity_registry_updated` event, under its old and its new id. */
function idsOf(event: unknown): readonly string[] {
  const { data } = event as { readonly data?: Readonly<Record<string, unknown>> };
  return [data?.["entity_id"], data?.["old_entity_id"]].filter((id) => typeof id === "string");
}

function same(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
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
