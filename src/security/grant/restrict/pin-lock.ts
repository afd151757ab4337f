/** Five wrong PINs lock a restriction: for a quarter of an hour, each time twice as long, at most for a day. */

import type { Counting } from "../../../store/count-step.ts";
import type { CounterKey } from "../../../store/namespaces.ts";

const TRIES = 5;
const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;
const MOST_MS = 24 * 60 * MINUTE_MS;

/** Counts one attempt, whether it turns out right or wrong. */
export function pinLock(key: CounterKey): Counting {
  return {
    kind: "lock",
    key,
    tries: TRIES,
    windowMs: WINDOW_MS,
    lockMs: WINDOW_MS,
    maxLockMs: MOST_MS,
  };
}
