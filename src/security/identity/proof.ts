/** What a credential proves, whatever request it comes with. */

import type { Store } from "../../store/store.ts";
import type { Access } from "../grant/model/access.ts";
import type { IdentitySettings, Refusal } from "./identity.ts";
import { tombstoneOf } from "./keep/revocations.ts";
import type { KeySet } from "./key/key-set.ts";
import { type LoginChain, readChain } from "./login/chains.ts";
import { type Claims, verifyJwt } from "./login/jwt.ts";
import { renewsFrom } from "./login/lifetimes.ts";
import { looksLikeAccess, proveAccess } from "./oauth/prove-access.ts";
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
  /** The Home Assistant user whom `id` names stands behind it. */
  readonly person?: { readonly privileged: boolean };
  /** Of a login. */
  readonly login?: {
    readonly session: string;
    readonly jwt: string;
    /** The key that signed it. */
    readonly kid: string;
    readonly renewsFrom: number;
  };
  /** Of an OAuth access token. */
  readonly oauth?: { readonly client: string; readonly scope: string };
  readonly signingSecret?: string | undefined;
};

export type Proving = {
  readonly store: Store;
  readonly keys: KeySet;
  readonly settings: Pick<IdentitySettings, "issuer" | "audience" | "resource">;
  readonly now: number;
};

export async function prove(text: string, proving: Proving): Promise<Proof | { readonly refusal: Refusal }> {
  if (looksLikeToken(text)) return proveByToken(text, proving);
  const { resource } = proving.settings;
  if (resource !== undefined && looksLikeAccess(text)) return proveByAccess(text, resource, proving);
  return proveByJwt(text, proving);
}

async function proveByAccess(
  text: string,
  resource: string,
  { store, now }: Proving,
): Promise<Proof | { readonly refusal: Refusal }> {
  const proven = await proveAccess(store, text, resource, now);
  if ("unknown" in proven) return { refusal: refuse(401, proven.unknown, { counts: true }) };
  if ("fallen" in proven) return { refusal: refuse(401, proven.fallen) };
  const { consent, scope, until } = proven;
  return {
    id: consent.user,
    grantId: consent.grant,
    credential: consent.id,
    until,
    person: { privileged: consent.privileged },
    oauth: { client: consent.client, scope },
  };
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
  { store, keys, settings, now }: Proving,
): Promise<Proof | { readonly refusal: Refusal }> {
  const verified = verifyJwt(text, keys, settings, now);
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
    person: { privileged: chain.privileged },
    login: { session: sid, jwt: jti, kid, renewsFrom: renewsFrom(claims) },
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
