/** Which grants open nothing now, to whoever has them. */

import { openGrantBook } from "../../security/grant/book/grant-book.ts";
import { grantRefusal } from "../../security/identity/grant-validity.ts";
import { readHalts } from "../../security/identity/keep/halts.ts";
import { mayKeep } from "../../security/identity/login/choose-grant.ts";
import type { OwnerState } from "./state.ts";

/** Why a grant opens nothing to whoever has it, as the doors find it; undefined = it is open. */
export async function shutGrants({ store, homePath, now }: OwnerState) {
  const grants = openGrantBook(homePath, () => now, {
    onDamage: () => undefined,
    // the door says it
    onUnenforced: () => undefined,
  });
  const { revokedGrants } = await readHalts(store);
  return (id: string, who?: { readonly user: string; readonly privileged: boolean }): string | undefined => {
    const grant = grants.byId(id);
    if (revokedGrants.has(id)) return "grant revoked";
    if (grant === undefined) return "grant gone";
    const { reason } = grantRefusal(grant, now) ?? {};
    if (reason !== undefined) return `grant ${reason.replace(/^grant_/, "").replaceAll("_", " ")}`;
    return who && !mayKeep(grant, who.user, who.privileged) ? "user taken out of the grant" : undefined;
  };
}
