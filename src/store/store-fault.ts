/** What the adapters of the store say when something cannot be done. */

import { Failure } from "../core/failure.ts";

/** A row that is made begins at a random version below this, so that no version comes back after a removal. */
export const FRESH_VERSIONS = 2 ** 47;

/** `denial` of every failure that says that the state cannot be used now. */
export const STATE_UNAVAILABLE = "state_unavailable";

/** `denial` where it can be read and not written: what only counts may count elsewhere. */
export const STATE_FULL = "state_full";

export function closedStore(): Failure {
  return new Failure("DEFECT", "The state is closed.", { denial: STATE_UNAVAILABLE });
}

/** RATE_LIMITED: strangers filled the namespace. */
export function fullNamespace(freeInMs: number): Failure {
  return new Failure("RATE_LIMITED", "Too many things for one use are open.", {
    retryAfterSeconds: Math.max(1, Math.ceil(freeInMs / 1000)),
  });
}

/** Whole milliseconds since 1970, or undefined; DEFECT for anything else. */
export function checkedEnd(expiresAt: number | undefined): number | undefined {
  if (expiresAt === undefined) return undefined;
  const end = Math.ceil(expiresAt);
  if (!Number.isSafeInteger(end)) throw new Failure("DEFECT", "A row can end only at an instant.");
  return end;
}
