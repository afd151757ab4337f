/** The table of what automations wait for, kept for every home and read again when it may have changed. */

import { domainOf } from "../../../core/entity-id.ts";
import type { Gateway } from "../../../hass/gateway.ts";
import { triggersOf } from "../reach/triggers.ts";
import { NO_WATCH, type Watch, watchOf } from "../reach/watch.ts";
import { fetchConfigs, fetchRegistryIds } from "./configs.ts";

type Kept = {
  revision: number | undefined;
  watch: Watch;
  reading: Promise<Watch> | undefined;
  /** Grows when an automation came, went, or was loaded anew. */
  changes: number;
  read: number;
};

const kept = new WeakMap<Gateway, Kept>();

/** Answers at once while nothing changed. Users who may not read automations have an empty table. */
export function homeWatch(gateway: Gateway): Watch | Promise<Watch> {
  if (!gateway.house.user.isAdmin) return NO_WATCH;
  const home = kept.get(gateway) ?? keep(gateway);
  if (home.revision === gateway.revision && home.read === home.changes) return home.watch;
  home.reading ??= read(gateway, home).finally(() => {
    home.reading = undefined;
  });
  return home.reading;
}

function keep(gateway: Gateway): Kept {
  const home: Kept = { revision: undefined, watch: NO_WATCH, reading: undefined, changes: 0, read: 0 };
  kept.set(gateway, home);
  // one that is loaded anew is unavailable in between; one that ran changes its attributes alone
  gateway.onChange((id, now, before) => {
    if (id.startsWith("automation.") && now?.lastChanged !== before?.lastChanged) home.changes++;
  });
  return home;
}

async function read(gateway: Gateway, home: Kept): Promise<Watch> {
  const { revision } = gateway;
  const { changes } = home;
  const ids = [...gateway.states.keys()].filter((id) => domainOf(id) === "automation");
  const configs = await fetchConfigs(gateway, ids);
  const asks = [...configs.values()].some(
    (config) => config !== undefined && triggersOf(config).registryIds.size > 0,
  );
  const registryIds = asks ? await fetchRegistryIds(gateway) : undefined;
  const watch = watchOf(configs, gateway, registryIds);
  // what was read while the connection broke is not the whole of it
  if (gateway.connected) Object.assign(home, { revision, watch, read: changes });
  return watch;
}
