/** The denial that a counter comes to. */

import type { Usage } from "../model/world.ts";
import type { CountedReservation, CounterRefusal } from "./counters.ts";

/** undefined = it may be taken; cooldown is tested before the count. */
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
  return { code: limitCode(reservation.kind), restriction, retryAfterSeconds: usage.retryAfterSeconds };
}

/** What is said when the count is used up. */
export function limitCode(kind: CountedReservation["kind"]): "quota_exceeded" | "rate_limited" {
  return kind === "quota" ? "quota_exceeded" : "rate_limited";
}
