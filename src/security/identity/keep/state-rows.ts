/**
 * What of the state is worth a backup: who may come, what was revoked, the owner's switches. Not: counters, sessions,
 * questions, nor what people allowed to OAuth clients. Their tokens turn at each use: those of a backup are good for nobody
 * but a thief, and a yes that was taken back since would stand again; the client asks its person anew.
 */

import type { JsonValue } from "../../../store/json-value.ts";
import { type EntryKey, namespaceOf, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";

const KEPT = ["credential", "login", "revocation", "key", "switch", "clock", "oauth_client"] as const;
/** In backups that were made before; they are not put back. */
const LEFT_OUT = ["consent", "oauth"] as const;

export type StateRow = {
  readonly key: string;
  readonly value: JsonValue;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
};

/** How many rows came, and how many of them let somebody in. */
export type Imported = { readonly added: number; readonly credentials: number };

export async function exportRows(store: Store): Promise<readonly StateRow[]> {
  const rows: StateRow[] = [];
  for (const namespace of KEPT)
    for (const { key, value, expiresAt } of await store.list(storePrefix(namespace)))
      rows.push({ key, value, ...(expiresAt === undefined ? {} : { expiresAt }) });
  return rows;
}

/** Whether every row is one that `exportRows` could have written. */
export function areRows(value: unknown): value is readonly StateRow[] {
  return Array.isArray(value) && value.every(isRow);
}

/**
 * Adds what is missing, and leaves what is there as it is: a key or token that was revoked, replaced or changed since the
 * backup stays so, and what was revoked then is revoked now.
 */
export async function importRows(store: Store, rows: readonly StateRow[], now: number): Promise<Imported> {
  let added = 0;
  let credentials = 0;
  // revocations first: nothing is open for a moment that is not to be
  const inOrder = [...rows].sort((a, b) => Number(isTombstone(b)) - Number(isTombstone(a)));
  for (const { key, value, expiresAt } of inOrder) {
    if (LEFT_OUT.some((namespace) => key.startsWith(`${namespace}:`))) continue;
    if (expiresAt !== undefined && expiresAt <= now) continue;
    const put = { durability: "acknowledged", ...(expiresAt === undefined ? {} : { expiresAt }) } as const;
    if ((await store.putIfUnchanged(key as EntryKey, "absent", value, put)) === undefined) continue;
    added++;
    if (key.startsWith("credential:") || key.startsWith("login:")) credentials++;
  }
  return { added, credentials };
}

function isTombstone({ key }: StateRow): boolean {
  return key.startsWith("revocation:");
}

function isRow(row: unknown): boolean {
  if (typeof row !== "object" || row === null || !("key" in row) || !("value" in row)) return false;
  const { key } = row;
  if (typeof key !== "string" || ![...KEPT, ...LEFT_OUT].some((namespace) => key.startsWith(`${namespace}:`)))
    return false;
  const end = "expiresAt" in row ? row.expiresAt : undefined;
  try {
    namespaceOf(key);
  } catch {
    return false;
  }
  return end === undefined || typeof end === "number";
}
