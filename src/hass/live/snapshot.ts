/** Everything but states that is loaded after each connection, then kept current by Home Assistant's events. */

import type { Connection } from "home-assistant-js-websocket";
import { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import type { EntityState, House } from "../gateway.ts";
import { unreadable } from "../hass-error.ts";
import { ask, subscribe } from "../link/commands.ts";
import { NO_REGISTRIES, type Registries } from "../registries.ts";
import type { WireServices } from "../wire.ts";
import { objectOf, objectsOf, textOf } from "../wire-values.ts";
import { runOncePerBurst } from "./bursts.ts";
import { createAliasReader } from "./entity-aliases.ts";
import { type ExposureEntry, exposedEntities } from "./exposure.ts";
import { CHANGED_BY, DISPENSABLE, fetchPart, type Loaded, PARTS, type Part } from "./parts.ts";

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

const RETRY_MS = 1_000;

/** `onFault` hears of a reload that failed; when it fails again, the connection begins anew. */
export function createSnapshot(onFault: (part: string, fault: unknown) => void): Snapshot {
  let loaded: Loaded = { ...NO_REGISTRIES, services: {} };
  let revision = 0;
  let exposure: Promise<readonly ExposureEntry[]> | undefined;
  /** Entities whose entry changed since their aliases were read. */
  const changed = new Set<string>();
  const soon = runOncePerBurst<Part>();
  const take = (fresh: Partial<Loaded>) => {
    loaded = { ...loaded, ...fresh };
    revision++;
  };
  const aliasReader = createAliasReader({
    known: () => loaded.aliases,
    onChange: (aliases) => take({ aliases }),
    onFault: (fault) => onFault("aliases", fault),
  });

  const loadPart = async (connection: Connection, part: Part) =>
    take(await fetchPart(connection, part, onFault));
  const loadOrDoWithout = (connection: Connection, part: Part) =>
    loadPart(connection, part).catch((fault: unknown) => {
      if (!DISPENSABLE.has(part) || !(fault instanceof Failure) || fault.code !== "HASS_REJECTED")
        throw fault;
      if (part === "labels") take({ strayLabels: true });
      onFault(part, fault);
    });
  const reload = async (connection: Connection, part: Part) => {
    await loadOrDoWithout(connection, part);
    if (part !== "entities" || changed.size === 0) return;
    aliasReader.read(connection, [...changed]);
    changed.clear();
  };
  const hear = (connection: Connection, part: Part, event: unknown) => {
    if (part === "entities") {
      exposure = undefined;
      for (const id of idsOf(event)) changed.add(id);
    }
    soon(part, () => void reloadOrBeginAnew(connection, part, reload, onFault));
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
      await subscribeChanges(connection, (part, event) => hear(connection, part, event));
      const [house] = await Promise.all([
        fetchHouse(connection),
        ...PARTS.map((part) => loadOrDoWithout(connection, part)),
      ]);
      aliasReader.read(connection, [...loaded.entities.keys()]);
      return house;
    },
    aliasesLoaded: aliasReader.done,
    async exposedToAssist(connection, states) {
      exposure ??= fetchExposure(connection);
      exposure.catch(() => {
        exposure = undefined;
      });
      return exposedEntities(await exposure, states);
    },
  };
}

/** What is known to be out of date must not go on deciding: a home that cannot be read is loaded whole, or is none. */
async function reloadOrBeginAnew(
  connection: Connection,
  part: Part,
  reload: (connection: Connection, part: Part) => Promise<void>,
  onFault: (part: string, fault: unknown) => void,
): Promise<void> {
  try {
    await reload(connection, part);
  } catch (fault) {
    onFault(part, fault);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    await reload(connection, part).catch((again: unknown) => {
      onFault(part, again);
      if (connection.connected) connection.reconnect(true);
    });
  }
}

async function subscribeChanges(
  connection: Connection,
  hear: (part: Part, event: unknown) => void,
): Promise<void> {
  await Promise.all(
    Object.entries(CHANGED_BY).map(([type, part]) =>
      subscribe(connection, { type: "subscribe_events", event_type: type }, (event) => hear(part, event)),
    ),
  );
}

/** The entity of an `entity_registry_updated` event, under its old and its new id. */
function idsOf(event: unknown): readonly string[] {
  const { data } = objectOf(event);
  const { entity_id, old_entity_id } = objectOf(data);
  return [entity_id, old_entity_id].filter((id) => typeof id === "string");
}

async function fetchHouse(connection: Connection): Promise<House> {
  const [config, user] = (
    await Promise.all([
      ask(connection, { type: "get_config" }),
      ask(connection, { type: "auth/current_user" }),
    ])
  ).map(objectOf);
  const temperatureUnit = textOf(objectOf(config?.["unit_system"])["temperature"]);
  return {
    ...(temperatureUnit === undefined ? {} : { temperatureUnit }),
    version: textOf(config?.["version"]) ?? "",
    timeZone: textOf(config?.["time_zone"]) ?? "UTC",
    language: textOf(config?.["language"]) ?? "en",
    name: textOf(config?.["location_name"]) ?? "Home",
    user: { id: textOf(user?.["id"]) ?? "", isAdmin: user?.["is_admin"] === true },
  };
}

async function fetchExposure(connection: Connection): Promise<readonly ExposureEntry[]> {
  const entries = await ask(connection, { type: "config/entity_registry/list" });
  if (!Array.isArray(entries)) throw unreadable("what it exposes to assistants");
  return objectsOf(entries).filter(
    (entry): entry is JsonObject & ExposureEntry => typeof entry["entity_id"] === "string",
  );
}
