/** What every credential rests on, as it is now: keys, kill switch, revoked grants, blocked addresses. */

import type { Store } from "../../store/store.ts";
import { blockedNetworks } from "./keep/blocked.ts";
import { readHalts } from "./keep/halts.ts";
import { markOf } from "./keep/rows.ts";
import { type KeySet, keySet } from "./key/key-set.ts";
import type { OutsideKeys } from "./key/outside-keys.ts";
import { readRing } from "./key/ring-store.ts";

export type View = {
  /** Another text whenever anything that a credential rests on may have changed. */
  readonly mark: string;
  readonly keys: KeySet;
  readonly killed: boolean;
  readonly revokedGrants: ReadonlySet<string>;
  readonly blocked: readonly string[];
};

/** Read again only when something changed, in this process or another; `onKillSwitch` hears when it is thrown. */
export function openView(
  store: Store,
  outside: OutsideKeys,
  onKillSwitch: (on: boolean) => void,
): (now: number) => Promise<View> {
  let view: View | undefined;
  return async (now) => {
    // before what it vouches for is read: a change meanwhile makes it another
    const mark = `${await markOf(store)} ${outside.version(now)}`;
    if (view?.mark === mark) return view;
    const [ring, { killed, revokedGrants }, blocked] = [
      await readRing(store),
      await readHalts(store),
      await blockedNetworks(store),
    ];
    const keys = keySet(ring, outside.current(now));
    if (killed !== (view?.killed ?? false)) onKillSwitch(killed);
    view = { mark, keys, killed, revokedGrants, blocked };
    return view;
  };
}
