/** The owner's kill switch: nobody gets in, whatever they show, also after a restart. */

import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { changeRow, readRow } from "./rows.ts";

const KEY = storeKey("switch", "kill");

export type KillSwitch = {
  readonly on: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: string;
};

/** undefined = it was never thrown. */
export async function readKillSwitch(store: Store): Promise<KillSwitch | undefined> {
  return readRow<KillSwitch>(store, KEY);
}

/** Holds for every process on the store when it resolves. */
export async function throwKillSwitch(store: Store, position: KillSwitch): Promise<void> {
  await changeRow<KillSwitch>(store, KEY, () => position, { durability: "acknowledged" });
}
