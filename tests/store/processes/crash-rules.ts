/** What the writers of the crash test count, and what they print when something was promised to them. */

import type { Counting } from "../../../src/store/count-step.ts";
import { storeKey } from "../../../src/store/namespaces.ts";

export type Promised =
  | { readonly said: "token" | "revoked" | "taken"; readonly key: string }
  | { readonly said: "turned"; readonly turn: number }
  | { readonly said: "attempt"; readonly address: string }
  | { readonly said: "call"; readonly key: string }
  | { readonly said: "tight"; readonly at: number };

export const RING = storeKey("key", "ring");
export const TRIES = 5;
export const CALLS = 25;
export const TIGHT = { limit: 10, windowMs: 200 };

/** Locks for longer than any run of the test. */
export function attackerLock(address: string): Counting {
  const hours = 3_600_000;
  return {
    kind: "lock",
    key: storeKey("lockout", address),
    tries: TRIES,
    windowMs: 24 * hours,
    lockMs: 24 * hours,
    maxLockMs: 24 * hours,
  };
}

/** Its window is longer than any run: the limit is the whole. */
export function callWindow(name: string): Extract<Counting, { kind: "window" }> {
  return {
    kind: "window",
    key: storeKey("usage", "calls", name),
    limit: CALLS,
    windowMs: 86_400_000,
    cooldownMs: 0,
    weight: 1,
  };
}

export const tightWindow: Counting = {
  kind: "window",
  key: storeKey("usage", "tight"),
  cooldownMs: 0,
  weight: 1,
  ...TIGHT,
};
