/** Rows that identity keeps: changed by compare and swap, seen at once by everything in this process. */

import { Failure } from "../../../core/failure.ts";
import type { JsonValue } from "../../../store/json-value.ts";
import type { EntryKey, StoreKey } from "../../../store/namespaces.ts";
import type { Durability, Put, Store } from "../../../store/store.ts";

/** Own writes to a store: its `revision` may not tell of them. */
const ownWrites = new WeakMap<Store, number>();

const MAX_TRIES = 100;

/** Another text than before when anything that a credential rests on may have changed, here or in another process. */
export async function markOf(store: Store): Promise<string> {
  const revision = await store.revision();
  return `${revision} ${ownWrites.get(store) ?? 0}`;
}

function noteWrite(store: Store): void {
  ownWrites.set(store, (ownWrites.get(store) ?? 0) + 1);
}

/** What these rooms wrote there before; nobody else writes to their namespaces. */
export async function readRow<Row extends object>(store: Store, key: StoreKey): Promise<Row | undefined> {
  return (await store.get(key))?.value as Row | undefined;
}

/** The rows below a prefix, in the order of their keys. */
export async function readRows<Row extends object>(store: Store, prefix: StoreKey): Promise<readonly Row[]> {
  return (await store.list(prefix)).map(({ value }) => value as unknown as Row);
}

/** Milliseconds since 1970 at which a row is forgotten; undefined = it stays. */
export type RowEnd = { readonly expiresAt?: number | undefined; readonly durability: Durability };

/** False when it was there already. */
export async function addRow(store: Store, key: EntryKey, row: object, end: RowEnd): Promise<boolean> {
  const version = await store.putIfUnchanged(key, "absent", plain(row), putOf(end));
  noteWrite(store);
  return version !== undefined;
}

/**
 * Writes what `change` makes of the row; it is asked again when somebody else was faster, and its Failure ends it. The
 * row as it is now; undefined when `change` left it alone.
 */
export async function changeRow<Row extends object>(
  store: Store,
  key: EntryKey,
  change: (before: Row | undefined) => Row | undefined,
  end: RowEnd,
): Promise<Row | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const entry = await store.get(key);
    const after = change(entry?.value as Row | undefined);
    if (after === undefined) return undefined;
    const version = await store.putIfUnchanged(key, entry?.version ?? "absent", plain(after), putOf(end));
    noteWrite(store);
    if (version !== undefined) return after;
  }
  throw new Failure("DEFECT", "The state is changed by others all the time.", { retryAfterSeconds: 1 });
}

/** True if it was there. */
export async function removeRow(store: Store, key: EntryKey, durability: Durability): Promise<boolean> {
  const removed = await store.remove(key, durability);
  noteWrite(store);
  return removed;
}

function putOf({ expiresAt, durability }: RowEnd): Put {
  return expiresAt === undefined ? { durability } : { durability, expiresAt };
}

/** Without the keys that are undefined. */
function plain(row: object): JsonValue {
  return JSON.parse(JSON.stringify(row));
}
