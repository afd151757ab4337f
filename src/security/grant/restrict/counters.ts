/** The port that rates, cooldowns, quotas and wrong PINs are counted through. */

import type { DenialCode, Reservation } from "../model/decision.ts";
import type { Usage } from "../model/world.ts";

/** Why nothing was taken. */
export type CounterRefusal = {
  readonly code: DenialCode;
  readonly restriction: string;
  readonly retryAfterSeconds: number;
};

/** A counter belongs to one restriction of one grant. Instants are milliseconds since 1970. */
export type Counters = {
  /** What these reservations would find, by restriction; nothing is changed. */
  usage(
    grantId: string,
    reservations: readonly Reservation[],
    now: number,
  ): Promise<ReadonlyMap<string, Usage>>;
  /** Takes all of them or none, in one step; undefined = taken. Approvals are not taken here. */
  reserve(
    grantId: string,
    reservations: readonly Reservation[],
    now: number,
  ): Promise<CounterRefusal | undefined>;
  /** The same for what only reads: on a full disk it is counted in memory, so that reading goes on. */
  reserveRead(
    grantId: string,
    reservations: readonly Reservation[],
    now: number,
  ): Promise<CounterRefusal | undefined>;
  /** Counts a PIN before it is read, so that parallel guesses count too; seconds to wait, 0 = go on. */
  pinAttempt(grantId: string, restriction: string, now: number): Promise<number>;
  /** The PIN was right: earlier wrong ones are forgotten. */
  pinRight(grantId: string, restriction: string): Promise<void>;
};

/** What is counted; approvals are kept elsewhere. */
export type CountedReservation = Exclude<Reservation, { readonly kind: "approval" }>;
