/** What the road and the credentials of a door have in common: log, grants, state. Opened at first use, once. */

import type { Config } from "../config/config.ts";
import type { Logger } from "../log/logger.ts";
import type { GrantBook } from "../security/grant/book/grant-book.ts";
import type { Store } from "../store/store.ts";
import { openGrants } from "./grants.ts";
import { feedHomeEvents, type HomeEventFeed } from "./home-events.ts";
import { openLog } from "./log.ts";
import { openState, openStateIfNeeded } from "./process-store.ts";

export type Shared = {
  /** What Home Assistant hears of us. */
  readonly events: HomeEventFeed;
  /** CONFIG_INVALID when LOG_FILE cannot be written. */
  logger(): Promise<Logger>;
  /** CONFIG_INVALID when grants.json is damaged. */
  grants(): Promise<GrantBook>;
  /** CONFIG_INVALID when it cannot be opened. */
  store(): Promise<Store>;
  close(): Promise<void>;
};

/** `needsState`: whether there is no way without it. */
export function shareParts(config: Config, needsState: boolean): Shared {
  const events = feedHomeEvents(config.events, Date.now);
  const logger = once(async () => events.heard(await openLog(config)));
  const grants = once(() => openGrants(config, logger.get));
  const store = once(() => (needsState ? openState(config) : openStateIfNeeded(config)));
  return {
    events,
    logger: logger.get,
    grants: grants.get,
    store: store.get,
    async close() {
      await (await store.begun()?.catch(() => undefined))?.close();
    },
  };
}

/** Opened at first use, once. */
export function once<T>(open: () => Promise<T>) {
  let opening: Promise<T> | undefined;
  return {
    get(): Promise<T> {
      opening ??= open();
      return opening;
    },
    begun: () => opening,
  };
}
