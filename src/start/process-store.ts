/** The state of this process: counters and the kill switch, in the store that the configuration names. */

import type { Config } from "../config/config.ts";
import { processClock } from "../core/clock.ts";
import type { Store } from "../store/store.ts";
import type { RoadState } from "./road.ts";

const PRUNE_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

/** CONFIG_INVALID when it cannot be opened, with what to do. Rows that have expired are deleted each minute; the time is kept. */
export async function openState({ store: setting, homePath }: Config): Promise<Store> {
  const [{ openStore, statePath }, { watchStateFile }, { followMark }] = await Promise.all([
    import("../store/open-store.ts"),
    import("../store/state-watch.ts"),
    import("../security/identity/keep/clock-mark.ts"),
  ]);
  const say = (line: string) => process.stderr.write(`hearthgate: ${line}\n`);
  const store = await openStore(setting, homePath, processClock, say);
  const look = await followMark(store, processClock);
  setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS).unref();
  if (processClock.suspect) process.stderr.write(SUSPECT);
  // a store that is closed meanwhile has nothing to prune
  setInterval(() => void store.prune().catch(() => undefined), PRUNE_EVERY_MS).unref();
  if (setting === "sqlite") closeWhenLost(store, watchStateFile(statePath(homePath)));
  return store;
}

const SUSPECT =
  "hearthgate: the clock is more than a day behind the latest time that was seen here: what has hours or an end refuses. Set the clock, or run hearthgate clock accept.\n";

/** Of a file that was moved away no other process knows what is written to it: a revocation would never come here. */
function closeWhenLost(store: Store, lost: () => string | undefined): void {
  const timer = setInterval(() => {
    const said = lost();
    if (said === undefined) return;
    clearInterval(timer);
    process.stderr.write(`hearthgate: state.db was ${said}; nobody is let in until the next start.\n`);
    void store.close();
  }, LOOK_EVERY_MS);
  timer.unref();
}

/**
 * For a grant that counts nothing: on a Node without `node:sqlite` the built-in grants are served all the same, with
 * nothing kept.
 */
export async function openStateIfNeeded(config: Config): Promise<Store> {
  const { isRedis } = await import("../store/open-store.ts");
  return openState(hasSqlite() || isRedis(config.store) ? config : { ...config, store: "memory" });
}

function hasSqlite(): boolean {
  return process.getBuiltinModule?.("node:sqlite") !== undefined;
}

export async function roadState(store: Store, { store: setting }: Config): Promise<RoadState> {
  const [{ isRedis }, { storeCounters }, { watchHalts }] = await Promise.all([
    import("../store/open-store.ts"),
    import("../security/grant/restrict/store-counters.ts"),
    import("../security/identity/keep/halts.ts"),
  ]);
  const shared = isRedis(setting) || (setting !== "memory" && hasSqlite());
  return { store, shared, counters: storeCounters(store), halts: watchHalts(store) };
}
