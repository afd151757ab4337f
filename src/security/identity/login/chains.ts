/** Login chains: a login, and the JWTs that it was refreshed with. */

import { randomBytes } from "node:crypto";
import { storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { bury, tombstoneOf } from "../keep/revocations.ts";
import { addRow, changeRow, readRow, readRows } from "../keep/rows.ts";

/** The row of a chain: never a token, only the digest of Home Assistant's. */
export type LoginChain = {
  readonly sid: string;
  readonly user: string;
  /** Owner or administrator when they logged in. */
  readonly privileged: boolean;
  readonly grant: string;
  /** SHA-256 of the Home Assistant token, hex. */
  readonly token_digest: string;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly auth_time: number;
  /** Milliseconds since 1970, after which nothing refreshes it. */
  readonly last_end: number;
  readonly renewals: number;
  /** The JWT of this moment; seconds since 1970. */
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  /** The JWT before: whoever still holds it gets the one of this moment, not a third. */
  readonly before: string | null;
};

/** Owners name it on the command line, where a word that begins with a hyphen is an option. */
export function newLoginId(): string {
  return randomBytes(16).toString("hex");
}

/** Of a login chain, or of a JWT. */
export function isLoginId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

function keyOf(sid: string) {
  return storeKey("login", sid);
}

export async function openChain(store: Store, chain: LoginChain): Promise<void> {
  await addRow(store, keyOf(chain.sid), chain, { durability: "counted", expiresAt: chain.last_end });
}

/** undefined = there is none, it is over, or it was ended. */
export async function readChain(store: Store, sid: string): Promise<LoginChain | undefined> {
  const chain = await readRow<LoginChain>(store, keyOf(sid));
  return chain && !(await tombstoneOf(store, "login", sid)) ? chain : undefined;
}

/** By login. Those that were ended are among them until they would be over. */
export async function listChains(store: Store): Promise<readonly LoginChain[]> {
  const all = await readRows<LoginChain>(store, storePrefix("login"));
  return all.toSorted((one, other) => one.auth_time - other.auth_time);
}

/** Logins with this Home Assistant token that stand. */
export async function chainsOf(store: Store, tokenDigest: string): Promise<readonly LoginChain[]> {
  const standing: LoginChain[] = [];
  for (const chain of await listChains(store))
    if (chain.token_digest === tokenDigest && !(await tombstoneOf(store, "login", chain.sid)))
      standing.push(chain);
  return standing;
}

/** undefined when `change` left it alone, or it is not there. */
export async function changeChain(
  store: Store,
  chain: Pick<LoginChain, "sid" | "last_end">,
  change: (before: LoginChain) => LoginChain | undefined,
): Promise<LoginChain | undefined> {
  return changeRow<LoginChain>(store, keyOf(chain.sid), (before) => before && change(before), {
    durability: "counted",
    expiresAt: chain.last_end,
  });
}

/** Ends the login with every JWT of it; on the disk when it resolves. */
export async function endChain(store: Store, sid: string, reason: string, now: number): Promise<void> {
  const chain = await readRow<LoginChain>(store, keyOf(sid));
  await bury(store, "login", sid, { at: now, reason }, chain?.last_end ?? now + MOST_LIFE_MS);
}

/** Ends one JWT; on the disk when it resolves. */
export async function endJwt(store: Store, jti: string, reason: string, now: number): Promise<void> {
  await bury(store, "jwt", jti, { at: now, reason }, now + MOST_LIFE_MS);
}

const MOST_LIFE_MS = 73 * 3_600_000;
