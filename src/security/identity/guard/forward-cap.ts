/**
 * How many logins are forwarded to Home Assistant: it counts every wrong token against our address, and where
 * `login_attempts_threshold` is set it bans us.
 */

import { Failure } from "../../../core/failure.ts";
import { storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";

/** One less than the threshold that Home Assistant's documentation shows. */
const SLOTS = ["1", "2", "3", "4"] as const;
const HELD_MS = 10 * 60_000;
/** A login that is on its way is over by then. */
const FLIGHT_MS = 10_000;

const ABOVE = ["login", "forwarded"] as const;

/** What is forwarded: a token of Home Assistant, or a code that its own login page gave. */
export type ForwardKind = "token" | "code";

/** Where both are taken neither has all: who guesses at one door leaves the other open. */
const OF_BOTH: Readonly<Record<ForwardKind, readonly string[]>> = {
  token: SLOTS.slice(0, -1),
  code: SLOTS.slice(1),
};

/**
 * Takes one of four places from all addresses together, each for ten minutes; seconds to wait when there is none. Counted
 * before it is known how it ends, so that parallel guesses count too. `kind`: undefined = there is only one.
 */
export async function takeForward(
  store: Store,
  now: number,
  kind: ForwardKind | undefined,
): Promise<number | undefined> {
  const slots = kind === undefined ? SLOTS : OF_BOTH[kind];
  try {
    for (const slot of slots)
      if (await store.take(storeKey("spent", ...ABOVE, slot), HELD_MS, "counted")) return undefined;
  } catch (fault) {
    if (!(fault instanceof Failure && fault.code === "RATE_LIMITED")) throw fault;
    return fault.retryAfterSeconds ?? 1;
  }
  const keys = new Set<string>(slots.map((slot) => storeKey("spent", ...ABOVE, slot)));
  const held = (await store.list(storePrefix("spent", ...ABOVE))).filter(({ key }) => keys.has(key));
  const ends = held.map(({ expiresAt = now }) => expiresAt);
  const inFlight = ends.some((end) => end - HELD_MS > now - FLIGHT_MS);
  const freeInMs = inFlight ? FLIGHT_MS : Math.min(...ends) - now;
  return Math.max(1, Math.ceil(freeInMs / 1000));
}

/** Home Assistant accepted a token of ours, and forgot what it had counted: so do we. */
export async function freeForwards(store: Store): Promise<void> {
  for (const { key } of await store.list(storePrefix("spent", ...ABOVE))) await store.remove(key, "counted");
}

/** Home Assistant never saw the token: its place is free again. */
export async function freeForward(store: Store): Promise<void> {
  const held = await store.list(storePrefix("spent", ...ABOVE));
  const newest = held.toSorted((one, other) => (other.expiresAt ?? 0) - (one.expiresAt ?? 0))[0];
  if (newest) await store.remove(newest.key, "counted");
}
