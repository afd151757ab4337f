/** What the owner has stopped: everything, by the kill switch, or single grants, for ever. */

import { storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { readKillSwitch } from "./kill-switch.ts";
import { markOf } from "./rows.ts";

export type Halts = {
  readonly killed: boolean;
  /** Ids, as `storeKey` spells them: whatever the file says of these grants, they are over. */
  readonly revokedGrants: ReadonlySet<string>;
};

/** As it is now; read again only when something on the store changed, in this process or another. */
export function watchHalts(store: Store): () => Promise<Halts> {
  let known: { readonly mark: string; readonly halts: Halts } | undefined;
  return async () => {
    // before what it vouches for is read: a change meanwhile makes it another
    const mark = await markOf(store);
    if (known?.mark !== mark) known = { mark, halts: await readHalts(store) };
    return known.halts;
  };
}

export async function readHalts(store: Store): Promise<Halts> {
  const kill = await readKillSwitch(store);
  const prefix = storePrefix("revocation", "grant");
  const revoked = (await store.list(prefix)).map(({ key }) => key.slice(prefix.length));
  return { killed: kill?.on === true, revokedGrants: new Set(revoked) };
}
