/** Where the key ring is kept: one row, so that every step of it is one step. */

import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { changeRow, readRow } from "../keep/rows.ts";
import { EMPTY_RING, type Ring } from "./ring.ts";

const KEY = storeKey("key", "ring");

export async function readRing(store: Store): Promise<Ring> {
  return (await readRow<Ring>(store, KEY)) ?? EMPTY_RING;
}

/** On the disk when it resolves; a Failure of `change` leaves the ring as it was. */
export async function changeRing(store: Store, change: (ring: Ring) => Ring): Promise<Ring> {
  const changed = await changeRow<Ring>(store, KEY, (before) => change(before ?? EMPTY_RING), {
    durability: "acknowledged",
  });
  return changed ?? EMPTY_RING;
}
