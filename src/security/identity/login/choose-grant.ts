/** Which grant a login gets. */

import type { GrantBook } from "../../grant/book/grant-book.ts";
import type { Grant } from "../../grant/model/grant.ts";

export type HassLogin = { readonly id: string; readonly isAdmin: boolean; readonly isOwner: boolean };

export type Chosen =
  | { readonly grant: Grant }
  | { readonly none: "grant_unknown" | "no_grant" | "grant_ambiguous" };

/**
 * What was asked for, if this user may have it: owner and administrators any, others only one whose `users` name them.
 * Nothing asked for: `operator` for owner and administrators, for others the one that names them.
 */
export function chooseGrant(
  grants: Pick<GrantBook, "named" | "forUser">,
  user: HassLogin,
  wanted: string | undefined,
): Chosen {
  if (isPrivileged(user)) {
    const grant = grants.named(wanted ?? "operator");
    return grant ? { grant } : { none: "grant_unknown" };
  }
  const theirs = grants.forUser(user.id);
  const fitting =
    wanted === undefined ? theirs : theirs.filter((each) => each.id === wanted || each.name === wanted);
  const [grant] = fitting;
  if (!grant) return { none: wanted === undefined ? "no_grant" : "grant_unknown" };
  return fitting.length === 1 ? { grant } : { none: "grant_ambiguous" };
}

export function isPrivileged({ isAdmin, isOwner }: Pick<HassLogin, "isAdmin" | "isOwner">): boolean {
  return isAdmin || isOwner;
}

/** Whether a user who logged in with this grant still may, now that it may have been edited. */
export function mayKeep({ users }: Grant, user: string, privileged: boolean): boolean {
  return privileged || users?.includes(user) === true;
}
