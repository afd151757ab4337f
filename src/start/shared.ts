/** What the road and the credentials of a door have in common: the grants, the state. Opened at first use, once. */

import type { Config } from "../config/config.ts";
import type { GrantBook } from "../security/grant/parse/grant-book.ts";
import type { Store } from "../store/store.ts";
import { openGrants } from "./grants.ts";
import { openState, openStateIfNeeded } from "./state.ts";

export type Shared = {
  /** CONFIG_INVALID when grants.json is damaged. */
  grants(): Promise<GrantBook>;
  /** CONFIG_INVALID when it cannot be opened. */
  store(): Promise<Store>;
  close(): Promise<void>;
};

/** `needsState`: whether there is no way without it. */
export function shareParts(config: Config, needsState: boolean): Shared {
  const grants = once(() => openGrants(config));
  const store = once(() => (needsState ? openState(config) : openStateIfNeeded(config)));
  return {
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
