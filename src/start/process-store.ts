/** The state of this process: counters and the kill switch, in the store that the configuration names. */

import type { Config } from "../config/config.ts";
import { forwardClock } from "../core/clock.ts";
import type { Store } from "../store/store.ts";
import type { RoadState } from "./road.ts";

const PRUNE_EVERY_MS = 60_000;

/** CONFIG_INVALID when it cannot be opened, with what to do. Rows that have expired are deleted each minute. */
export async function openState({ store: setting, homePath }: Config): Promise<Store> {
  const { openStore } = await import("../store/open-store.ts");
  const store = await openStore(setting, homePath, forwardClock());
  // a store that is closed meanwhile has nothing to prune
  setInterval(() => void store.prune().catch(() => undefined), PRUNE_EVERY_MS).unref();
  return store;
}

/**
 * For a grant that counts nothing: on a Node without `node:sqlite` the built-in grants are served all the same, with
 * nothing kept.
 */
export async function openStateIfNeeded(config: Config): Promise<Store> {
  return openState(hasSqlite() ? config : { ...config, store: "memory" });
}

function hasSqlite(): boolean {
  return process.getBuiltinModule?.("node:sqlite") !== undefined;
}

export async function roadState(store: Store): Promise<RoadState> {
  const [{ storeCounters }, { watchKillSwitch }] = await Promise.all([
    import("../security/grant/restrict/store-counters.ts"),
    import("../security/identity/keep/kill-switch.ts"),
  ]);
  return { counters: storeCounters(store), killed: watchKillSwitch(store) };
}
