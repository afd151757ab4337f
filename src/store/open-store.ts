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

/**
 * `setting`: `sqlite` (default) | `memory`. `clock` must not go back while the process lives (`forwardClock`).
 * CONFIG_INVALID when there is no such store or it cannot be opened. Whoever opens it closes it, and prunes it by a timer.
 */
export async function openStore(setting: string | undefined, homePath: string, clock: Clock): Promise<Store> {
  switch (setting ?? "sqlite") {
    case "sqlite":
      return openSqliteStore({ path: statePath(homePath), clock });
    case "memory":
      return memoryStore(clock);
  }
  // never by value: a Redis address may hold a password
  const redis = /^rediss?:/.test(setting ?? "");
  throw new Failure(
    "CONFIG_INVALID",
    redis ? "STORE: redis is not in this version." : "STORE is no known store.",
    {
      hint: "Set it to sqlite or memory.",
    },
  );
}
