/** Counters of the grants' restrictions, kept in the store. */

import { Failure } from "../../../core/failure.ts";
import type { Counting, Found, Refused } from "../../../store/count-step.ts";
import { memoryStore } from "../../../store/memory-store.ts";
import { type CounterKey, storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { STATE_FULL } from "../../../store/store-fault.ts";
import type { Reservation } from "../model/decision.ts";
import type { Usage } from "../model/world.ts";
import { limitCode } from "./counter-refusal.ts";
import type { CountedReservation, CounterRefusal, Counters } from "./counters.ts";
import { pinLock } from "./pin-lock.ts";

/** Shared by every process on the store. DEFECT when it cannot be read or written: whoever asks must then deny. */
export function storeCounters(store: Store): Counters {
  const reserve = reserveIn(store);
  // every step brings its own time: the clock only says which rows are over, and these know it themselves
  const reserveInMemory = reserveIn(memoryStore({ now: () => 0 }));
  return {
    reserve,
    async reserveRead(...asked) {
      try {
        return await reserve(...asked);
      } catch (fault) {
        if (!(fault instanceof Failure) || fault.denial !== STATE_FULL) throw fault;
        return reserveInMemory(...asked);
      }
    },
    async usage(grantId, reservations, now) {
      const counted = reservations.filter(isCounted);
      if (counted.length === 0) return new Map();
      const found = await store.look({ now, countings: countingsOf(grantId, counted) });
      return new Map(
        counted.map((each, index) => [each.restriction, usageOf(each, found[index] ?? NOTHING_FOUND)]),
      );
    },
    async pinAttempt(grantId, restriction, now) {
      const counting = pinLock(storeKey("pin", grantId, restriction));
      const { found } = await store.count({ now, countings: [counting] }, "counted");
      return secondsOf(found[0]?.refusal?.retryAfterMs);
    },
    async pinRight(grantId, restriction) {
      await store.remove(storeKey("pin", grantId, restriction), "counted");
    },
  };
}

function reserveIn(store: Store): Counters["reserve"] {
  return async (grantId, reservations, now) => {
    const counted = reservations.filter(isCounted);
    if (counted.length === 0) return undefined;
    const answer = await store.count({ now, countings: countingsOf(grantId, counted) }, "counted");
    return answer.taken ? undefined : firstRefusal(counted, answer.found);
  };
}

/** Counters that end with the process. */
export function memoryCounters(): Counters {
  // every step brings its own time: the clock only says which rows are over, and these know it themselves
  return storeCounters(memoryStore({ now: () => 0 }));
}

const NOTHING_FOUND: Found = { used: 0, lastAt: undefined, refusal: undefined };

function isCounted(reservation: Reservation): reservation is CountedReservation {
  return reservation.kind !== "approval";
}

function countingsOf(grantId: string, reservations: readonly CountedReservation[]): readonly Counting[] {
  return reservations.map((each) => countingOf(storeKey("usage", grantId, each.restriction), each));
}

function countingOf(key: CounterKey, { restriction: _, ...each }: CountedReservation): Counting {
  switch (each.kind) {
    case "window": {
      const { limit, windowSeconds, cooldownSeconds } = each;
      const [windowMs, cooldownMs] = [windowSeconds * 1000, cooldownSeconds * 1000];
      return { kind: "window", key, limit, windowMs, cooldownMs, weight: 1 };
    }
    case "bucket":
      return { ...each, key };
    case "quota":
      return { ...each, key, weight: 1 };
  }
}

function usageOf(reservation: CountedReservation, { used, lastAt, refusal }: Found): Usage {
  return {
    used: reservation.kind === "bucket" ? lackingOf(reservation, used, refusal) : used,
    lastAt,
    retryAfterSeconds: refusal?.reason === "limit" ? secondsOf(refusal.retryAfterMs) : 0,
  };
}

/** Tokens that a bucket lacks for this reservation. */
function lackingOf(
  { weight, capacity }: Extract<CountedReservation, { readonly kind: "bucket" }>,
  missing: number,
  refusal: Refused | undefined,
): number {
  return refusal === undefined ? 0 : missing + weight - capacity;
}

function firstRefusal(
  reservations: readonly CountedReservation[],
  found: readonly Found[],
): CounterRefusal | undefined {
  for (const [index, { kind, restriction }] of reservations.entries()) {
    const refusal = found[index]?.refusal;
    if (refusal === undefined) continue;
    return {
      code: refusal.reason === "cooldown" ? "cooldown_active" : limitCode(kind),
      restriction,
      retryAfterSeconds: secondsOf(refusal.retryAfterMs),
    };
  }
  return undefined;
}

function secondsOf(ms: number | undefined): number {
  return Math.max(0, Math.ceil((ms ?? 0) / 1000));
}
