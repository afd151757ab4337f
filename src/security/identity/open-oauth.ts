/** Puts together what an authorization server asks of identity. */

import type { Clock } from "../../core/clock.ts";
import { storeKey } from "../../store/namespaces.ts";
import type { Store } from "../../store/store.ts";
import type { Grant } from "../grant/model/grant.ts";
import { parseInstant } from "../grant/model/instant.ts";
import { type Accounts, accountRefusal, type KeptAccounts, staysPrivileged } from "./accounts.ts";
import { grantRefusal, sessionEndOf, takesBearer } from "./grant-validity.ts";
import { mayKeep } from "./login/choose-grant.ts";
import {
  addConsent,
  type Consent,
  endConsent,
  keepConsent,
  listConsents,
  readConsent,
} from "./oauth/consents.ts";
import { consumeIssued, type IssuedKind, readIssued, removeIssued, writeIssued } from "./oauth/issued.ts";
import type { OAuthState, StandingConsent } from "./oauth-state.ts";

export type OAuthParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly accounts: KeptAccounts;
  /** undefined: there is none, or it was revoked. */
  readonly grantOf: (id: string) => Promise<Grant | undefined>;
};

/** How long what has expired is still known: whoever shows it has guessed nothing, be it the first time in half a year. */
const KEPT_AFTER_MS: Readonly<Record<IssuedKind, number>> = {
  Interaction: 0,
  AuthorizationCode: 10 * 60_000,
  AccessToken: 179 * 86_400_000,
  RefreshToken: 0,
};

/** A client that works refreshes once a day, and several times at once. */
const REFRESHES = { kind: "window", windowMs: 10 * 60_000, cooldownMs: 0, weight: 1, limit: 60 } as const;

export function openOAuth({ store, clock, accounts, grantOf }: OAuthParts): OAuthState {
  /** Why it opens nothing is the same for the client: begin anew. */
  const standing = async (consent: Consent, people: Accounts): Promise<StandingConsent | undefined> => {
    const now = clock.now();
    const grant = await grantOf(consent.grant);
    if (!grant || !takesBearer(grant) || grantRefusal(grant, now)?.status === 401) return undefined;
    // where the client comes from is asked at each request
    if (accountRefusal(people, consent.user, "127.0.0.1")) return undefined;
    const privileged = staysPrivileged(people, consent.user, consent.privileged);
    return mayKeep(grant, consent.user, privileged)
      ? { ...consent, until: Math.min(consent.expires_at ?? Number.POSITIVE_INFINITY, endOf(grant)) }
      : undefined;
  };
  return {
    async consent(given, address) {
      const now = clock.now();
      const people = await accounts.fresh(now);
      if (people === undefined || accountRefusal(people, given.user, address)) return undefined;
      const grant = await grantOf(given.grant);
      if (!grant) return undefined;
      const end = Math.min(given.expires_at ?? Number.POSITIVE_INFINITY, sessionEndOf(grant, now));
      const bounded = { ...given, created_at: now, expires_at: Number.isFinite(end) ? end : null };
      const stands = await standing({ id: "", ...bounded }, people);
      if (stands === undefined || stands.until <= now) return undefined;
      const consent = await addConsent(store, bounded);
      return { ...consent, until: stands.until };
    },
    async standing(id) {
      const consent = await readConsent(store, id, clock.now());
      if (consent === undefined) return undefined;
      const people = await accounts.current(clock.now()).catch(() => undefined);
      return people === undefined ? "unchecked" : standing(consent, people);
    },
    hasConsent: async (client) => (await listConsents(store)).some((consent) => consent.client === client),
    end: (id, reason) => endConsent(store, id, reason, clock.now()),
    read: (kind, value) => readIssued(store, kind, value),
    async write(kind, value, payload, exp) {
      const until = exp * 1_000 + KEPT_AFTER_MS[kind];
      await writeIssued(store, kind, value, payload, until);
      const { grantId } = payload;
      const ofConsent = kind === "AccessToken" || kind === "RefreshToken";
      if (ofConsent && typeof grantId === "string") await keepConsent(store, grantId, until);
    },
    async mayRefresh(id) {
      const counting = { ...REFRESHES, key: storeKey("rate", "refresh", id) };
      return (await store.count({ now: clock.now(), countings: [counting] }, "counted")).taken;
    },
    consume: (kind, value) => consumeIssued(store, kind, value, clock.now()),
    remove: (kind, value) => removeIssued(store, kind, value),
  };
}

function endOf({ expires_at }: Grant): number {
  if (expires_at === "never") return Number.POSITIVE_INFINITY;
  return parseInstant(expires_at) ?? Number.NEGATIVE_INFINITY;
}
