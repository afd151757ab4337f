/** Consents: what a person has allowed to a client, from one yes on a page to its end. */

import { randomBytes } from "node:crypto";
import { storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { bury, tombstoneOf } from "../keep/revocations.ts";
import { addRow, changeRow, readRow, readRows } from "../keep/rows.ts";

/** Instants are milliseconds since 1970. */
export type Consent = {
  readonly id: string;
  /** `client_id`: the URL of a metadata document, or one that was given at registration. */
  readonly client: string;
  /** The name that the client gave itself. */
  readonly client_name: string | null;
  /** Where the answer went. */
  readonly redirect_uri: string;
  /** The Home Assistant user who said yes. */
  readonly user: string;
  readonly user_name: string;
  /** Owner or administrator when they said yes. */
  readonly privileged: boolean;
  /** Id of the grant that they picked. */
  readonly grant: string;
  /** OAuth scope, as it was asked for. */
  readonly scope: string;
  readonly created_at: number;
  /** The person's own expiry; null = the grant's alone. */
  readonly expires_at: number | null;
};

/** Until tokens were fetched a consent is kept as long as the browser may take to carry the code. */
const UNUSED_MS = 10 * 60_000;
/** Longer than any token lasts that is written now. */
const LONGEST_MS = 181 * 86_400_000;

function keyOf(id: string) {
  return storeKey("consent", id);
}

/** On the disk when it resolves. */
export async function addConsent(store: Store, given: Omit<Consent, "id">): Promise<Consent> {
  // owners name it on the command line, where a word that begins with a hyphen is an option
  const consent = { id: randomBytes(16).toString("hex"), ...given };
  await addRow(store, keyOf(consent.id), consent, {
    durability: "acknowledged",
    expiresAt: given.created_at + UNUSED_MS,
  });
  return consent;
}

/** Tokens of it last until then: so does the row. */
export async function keepConsent(store: Store, id: string, until: number): Promise<void> {
  const entry = await store.get(keyOf(id));
  if ((entry?.expiresAt ?? 0) >= until) return;
  await changeRow<Consent>(store, keyOf(id), (before) => before, {
    durability: "acknowledged",
    expiresAt: until,
  });
}

/** undefined = there is none, it is over, or it was revoked. */
export async function readConsent(store: Store, id: string, now: number): Promise<Consent | undefined> {
  const consent = await readRow<Consent>(store, keyOf(id));
  return consent && (await consentState(store, consent, now)) === "active" ? consent : undefined;
}

export type ConsentState = "active" | "revoked" | "expired";

/** Of the consent alone; the grant is another matter. */
export async function consentState(
  store: Store,
  { id, expires_at }: Consent,
  now: number,
): Promise<ConsentState> {
  if (await tombstoneOf(store, "consent", id)) return "revoked";
  return expires_at !== null && now >= expires_at ? "expired" : "active";
}

/** By age. Those that were revoked are among them until they would be over. */
export async function listConsents(store: Store): Promise<readonly Consent[]> {
  const all = await readRows<Consent>(store, storePrefix("consent"));
  return all.toSorted((one, other) => one.created_at - other.created_at);
}

/** Ends every token of it, also one that is on its way and would keep the consent; on the disk when it resolves. */
export async function endConsent(store: Store, id: string, reason: string, now: number): Promise<void> {
  const { expiresAt = 0 } = (await store.get(keyOf(id))) ?? {};
  await bury(store, "consent", id, { at: now, reason }, Math.max(expiresAt, now + LONGEST_MS));
}
