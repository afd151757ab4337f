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
  /** Counts a PIN before it is read, so that parallel guesses count too; seconds to wait, 0 = go on. */
  pinAttempt(grantId: string, restriction: string, now: number): Promise<number>;
  /** The PIN was right: earlier wrong ones are forgotten. */
  pinRight(grantId: string, restriction: string): Promise<void>;
};

/** What is counted; approvals are kept elsewhere. */
export type CountedReservation = Exclude<Reservation, { readonly kind: "approval" }>;

/** The denial that this usage comes to; cooldown is tested before the count. */
export function refusalOf(
  usage: Usage,
  reservation: CountedReservation,
  now: number,
): CounterRefusal | undefined {
  const { restriction } = reservation;
  if (reservation.kind === "window") {
    const next = (usage.lastAt ?? Number.NEGATIVE_INFINITY) + reservation.cooldownSeconds * 1000;
    if (reservation.cooldownSeconds > 0 && now < next) {
      return { code: "cooldown_active", restriction, retryAfterSeconds: Math.ceil((next - now) / 1000) };
    }
    if (reservation.limit === undefined || usage.used < reservation.limit) return undefined;
  } else if (reservation.kind === "bucket" ? usage.used <= 0 : usage.used < reservation.limit)
    return undefined;
  const code = reservation.kind === "quota" ? "quota_exceeded" : "rate_limited";
  return { code, restriction, retryAfterSeconds: usage.retryAfterSeconds };
}
