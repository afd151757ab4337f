/** Whether an access token still stands: it and every token that it was derived from. */

import type { Store } from "../../../store/store.ts";
import type { Access } from "../../grant/model/access.ts";
import { tombstoneOf } from "../keep/revocations.ts";
import { type Credential, readCredential } from "./credential.ts";

/** Tokens between one and the first it was derived from, both included. */
export const MOST_GENERATIONS = 8;

/** `attenuations`: all of them bind. `until`: milliseconds since 1970, Infinity = never. */
export type Standing = { readonly attenuations: readonly Access[]; readonly until: number };
export type Fallen = { readonly fallen: "revoked" | "expired" | "replaced" };

/**
 * The overlap of a token that was replaced ends that token alone: what was derived from it goes on until it expires or
 * is revoked.
 */
export async function standingOf(
  store: Store,
  credential: Credential,
  now: number,
): Promise<Standing | Fallen> {
  const overlapEnd = credential.overlap_until ?? Number.POSITIVE_INFINITY;
  if (now >= overlapEnd) return { fallen: "replaced" };
  const attenuations: Access[] = [];
  let until = overlapEnd;
  let link: Credential | undefined = credential;
  for (let generation = 0; generation < MOST_GENERATIONS; generation++) {
    if (link === undefined || (await tombstoneOf(store, "token", link.id))) return { fallen: "revoked" };
    until = Math.min(until, link.expires_at ?? Number.POSITIVE_INFINITY);
    if (now >= until) return { fallen: "expired" };
    if (link.narrow !== undefined) attenuations.push(link.narrow);
    if (link.parent === undefined) return { attenuations, until };
    link = await readCredential(store, link.parent);
  }
  return { fallen: "revoked" };
}
