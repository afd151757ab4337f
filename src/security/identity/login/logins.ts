/** Logins that Home Assistant has accepted: minted, refreshed, ended. */

import type { Store } from "../../../store/store.ts";
import type { GrantBook } from "../../grant/book/grant-book.ts";
import type { Grant } from "../../grant/model/grant.ts";
import type { Login, Refusal } from "../identity.ts";
import type { LoginKey } from "../key/outside-keys.ts";
import type { Principal } from "../principal.ts";
import { refuse } from "../refusal.ts";
import { changeChain, endChain, type LoginChain, newLoginId, openChain, readChain } from "./chains.ts";
import { chooseGrant, type HassLogin, isPrivileged, mayKeep } from "./choose-grant.ts";
import { type JwtAlgorithm, signJwt } from "./jwt.ts";
import { endOfJwt, lastEndOf } from "./lifetimes.ts";

export type LoginParts = {
  readonly store: Store;
  readonly grants: GrantBook;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithm: JwtAlgorithm;
  /** JWT_EXPIRATION, in milliseconds. */
  readonly expirationMs: number;
  /** The key that signs now; made where there is none. */
  signingKey(): Promise<LoginKey>;
  /** Why a grant opens nothing now. */
  grantRefusal(grant: Grant | undefined): Promise<Refusal | undefined>;
};

export type LoginWish = {
  readonly user: HassLogin;
  /** Id or name of a grant. */
  readonly wanted: string | undefined;
  /** SHA-256 of the Home Assistant token, hex. */
  readonly tokenDigest: string;
  readonly address: string;
  /** Whether it can be seen later that Home Assistant no longer has this user. */
  readonly isSeen: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Why a login ended that its own caller ended. */
export const LOGOUT = "logout";

/** Who cannot be seen to go logs in anew each hour. */
const UNSEEN_MS = 3_600_000;

export async function logIn(
  parts: LoginParts,
  { user, wanted, tokenDigest, address, isSeen, now }: LoginWish,
): Promise<Login | { readonly refusal: Refusal }> {
  const chosen = chooseGrant(parts.grants, user, wanted);
  if ("none" in chosen) return { refusal: refuse(403, chosen.none) };
  const { grant } = chosen;
  const refusal = await parts.grantRefusal(grant);
  // 401 would say that the token is bad, which Home Assistant has just accepted
  if (refusal) return { refusal: { ...refusal, status: 403 } };
  if (grant.network?.require_signature === true) return { refusal: refuse(403, "signature_required") };
  const iat = Math.floor(now / 1000);
  const lastEnd = Math.min(lastEndOf(grant, now), isSeen ? Number.POSITIVE_INFINITY : now + UNSEEN_MS);
  const exp = endOfJwt(grant, parts.expirationMs, now, lastEnd);
  if (exp <= iat) return { refusal: refuse(403, "expired") };
  const chain: LoginChain = {
    sid: newLoginId(),
    user: user.id,
    privileged: isPrivileged(user),
    grant: grant.id,
    token_digest: tokenDigest,
    address,
    auth_time: now,
    last_end: lastEnd,
    renewals: 0,
    jti: newLoginId(),
    iat,
    exp,
    before: null,
  };
  await openChain(parts.store, chain);
  return minted(parts, chain);
}

/**
 * A JWT in the place of the one that the principal came with. Whoever comes again with the one before gets the same as
 * the first time; one that is older still is good until its end and refreshes nothing.
 */
export async function refreshLogin(
  parts: LoginParts,
  { session, jwt }: Principal,
  now: number,
): Promise<Login | { readonly refusal: Refusal }> {
  if (session === undefined || jwt === undefined) return { refusal: refuse(403, "no_login") };
  const chain = await readChain(parts.store, session);
  if (chain === undefined) return { refusal: refuse(401, "revoked") };
  if (jwt === chain.before) return minted(parts, chain);
  const grant = parts.grants.byId(chain.grant);
  const refusal = await parts.grantRefusal(grant);
  if (refusal || !grant) return { refusal: refusal ?? refuse(401, "revoked") };
  if (!mayKeep(grant, chain.user, chain.privileged)) return { refusal: refuse(403, "no_grant") };
  const lastEnd = Math.min(chain.last_end, lastEndOf(grant, chain.auth_time));
  const next = {
    jti: newLoginId(),
    iat: Math.floor(now / 1000),
    exp: endOfJwt(grant, parts.expirationMs, now, lastEnd),
  };
  if (chain.renewals >= (grant.session?.max_renewals ?? Number.POSITIVE_INFINITY))
    return { refusal: refuse(403, "session_expired") };
  const changed = await changeChain(parts.store, chain, (before) => {
    if (before.jti !== jwt || next.exp <= before.exp) return undefined;
    return { ...before, ...next, before: jwt, renewals: before.renewals + 1 };
  });
  if (changed) return minted(parts, changed);
  // another request was faster, or nothing is to be had
  const current = await readChain(parts.store, session);
  if (current?.before === jwt || (current?.jti === jwt && current.exp * 1000 > now))
    return minted(parts, current);
  return { refusal: refuse(403, "session_expired") };
}

/** Every JWT of the chain dies with it; on the disk when it resolves. */
export async function logOut(store: Store, { session }: Principal, now: number): Promise<void> {
  if (session !== undefined) await endChain(store, session, LOGOUT, now);
}

async function minted(parts: LoginParts, chain: LoginChain): Promise<Login> {
  const { issuer: iss, audience: aud, algorithm } = parts;
  const { user: sub, jti, sid, iat, exp, grant } = chain;
  const auth_time = Math.floor(chain.auth_time / 1000);
  const claims = { iss, aud, sub, jti, sid, iat, exp, auth_time, grant };
  const token = signJwt(claims, await parts.signingKey(), algorithm);
  return { token, expiresAt: exp * 1000, grantId: grant, session: sid };
}
