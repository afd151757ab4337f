/** What SQLite's errors mean to us. */

import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../core/failure.ts";
import { STATE_FULL, STATE_UNAVAILABLE } from "./store-fault.ts";

// the low byte of SQLite's result codes, https://sqlite.org/rescode.html
const BUSY = new Set([5, 6]);
const DAMAGED = new Set([11, 26]);
const FULL = 13;

const RETRY_MS = 1;

export function isBusy(fault: unknown): boolean {
  return BUSY.has(resultOf(fault));
}

/**
 * Waits for other processes without holding up this one, which SQLite's own `busy_timeout` would; it also looks too
 * seldom to get a turn between busy writers. `work` must have done nothing when it throws that the file is busy; that
 * error is thrown on after `timeoutMs`.
 */
export async function whileBusy<Answer>(timeoutMs: number, work: () => Answer): Promise<Answer> {
  let deadline: number | undefined;
  for (;;) {
    try {
      return work();
    } catch (fault) {
      if (!isBusy(fault)) throw fault;
      deadline ??= performance.now() + timeoutMs;
      if (performance.now() >= deadline) throw fault;
      await sleep(RETRY_MS);
    }
  }
}

export function isDamaged(fault: unknown): boolean {
  return DAMAGED.has(resultOf(fault));
}

/** DEFECT with what to do; a Failure stays as it is. */
export function stateFailure(fault: unknown): Failure {
  if (fault instanceof Failure) return fault;
  if (isBusy(fault))
    return new Failure("DEFECT", "The state was busy for too long.", {
      hint: "Try again shortly; when it stays so, end what holds state.db open.",
      retryAfterSeconds: 1,
      denial: STATE_UNAVAILABLE,
      cause: fault,
    });
  const full = resultOf(fault) === FULL;
  return new Failure(
    "DEFECT",
    full ? "The disk of the state is full." : "The state cannot be read or written.",
    {
      hint: full
        ? "The owner must make room on the disk of HEARTHGATE_HOME."
        : "The owner must look at HEARTHGATE_HOME.",
      denial: full ? STATE_FULL : STATE_UNAVAILABLE,
      cause: fault,
    },
  );
}

function resultOf(fault: unknown): number {
  return fault instanceof Error && "errcode" in fault ? Number(fault.errcode) & 0xff : 0;
}
