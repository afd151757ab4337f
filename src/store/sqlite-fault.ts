/** What SQLite's errors mean to us. */

import { Failure } from "../core/failure.ts";

// the low byte of SQLite's result codes, https://sqlite.org/rescode.html
const BUSY = new Set([5, 6]);
const DAMAGED = new Set([11, 26]);
const FULL = 13;

export function isBusy(fault: unknown): boolean {
  return BUSY.has(resultOf(fault));
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
      cause: fault,
    },
  );
}

function resultOf(fault: unknown): number {
  return fault instanceof Error && "errcode" in fault ? Number(fault.errcode) & 0xff : 0;
}
