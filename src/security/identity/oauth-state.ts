/** What an authorization server asks of identity: whose yes stands, what was issued on it. */

import type { JsonObject } from "../../core/json.ts";
import type { Consent } from "./oauth/consents.ts";
import type { Issued, IssuedKind } from "./oauth/issued.ts";

export type GivenConsent = Omit<Consent, "id" | "created_at">;

/** A consent that opens something now; `until` in milliseconds since 1970, Infinity = it does not end by itself. */
export type StandingConsent = Consent & { readonly until: number };

export type OAuthState = {
  /** Keeps a person's yes. undefined: this person may not have this grant, or it opens nothing now. */
  consent(given: GivenConsent, address: string): Promise<StandingConsent | undefined>;
  /**
   * undefined: it or its grant was revoked or is over, or the person may not have the grant any more. `unchecked`: Home
   * Assistant does not say now who its people are.
   */
  standing(consentId: string): Promise<StandingConsent | "unchecked" | undefined>;
  /** Whether anybody has allowed this client anything that has not ended by itself. */
  hasConsent(client: string): Promise<boolean>;
  /** Ends the consent with every token of it. */
  end(consentId: string, reason: string): Promise<void>;
  /** By what the client or browser holds, which is kept nowhere. */
  read(kind: IssuedKind, value: string): Promise<Issued | undefined>;
  /** `exp`: seconds since 1970. */
  write(kind: IssuedKind, value: string, payload: JsonObject, exp: number): Promise<void>;
  /** Whether one more refresh is allowed, and counts it: sixty in ten minutes. */
  mayRefresh(consentId: string): Promise<boolean>;
  /** True for exactly one caller. */
  consume(kind: IssuedKind, value: string): Promise<boolean>;
  remove(kind: IssuedKind, value: string): Promise<void>;
};
