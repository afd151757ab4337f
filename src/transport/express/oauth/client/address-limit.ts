/** How often an address may make this server do something for a client that it does not know. */

import { customerOf } from "../../../../core/address.ts";
import { storeKey } from "../../../../store/namespaces.ts";
import type { Store } from "../../../../store/store.ts";

export type AddressLimit = {
  /** What is counted, as part of a key. */
  readonly name: string;
  /** From one address in an hour. */
  readonly each: number;
  /** From all addresses together in an hour; undefined = no limit. */
  readonly all?: number;
};

const HOUR_MS = 3_600_000;

/** It was no try of that kind: what was counted of this address is forgotten. */
export async function giveBack(store: Store, { name }: AddressLimit, address: string): Promise<void> {
  await store.remove(keyOf(name, address), "counted");
}

function keyOf(name: string, address: string) {
  return storeKey("rate", name, "address", customerOf(address));
}

/** Counts once; seconds to wait where that is not allowed, and then nothing is counted. */
export async function takeFrom(
  store: Store,
  { name, each, all }: AddressLimit,
  { address, now }: { readonly address: string; readonly now: number },
): Promise<number | undefined> {
  const hour = { kind: "window", windowMs: HOUR_MS, cooldownMs: 0, weight: 1 } as const;
  const { taken, found } = await store.count(
    {
      now,
      countings: [
        { ...hour, key: keyOf(name, address), limit: each },
        { ...hour, key: storeKey("rate", name, "all"), limit: all },
      ],
    },
    "counted",
  );
  if (taken) return undefined;
  const waits = found.map(({ refusal }) => refusal?.retryAfterMs ?? 0);
  return Math.max(1, Math.ceil(Math.max(...waits) / 1000));
}
