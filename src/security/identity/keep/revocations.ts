/** Tombstones: what was revoked stays so, whatever else is written later. */

import { storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { changeRow, readRow } from "./rows.ts";

/**
 * `grant`: by id · `token`: an access token by id · `login`: a login chain by sid · `jwt`: one JWT by jti · `consent`: what a
 * person allowed to an OAuth client, by id.
 */
export type Revocable = "grant" | "token" | "login" | "jwt" | "consent";

export type Tombstone = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: string;
};

/** On the disk when it resolves. `endsAt`: when what was revoked would be over anyway; undefined = never. */
export async function bury(
  store: Store,
  kind: Revocable,
  id: string,
  tombstone: Tombstone,
  endsAt: number | undefined,
): Promise<void> {
  await changeRow<Tombstone>(
    store,
    storeKey("revocation", kind, id),
    // an earlier one says it already, and for as long
    (before) => before ?? tombstone,
    { durability: "acknowledged", expiresAt: endsAt },
  );
}

export async function tombstoneOf(store: Store, kind: Revocable, id: string): Promise<Tombstone | undefined> {
  return readRow<Tombstone>(store, storeKey("revocation", kind, id));
}

/** `id` as `storeKey` spells it, which is as it is for every id of ours. */
export async function listTombstones(
  store: Store,
): Promise<readonly (Tombstone & { readonly kind: Revocable; readonly id: string })[]> {
  const prefix = storePrefix("revocation");
  return (await store.list(prefix)).map(({ key, value }) => {
    const [kind = "", id = ""] = key.slice(prefix.length).split(":");
    return { ...(value as Tombstone), kind: kind as Revocable, id };
  });
}
