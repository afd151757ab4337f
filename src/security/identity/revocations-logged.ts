/** What the owner has revoked or stopped since it was last looked at, for the log. */

import type { Store } from "../../store/store.ts";
import { listTombstones, type Revocable } from "./keep/revocations.ts";
import { markOf } from "./keep/rows.ts";
import { readRing } from "./key/ring-store.ts";
import { LOGOUT } from "./login/logins.ts";

/** Ids as the owner's commands show them; never a reason, which may say anything. */
export type Ending =
  | { readonly event: "revoked"; readonly kind: Revocable | "key"; readonly id: string }
  | { readonly event: "kill_switch"; readonly on: boolean };

/** Each answer has what was revoked since the one before; the first has nothing. */
export function watchRevocations(store: Store): () => Promise<readonly Ending[]> {
  let mark: string | undefined;
  let known: ReadonlySet<string> | undefined;
  return async () => {
    // before what it vouches for is read: a change meanwhile makes it another
    const current = await markOf(store);
    if (current === mark) return [];
    const revoked = await readRevoked(store);
    const fresh = known && [...revoked].filter(([key]) => known?.has(key) === false);
    [mark, known] = [current, new Set(revoked.keys())];
    return (fresh ?? []).map(([, ending]) => ending);
  };
}

async function readRevoked(store: Store): Promise<ReadonlyMap<string, Ending>> {
  const buried = (await listTombstones(store))
    // whoever logged out is said by the door that was asked to
    .filter(({ kind, reason }) => kind !== "login" || reason !== LOGOUT)
    .map(({ kind, id }) => ({ event: "revoked", kind, id }) as const);
  const keys = (await readRing(store)).keys
    .filter(({ status }) => status === "revoked")
    .map(({ kid }) => ({ event: "revoked", kind: "key", id: kid }) as const);
  return new Map([...buried, ...keys].map((ending) => [`${ending.kind} ${ending.id}`, ending]));
}
