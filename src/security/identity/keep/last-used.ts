/** When credentials were last used: kept roughly, off the way of a request. */

import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { readRow } from "./rows.ts";

/** Milliseconds since 1970. */
export type LastUse = { readonly at: number; readonly address: string };

const EVERY_MS = 60_000;
const KEEP_MS = 400 * 86_400_000;
const MOST_REMEMBERED = 10_000;

export type LastUses = {
  /** Returns at once; written at most once a minute for each credential. */
  note(credential: string, address: string, now: number): void;
};

/** `onFault`: a use that could not be written. */
export function keepLastUses(store: Store, onFault: (fault: unknown) => void): LastUses {
  const written = new Map<string, number>();
  return {
    note(credential, address, now) {
      if (now - (written.get(credential) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
      if (written.size >= MOST_REMEMBERED) written.clear();
      written.set(credential, now);
      setImmediate(() => void write(store, credential, { at: now, address }).catch(onFault));
    },
  };
}

// Not through `changeRow`: nothing rests on it, so that nobody has to read anew because of it.
async function write(store: Store, credential: string, use: LastUse): Promise<void> {
  const key = storeKey("last_used", credential);
  const before = await store.get(key);
  await store.putIfUnchanged(key, before?.version ?? "absent", use, {
    durability: "counted",
    expiresAt: use.at + KEEP_MS,
  });
}

export async function lastUseOf(store: Store, credential: string): Promise<LastUse | undefined> {
  return readRow<LastUse>(store, storeKey("last_used", credential));
}
