/** Finds the OAuth access token that a caller shows, with the consent that it rests on. */

import type { Store } from "../../../store/store.ts";
import { type Consent, readConsent } from "./consents.ts";
import { readIssued } from "./issued.ts";

export type ProvenAccess = { readonly consent: Consent; readonly scope: string; readonly until: number };
export type UnprovenAccess =
  | { readonly fallen: "expired" | "revoked" | "wrong_resource" }
  | { readonly unknown: "unknown_token" };

const FORM = /^[\w-]{43}$/;

/** 256 random bits, as the authorization server spells them. */
export function looksLikeAccess(text: string): boolean {
  return FORM.test(text);
}

/** `resource`: what the token must have been issued for (RFC 8707). */
export async function proveAccess(
  store: Store,
  text: string,
  resource: string,
  now: number,
): Promise<ProvenAccess | UnprovenAccess> {
  const { payload } = (await readIssued(store, "AccessToken", text)) ?? {};
  if (payload === undefined) return { unknown: "unknown_token" };
  const { aud, exp, grantId, scope } = payload;
  if (aud !== resource) return { fallen: "wrong_resource" };
  const until = typeof exp === "number" ? exp * 1000 : 0;
  if (now >= until) return { fallen: "expired" };
  const consent = typeof grantId === "string" ? await readConsent(store, grantId, now) : undefined;
  if (consent === undefined) return { fallen: "revoked" };
  const ends = Math.min(until, consent.expires_at ?? Number.POSITIVE_INFINITY);
  return { consent, scope: typeof scope === "string" ? scope : "", until: ends };
}
