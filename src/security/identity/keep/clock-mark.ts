/** The latest time that any process on the state has seen: what has expired stays so, also over a start with a clock that was set back. */

import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";

const KEY = storeKey("clock", "mark");

/** Milliseconds since 1970; undefined = none was kept yet. */
export async function readMark(store: Store): Promise<number | undefined> {
  return ((await store.get(KEY))?.value as { readonly at: number } | undefined)?.at;
}

/** Lifts the mark to `now`; one that is later stays. */
export async function keepMark(store: Store, now: number): Promise<void> {
  const entry = await store.get(KEY);
  if (entry && (entry.value as { readonly at: number }).at >= now) return;
  // whoever was quicker has seen a time as late, to the second
  await store.putIfUnchanged(KEY, entry?.version ?? "absent", { at: now }, { durability: "counted" });
}

/** The owner says that `now` is right, whatever was seen before. True when it is there, on the disk. */
export async function acceptMark(store: Store, now: number): Promise<boolean> {
  const entry = await store.get(KEY);
  const put = { durability: "acknowledged" } as const;
  return (await store.putIfUnchanged(KEY, entry?.version ?? "absent", { at: now }, put)) !== undefined;
}
