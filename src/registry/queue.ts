/** How many calls of one credential run at once; the next one waits its turn. */

import { Failure } from "../core/failure.ts";

const MOST_WAITING = 100;

/** CANCELLED when the caller gives up waiting; RATE_LIMITED when too many wait already. */
export function createQueue(atOnce: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  // a waiting call takes over the place of the one that leaves
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  return async <T>(caller: { readonly signal: AbortSignal }, work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= MOST_WAITING) {
        throw new Failure("RATE_LIMITED", "Too many calls wait already.", {
          hint: "Wait for answers.",
          retryAfterSeconds: 1,
        });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
      if (caller.signal.aborted) {
        leave();
        throw new Failure("CANCELLED", "The caller gave up before the call began.");
      }
    } else running++;
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
