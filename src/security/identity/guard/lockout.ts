/** Addresses that showed too many wrong credentials wait. */

import { parseAddress } from "../../../core/address.ts";
import type { Counting } from "../../../store/count-step.ts";
import { type CounterKey, storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";

const MINUTE_MS = 60_000;
const TRIES = 5;
/** A /56 is one customer's, a /64 one of his networks. */
const TRIES_WIDE = 20;
const TIMING = { windowMs: 15 * MINUTE_MS, lockMs: 15 * MINUTE_MS, maxLockMs: 24 * 60 * MINUTE_MS } as const;
const MOST_REMEMBERED = 10_000;

/** `tries` before the lock. */
type Bucket = { readonly key: CounterKey; readonly tries: number };

export type Lockout = {
  /** Seconds to wait, undefined = go on. Nothing is counted. `mark`: another whenever a process changed the store. */
  wait(address: string, now: number, mark: string): Promise<number | undefined>;
  failed(address: string, now: number): Promise<void>;
  /** A good credential came: what was counted is forgotten. `fresh`: it is the first time that it is looked at. */
  succeeded(address: string, fresh: boolean): Promise<void>;
};

export function openLockout(store: Store): Lockout {
  // spares a look for each request of those who never failed
  const failedHere = new Set<CounterKey>();
  const free = freeAddresses();
  return {
    async wait(address, now, mark) {
      if (free.has(address, mark)) return undefined;
      const since = free.failures();
      const found = await store.look({ now, countings: bucketsOf(address).map(countingOf) });
      const waits = found.map(({ refusal }) => refusal?.retryAfterMs ?? 0);
      const most = Math.max(...waits);
      if (most > 0) return Math.ceil(most / 1000);
      free.add(address, mark, since);
      return undefined;
    },
    async failed(address, now) {
      free.forget();
      const buckets = bucketsOf(address);
      if (failedHere.size > MOST_REMEMBERED) failedHere.clear();
      for (const bucket of buckets) {
        failedHere.add(bucket.key);
        // one by one: a bucket that is locked already must not keep the other from counting
        await store.count({ now, countings: [countingOf(bucket)] }, "counted");
      }
      free.forget();
    },
    async succeeded(address, fresh) {
      if (!fresh && failedHere.size === 0) return;
      for (const { key } of bucketsOf(address)) {
        if (!failedHere.delete(key) && !(fresh && (await store.get(key)))) continue;
        await store.remove(key, "counted");
      }
    },
  };
}

/** Addresses that need not wait: only a failure makes one wait, here or in another process, which changes the mark. */
function freeAddresses() {
  let mark = "";
  let failures = 0;
  const addresses = new Set<string>();
  const forget = () => {
    failures++;
    addresses.clear();
  };
  return {
    has: (address: string, current: string) => mark === current && addresses.has(address),
    failures: () => failures,
    /** `since`: the failures before it was looked at. */
    add(address: string, current: string, since: number): void {
      if (since !== failures) return;
      if (mark !== current || addresses.size >= MOST_REMEMBERED) addresses.clear();
      mark = current;
      addresses.add(address);
    },
    forget,
  };
}

/** What the owner sees of a bucket; instants in milliseconds since 1970. */
export type LockoutRow = {
  /** An address, or a block as in 2001:db8::/64. */
  readonly network: string;
  readonly failures: number;
  readonly lockedUntil: number | undefined;
};

export async function listLockouts(store: Store, now: number): Promise<readonly LockoutRow[]> {
  const entries = await store.list(storePrefix("lockout"));
  return entries.flatMap(({ key, value }) => {
    const { wrong = [], lockedUntil = 0 } = value as { wrong?: readonly number[]; lockedUntil?: number };
    const failures = wrong.filter((at) => at > now - TIMING.windowMs).length;
    if (failures === 0 && lockedUntil <= now) return [];
    return [{ network: networkIn(key), failures, lockedUntil: lockedUntil > now ? lockedUntil : undefined }];
  });
}

/** How many were there. An address clears the networks around it too. */
export async function clearLockouts(store: Store, network: string | "all"): Promise<number> {
  const entries = await store.list(storePrefix("lockout"));
  const around = parseAddress(network) ? bucketsOf(network).map(({ key }): string => key) : [];
  const chosen = entries.filter(
    ({ key }) => network === "all" || around.includes(key) || networkIn(key) === network,
  );
  for (const { key } of chosen) await store.remove(key, "counted");
  return chosen.length;
}

/** IPv4 by address, also where it is written as IPv6; IPv6 by /64 and /56; what is no address shares one bucket. */
function bucketsOf(address: string): readonly Bucket[] {
  const parsed = parseAddress(address);
  if (parsed === undefined) return [{ key: storeKey("lockout", "none", "unknown"), tries: TRIES }];
  if (parsed.kind() === "ipv4")
    return [{ key: storeKey("lockout", "ipv4", parsed.toString()), tries: TRIES }];
  const bytes = Buffer.from(parsed.toByteArray());
  return [
    { key: storeKey("lockout", "64", bytes.toString("hex", 0, 8)), tries: TRIES },
    { key: storeKey("lockout", "56", bytes.toString("hex", 0, 7)), tries: TRIES_WIDE },
  ];
}

function countingOf({ key, tries }: Bucket): Counting {
  return { kind: "lock", key, tries, ...TIMING };
}

function networkIn(key: string): string {
  const [, kind = "", name = ""] = key.split(":");
  if (kind !== "64" && kind !== "56") return name;
  const groups = name.padEnd(32, "0").match(/.{4}/g) ?? [];
  return `${parseAddress(groups.join(":"))?.toString() ?? name}/${kind}`;
}
