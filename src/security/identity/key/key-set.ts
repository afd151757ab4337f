/** The keys of this moment: which one signs, which ones verify. */

import { createSecretKey } from "node:crypto";
import type { LoginKey, OutsideKeys } from "./outside-keys.ts";
import { activeKey, type Ring, type RingKey } from "./ring.ts";

/** `until`: milliseconds since 1970 until which it verifies, Infinity = nobody knows. */
export type VerifyingKey = LoginKey & { readonly until: number };

export type KeySet = {
  /** undefined = nothing can be signed. */
  readonly signs: LoginKey | undefined;
  /** The key of this id if it may verify now (ms since 1970). */
  find(kid: string, now: number): VerifyingKey | undefined;
};

/** How far clocks of two machines may be apart. */
export const SKEW_MS = 60_000;

/** The ring's own active key signs where there is one, else the secret from the environment. */
export function keySet(ring: Ring, outside: ReturnType<OutsideKeys["current"]>): KeySet {
  const own = ring.keys
    .filter(({ status }) => status !== "revoked")
    .map((key) => ({ ...verifying(key), from: key.not_before - SKEW_MS }));
  const outsideEnd = ring.outside_until ?? Number.POSITIVE_INFINITY;
  const others = outside.verifies.map(({ until = outsideEnd, ...key }) => ({
    ...key,
    until: Math.min(until, outsideEnd),
    from: 0,
  }));
  const all = new Map([...others, ...own].map((key) => [key.kid, key]));
  const active = activeKey(ring);
  return {
    signs: active ? all.get(active.kid) : outside.signs,
    find(kid, now) {
      const found = all.get(kid);
      return found && found.from <= now && now < found.until ? found : undefined;
    },
  };
}

function verifying({ kid, secret, status, retire_at }: RingKey): VerifyingKey {
  return {
    kid,
    key: createSecretKey(Buffer.from(secret)),
    until: status === "active" ? Number.POSITIVE_INFINITY : (retire_at ?? 0),
  };
}
