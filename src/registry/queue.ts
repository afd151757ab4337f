/** How many calls of one credential run at once; the next one waits its turn. */

import type { Abortable } from "../core/abortable.ts";
import { Failure } from "../core/failure.ts";

const MOST_WAITING = 100;

/** `key` is the credential, `atOnce` what its grant allows now; `waited`: its turn did not come at once. */
export type Queues = <T>(
  key: string,
  atOnce: number,
  caller: Abortable,
  work: (waited: boolean) => Promise<T>,
) => Promise<T>;

type Queue = { running: number; readonly waiting: Set<() => void> };

/** CANCELLED when the caller gives up waiting; RATE_LIMITED when too many wait already. */
export function createQueues(): Queues {
  const queues = new Map<string, Queue>();
  return async (key, atOnce, caller, work) => {
    const queue = queues.get(key) ?? { running: 0, waiting: new Set() };
    queues.set(key, queue);
    const waits = queue.running >= atOnce;
    if (waits) await waitIn(queue, caller);
    else queue.running++;
    try {
      return await work(waits);
    } finally {
      leave(queue);
      if (queue.running === 0) queues.delete(key);
    }
  };
}

async function waitIn(queue: Queue, caller: Abortable): Promise<void> {
  if (queue.waiting.size >= MOST_WAITING) {
    throw new Failure("RATE_LIMITED", "Too many calls wait already.", {
      hint: "Wait for answers.",
      retryAfterSeconds: 1,
    });
  }
  await ownTurn(queue, caller.signal);
}

/** Whoever gives up leaves the line at once: its place is free for another. */
function ownTurn({ waiting }: Queue, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = () => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    };
    const giveUp = () => {
      waiting.delete(turn);
      reject(new Failure("CANCELLED", "The caller gave up before the call began."));
    };
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    waiting.add(turn);
  });
}

/** A waiting call takes over the place of the one that leaves. */
function leave(queue: Queue): void {
  const [next] = queue.waiting;
  if (!next) {
    queue.running--;
    return;
  }
  queue.waiting.delete(next);
  next();
}
