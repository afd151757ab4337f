/** The table of what automations wait for, kept for every home and read again when it may have changed. */

import { domainOf } from "../../../core/entity-id.ts";
import type { EntityState, Gateway } from "../../../hass/gateway.ts";
import { NO_TRIGGERS, type TriggerTable } from "../model/world.ts";
import { triggerTable } from "../reach/trigger-table.ts";
import { triggersOf } from "../reach/triggers.ts";
import { fetchConfigs, fetchRegistryIds } from "./configs.ts";

type Kept = {
  revision: number | undefined;
  table: TriggerTable;
  reading: Promise<TriggerTable> | undefined;
  /** Grows when an automation or script came, went, or was loaded anew. */
  changes: number;
  read: number;
};

/** A script waits as long as it runs: one that is off counts as an automation that is off. */
const WAITING: ReadonlySet<string> = new Set(["automation", "script"]);

const kept = new WeakMap<Gateway, Kept>();

/** Answers at once while nothing changed. Users who may not read automations have an empty table. */
export function homeTriggers(gateway: Gateway): TriggerTable | Promise<TriggerTable> {
  if (!gateway.house.user.isAdmin) return NO_TRIGGERS;
  const home = kept.get(gateway) ?? keep(gateway);
  if (home.revision === gateway.revision && home.read === home.changes) return home.table;
  home.reading ??= read(gateway, home).finally(() => {
    home.reading = undefined;
  });
  return home.reading;
}

function keep(gateway: Gateway): Kept {
  const home: Kept = { revision: undefined, table: NO_TRIGGERS, reading: undefined, changes: 0, read: 0 };
  kept.set(gateway, home);
  // one that is loaded anew is unavailable in between; one that ran changes its attributes alone
  gateway.onChange((id, now, before) => {
    if (id.startsWith("automation.") && now?.lastChanged !== before?.lastChanged) home.changes++;
    // a script goes on and off as it runs
    else if (id.startsWith("script.") && isThere(now) !== isThere(before)) home.changes++;
  });
  return home;
}

function isThere(entity: EntityState | undefined): boolean {
  return entity !== undefined && entity.state !== "unavailable";
}

async function read(gateway: Gateway, home: Kept): Promise<TriggerTable> {
  const { revision } = gateway;
  const { changes } = home;
  const ids = [...gateway.states.keys()].filter((id) => WAITING.has(domainOf(id)));
  const configs = await fetchConfigs(gateway, ids);
  const asks = [...configs.values()].some(
    (config) => config !== undefined && triggersOf(config).registryIds.size > 0,
  );
  const registryIds = asks ? await fetchRegistryIds(gateway) : undefined;
  const table = triggerTable(configs, gateway, registryIds);
  // what was read while the connection broke is not the whole of it
  if (gateway.connected) Object.assign(home, { revision, table, read: changes });
  return table;
}
