/** Addresses that showed too many wrong credentials wait. */

import { isWithin, parseAddress, parseNetwork } from "../../../core/address.ts";
import { type CounterKey, storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";

const MINUTE_MS = 60_000;
const RULE = {
  kind: "lock",
  tries: 5,
  windowMs: 15 * MINUTE_MS,
  lockMs: 15 * MINUTE_MS,
  maxLockMs: 24 * 60 * MINUTE_MS,
} as const;
const MOST_REMEMBERED = 10_000;

export type Lockout = {
  /** Seconds to wait, undefined = go on. Nothing is counted. `mark`: another whenever a process changed the store. */
  wait(address: string, now: number, mark: string): Promise<number | undefined>;
  /** Seconds to wait where others that came at the same time had locked it before: this one had no try left. */
  failed(address: string, now: number): Promise<number | undefined>;
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
      const [found] = await store.look({ now, countings: [{ ...RULE, key: keyOf(address) }] });
      const waitMs = found?.refusal?.retryAfterMs ?? 0;
      if (waitMs > 0) return Math.ceil(waitMs / 1000);
      free.add(address, mark, since);
      return undefined;
    },
    async failed(address, now) {
      free.forget();
      const key = keyOf(address);
      if (failedHere.size > MOST_REMEMBERED) failedHere.clear();
      failedHere.add(key);
      const { found } = await store.count({ now, countings: [{ ...RULE, key }] }, "counted");
      free.forget();
      const waitMs = found[0]?.refusal?.retryAfterMs;
      return waitMs === undefined ? undefined : Math.ceil(waitMs / 1000);
    },
    async succeeded(address, fresh) {
      if (!fresh && failedHere.size === 0) return;
      const key = keyOf(address);
      if (failedHere.delete(key) || (fresh && (await store.get(key)))) await store.remove(key, "counted");
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
  /** An address, or a block as in 2001:db8::/56. */
  readonly network: string;
  readonly failures: number;
  readonly lockedUntil: number | undefined;
};

export async function listLockouts(store: Store, now: number): Promise<readonly LockoutRow[]> {
  const entries = await store.list(storePrefix("lockout"));
  return entries.flatMap(({ key, value }) => {
    const { wrong = [], lockedUntil = 0 } = value as { wrong?: readonly number[]; lockedUntil?: number };
    const failures = wrong.filter((at) => at > now - RULE.windowMs).length;
    if (failures === 0 && lockedUntil <= now) return [];
    return [{ network: networkIn(key), failures, lockedUntil: lockedUntil > now ? lockedUntil : undefined }];
  });
}

/** How many were there. An address clears the block that it is counted in, a block all that is counted inside it. */
export async function clearLockouts(store: Store, network: string | "all"): Promise<number> {
  const entries = await store.list(storePrefix("lockout"));
  const own = parseAddress(network) ? keyOf(network) : undefined;
  const chosen = entries.filter(
    ({ key }) => network === "all" || key === own || isInside(networkIn(key), network),
  );
  for (const { key } of chosen) await store.remove(key, "counted");
  return chosen.length;
}

/** IPv4 by address, also where it is written as IPv6; IPv6 by /56, what one customer has; what is no address shares one. */
function keyOf(address: string): CounterKey {
  const parsed = parseAddress(address);
  if (parsed === undefined) return storeKey("lockout", "none", "unknown");
  if (parsed.kind() === "ipv4") return storeKey("lockout", "ipv4", parsed.toString());
  return storeKey("lockout", "56", Buffer.from(parsed.toByteArray()).toString("hex", 0, 7));
}

function isInside(inner: string, outer: string): boolean {
  const [inside, around] = [parseNetwork(inner), parseNetwork(outer)];
  if (!inside || !around || inside.bits < around.bits) return false;
  return isWithin(inside.address, around);
}

function networkIn(key: string): string {
  const [, kind = "", name = ""] = key.split(":");
  if (kind !== "56") return name;
  const groups = name.padEnd(32, "0").match(/.{4}/g) ?? [];
  return `${parseAddress(groups.join(":"))?.toString() ?? name}/56`;
}
