/** The store that the setting `STORE` names. */

import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import { Failure } from "../core/failure.ts";
import { memoryStore } from "./memory-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import type { Store } from "./store.ts";

/** The SQLite file of this HEARTHGATE_HOME. */
export function statePath(homePath: string): string {
  return join(homePath, "state.db");
}

/** Whether a `STORE` is the address of a Redis. */
export function isRedis(setting: string): boolean {
  return /^rediss?:/.test(setting);
}

/**
 * `setting`: `sqlite` (default) | `memory` | `redis://…`. `clock` must not go back while the process lives
 * (`forwardClock`). `say` hears what the owner should know of a Redis, in one line. CONFIG_INVALID when there is no such
 * store or it cannot be opened. Whoever opens it closes it, and prunes it by a timer.
 */
export async function openStore(
  setting: string | undefined,
  homePath: string,
  clock: Clock,
  say?: (line: string) => void,
): Promise<Store> {
  if (setting !== undefined && isRedis(setting)) {
    // nobody else waits for its library
    const { openRedisStore } = await import("./redis/redis-store.ts");
    return openRedisStore({ url: setting, clock, ...(say === undefined ? {} : { say }) });
  }
  switch (setting ?? "sqlite") {
    case "sqlite":
      return openSqliteStore({ path: statePath(homePath), clock });
    case "memory":
      return memoryStore(clock);
  }
  throw new Failure("CONFIG_INVALID", "STORE is no known store.", {
    hint: "Set it to sqlite, memory or redis://….",
  });
}
