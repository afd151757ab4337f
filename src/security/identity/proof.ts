/** What a credential proves, whatever request it comes with. */

import type { Store } from "../../store/store.ts";
import type { Access } from "../grant/model/access.ts";
import type { Refusal } from "./identity.ts";
import { tombstoneOf } from "./keep/revocations.ts";
import type { KeySet } from "./key/key-set.ts";
import { type LoginChain, readChain } from "./login/chains.ts";
import { type Claims, verifyJwt } from "./login/jwt.ts";
import { renewsFrom } from "./login/lifetimes.ts";
import { refuse } from "./refusal.ts";
import { proveToken } from "./token/prove.ts";
import { looksLikeToken } from "./token/token-text.ts";

/** Instants are milliseconds since 1970; Infinity = never. */
export type Proof = {
  readonly id: string;
  readonly grantId: string;
  readonly credential: string;
  readonly until: number;
  readonly attenuations?: readonly Access[];
  /** Of a login. */
  readonly login?: {
    readonly session: string;
    readonly jwt: string;
    /** The key that signed it. */
    readonly kid: string;
    readonly privileged: boolean;
    readonly renewsFrom: number;
  };
  readonly signingSecret?: string | undefined;
};

export type Proving = {
  readonly store: Store;
  readonly keys: KeySet;
  readonly issuer: string;
  readonly audience: string;
  readonly now: number;
};

export async function prove(text: string, proving: Proving): Promise<Proof | { readonly refusal: Refusal }> {
  return looksLikeToken(text) ? proveByToken(text, proving) : proveByJwt(text, proving);
}

async function proveByToken(
  text: string,
  { store, now }: Proving,
): Promise<Proof | { readonly refusal: Refusal }> {
  const proven = await proveToken(store, text, now);
  if ("unknown" in proven) return { refusal: refuse(401, proven.unknown, { counts: true }) };
  if ("fallen" in proven) return { refusal: refuse(401, proven.fallen) };
  const { credential, attenuations, until } = proven;
  return {
    id: credential.id,
    grantId: credential.grant,
    credential: credential.id,
    until,
    ...(attenuations.length === 0 ? {} : { attenuations }),
    signingSecret: credential.signing_secret,
  };
}

/** What a login was is looked up: one that this state does not know was ended, or belongs to another house. */
async function proveByJwt(
  text: string,
  { store, keys, issuer, audience, now }: Proving,
): Promise<Proof | { readonly refusal: Refusal }> {
  const verified = verifyJwt(text, keys, { issuer, audience }, now);
  if ("unproven" in verified) {
    const { unproven } = verified;
    return {
      refusal: refuse(401, unproven, { counts: unproven !== "expired" && unproven !== "wrong_claims" }),
    };
  }
  const { claims, until, kid } = verified;
  const { sub, sid, jti, grant } = claims;
  const chain = await readChain(store, sid);
  if (chain === undefined || !isOf(chain, claims) || (await tombstoneOf(store, "jwt", jti)))
    return { refusal: refuse(401, "revoked") };
  return {
    id: sub,
    grantId: grant,
    credential: sid,
    until,
    login: { session: sid, jwt: jti, kid, privileged: chain.privileged, renewsFrom: renewsFrom(claims) },
  };
}

/** Whoever holds a key can sign anything; a login is what was written down when it began. */
function isOf({ user, grant, auth_time, exp }: LoginChain, claims: Claims): boolean {
  return (
    claims.sub === user &&
    claims.grant === grant &&
    claims.auth_time === Math.floor(auth_time / 1000) &&
    claims.exp <= exp
  );
}
