/** Where rates, cooldowns, quotas and wrong PINs are counted. */

import type { DenialCode, Reservation } from "./decision.ts";
import type { Restriction } from "./grant.ts";
import type { Usage } from "./world.ts";

/** Why nothing was taken. */
export type Refusal = {
  readonly code: DenialCode;
  readonly restriction: string;
  readonly retryAfterSeconds: number;
};

/** Implemented in memory here; the durable store implements the same. Keys are grant id and restriction id. */
export type Counters = {
  /** What these reservations would find; nothing is changed. */
  usage(
    grantId: string,
    reservations: readonly Reservation[],
    now: number,
  ): Promise<ReadonlyMap<string, Usage>>;
  /** Takes all of them or none, in one step; undefined = taken. */
  reserve(grantId: string, reservations: readonly Reservation[], now: number): Promise<Refusal | undefined>;
  /** Seconds that PINs of this restriction are refused unread; 0 = not locked. */
  pinLocked(grantId: string, restriction: string, now: number): Promise<number>;
  pinTried(grantId: string, restriction: string, right: boolean, now: number): Promise<void>;
};

/** The key two processes agree on. */
export function counterKey(grantId: string, restriction: Restriction["id"]): string {
  return `${grantId}:${restriction}`;
}
