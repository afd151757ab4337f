/** What the authorization server keeps between two requests: interactions, codes, tokens. Never a token itself. */

import { hash } from "node:crypto";
import type { JsonObject } from "../../../core/json.ts";
import type { JsonValue } from "../../../store/json-value.ts";
import { type EntryKey, storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { removeRow } from "../keep/rows.ts";

export type IssuedKind = "Interaction" | "AuthorizationCode" | "AccessToken" | "RefreshToken";

/** `consumed_at`: milliseconds since 1970, when it was spent. */
export type Issued = { readonly payload: JsonObject; readonly consumed_at?: number | undefined };

const MAX_TRIES = 20;

/** By the SHA-256 of what the client or browser holds. */
function keyOf(kind: IssuedKind, value: string): EntryKey {
  return storeKey("oauth", kind, hash("sha256", value));
}

export async function readIssued(store: Store, kind: IssuedKind, value: string): Promise<Issued | undefined> {
  return (await store.get(keyOf(kind, value)))?.value as Issued | undefined;
}

/** `keepUntil`: milliseconds since 1970. On the disk when it resolves, but for interactions, which a person can begin anew. */
export async function writeIssued(
  store: Store,
  kind: IssuedKind,
  value: string,
  payload: JsonObject,
  keepUntil: number,
): Promise<void> {
  await change(store, keyOf(kind, value), kind, (before) => ({ ...before, payload }), keepUntil);
}

/** True for exactly one caller; the others find it spent, or gone. */
export async function consumeIssued(
  store: Store,
  kind: IssuedKind,
  value: string,
  now: number,
): Promise<boolean> {
  const key = keyOf(kind, value);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const entry = await store.get(key);
    const before = entry?.value as Issued | undefined;
    if (!entry || !before || before.consumed_at !== undefined) return false;
    const after = { ...plain(before), consumed_at: now };
    const put = { durability: "acknowledged", ...endOf(entry.expiresAt) } as const;
    if ((await store.putIfUnchanged(key, entry.version, after, put)) !== undefined) return true;
  }
  return false;
}

export async function removeIssued(store: Store, kind: IssuedKind, value: string): Promise<void> {
  await removeRow(store, keyOf(kind, value), "acknowledged");
}

/** Nobody's proof rests on a row that is new: they are written past the mark of what credentials rest on. */
async function change(
  store: Store,
  key: EntryKey,
  kind: IssuedKind,
  make: (before: Issued | undefined) => Issued,
  expiresAt: number,
): Promise<void> {
  const durability = kind === "Interaction" ? "counted" : "acknowledged";
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const entry = await store.get(key);
    const value = plain(make(entry?.value as Issued | undefined));
    const expected = entry?.version ?? "absent";
    if ((await store.putIfUnchanged(key, expected, value, { durability, expiresAt })) !== undefined) return;
  }
  throw new Error("an issued row is changed by others all the time");
}

/** Without the keys that are undefined. */
function plain(issued: Issued): Readonly<Record<string, JsonValue>> {
  return JSON.parse(JSON.stringify(issued));
}

function endOf(expiresAt: number | undefined): { readonly expiresAt?: number } {
  return expiresAt === undefined ? {} : { expiresAt };
}
