/** How often an address may make this server do something for a client that it does not know. */

import { customerOf, siteOf } from "../../../../core/address.ts";
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
/** How many customers of one IPv6 site may do all that one may. */
const SITE = 4;

/** It was no try of that kind: what was counted of this address is forgotten. */
export async function giveBack(store: Store, { name }: AddressLimit, address: string): Promise<void> {
  for (const key of [keyOf(name, address), siteKeyOf(name, address)])
    if (key !== undefined) await store.remove(key, "counted");
}

function siteKeyOf(name: string, address: string) {
  const site = siteOf(address);
  return site === undefined ? undefined : storeKey("rate", name, "site", site);
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
  const site = siteKeyOf(name, address);
  const { taken, found } = await store.count(
    {
      now,
      countings: [
        { ...hour, key: keyOf(name, address), limit: each },
        ...(site === undefined ? [] : [{ ...hour, key: site, limit: SITE * each }]),
        { ...hour, key: storeKey("rate", name, "all"), limit: all },
      ],
    },
    "counted",
  );
  if (taken) return undefined;
  const waits = found.map(({ refusal }) => refusal?.retryAfterMs ?? 0);
  return Math.max(1, Math.ceil(Math.max(...waits) / 1000));
}

const KNOWN_MS = 30 * 24 * HOUR_MS;

/** Somebody of the home logged in from this address. */
export async function rememberAddress(store: Store, address: string): Promise<void> {
  // where so many are known that there is no room, one more is not
  await store.take(knownKey(address), KNOWN_MS, "counted").catch(() => false);
}

/** Whether somebody of the home has logged in from there within a month: strangers elsewhere use up nothing of theirs. */
export async function isKnownAddress(store: Store, address: string): Promise<boolean> {
  return (await store.get(knownKey(address))) !== undefined;
}

function knownKey(address: string) {
  return storeKey("spent", "known_address", customerOf(address));
}
