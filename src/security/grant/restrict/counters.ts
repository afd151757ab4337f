/** Where rates, cooldowns, quotas and wrong PINs are counted. */

import type { DenialCode, Reservation } from "../model/decision.ts";
import type { Usage } from "../model/world.ts";

/** Why nothing was taken. */
export type Refusal = {
  readonly code: DenialCode;
  readonly restriction: string;
  readonly retryAfterSeconds: number;
};

/** Kept in memory here; a durable store implements the same. A counter belongs to one restriction of one grant. */
export type Counters = {
  /** What these reservations would find, by restriction; nothing is changed. */
  usage(
    grantId: string,
    reservations: readonly Reservation[],
    now: number,
  ): Promise<ReadonlyMap<string, Usage>>;
  /** Takes all of them or none, in one step; undefined = taken. Approvals are not taken here. */
  reserve(grantId: string, reservations: readonly Reservation[], now: number): Promise<Refusal | undefined>;
  /** Counts a PIN before it is read, so that parallel guesses count too; seconds to wait, 0 = go on. */
  pinAttempt(grantId: string, restriction: string, now: number): Promise<number>;
  /** The PIN was right: earlier wrong ones are forgotten. */
  pinRight(grantId: string, restriction: string): Promise<void>;
};

type Counted = Exclude<Reservation, { readonly kind: "approval" }>;

/** State of one counter; which fields are used depends on the kind of reservation. */
type Counter = {
  /** Milliseconds since 1970, oldest first. */
  hits: number[];
  lastAt: number | undefined;
  tokens: number;
  tokensAt: number;
  period: string;
  used: number;
};

type Guesses = { wrong: number[]; lockedUntil: number; lockSeconds: number };

const PIN_TRIES = 5;
const PIN_WINDOW_SECONDS = 15 * 60;
const PIN_LOCK_MAX_SECONDS = 24 * 3600;

/** Counters that end with the process. */
export function memoryCounters(): Counters {
  const counters = new Map<string, Counter>();
  const guesses = new Map<string, Guesses>();
  const find = (grantId: string, restriction: string): Counter => {
    const key = `${grantId}:${restriction}`;
    const counter = counters.get(key) ?? newCounter();
    counters.set(key, counter);
    return counter;
  };
  return {
    async usage(grantId, reservations, now) {
      const known = reservations.filter(isCounted);
      return new Map(
        known.map((each) => [each.restriction, usageOf(find(grantId, each.restriction), each, now)]),
      );
    },
    async reserve(grantId, reservations, now) {
      const wanted = reservations.filter(isCounted);
      for (const each of wanted) {
        const refused = refusalOf(usageOf(find(grantId, each.restriction), each, now), each, now);
        if (refused) return refused;
      }
      for (const each of wanted) take(find(grantId, each.restriction), each, now);
      return undefined;
    },
    async pinAttempt(grantId, restriction, now) {
      return guess(guesses, `${grantId}:${restriction}`, now);
    },
    async pinRight(grantId, restriction) {
      guesses.delete(`${grantId}:${restriction}`);
    },
  };
}

function newCounter(): Counter {
  return { hits: [], lastAt: undefined, tokens: Number.POSITIVE_INFINITY, tokensAt: 0, period: "", used: 0 };
}

function isCounted(reservation: Reservation): reservation is Counted {
  return reservation.kind !== "approval";
}

function usageOf(counter: Counter, reservation: Counted, now: number): Usage {
  const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));
  switch (reservation.kind) {
    case "window": {
      const from = now - reservation.windowSeconds * 1000;
      const hits = counter.hits.filter((at) => at > from);
      const freed = reservation.limit === undefined ? undefined : hits[hits.length - reservation.limit];
      return {
        used: hits.length,
        lastAt: counter.lastAt,
        retryAfterSeconds: freed === undefined ? 0 : seconds(freed - from),
      };
    }
    case "bucket": {
      const missing = reservation.weight - tokensNow(counter, reservation, now);
      const retryAfterSeconds = missing <= 0 ? 0 : seconds((missing / reservation.perMinute) * 60_000);
      return { used: Math.max(0, missing), lastAt: counter.lastAt, retryAfterSeconds };
    }
    case "quota": {
      const used = counter.period === reservation.period ? counter.used : 0;
      return {
        used,
        lastAt: counter.lastAt,
        retryAfterSeconds: used < reservation.limit ? 0 : seconds(reservation.endsAt - now),
      };
    }
  }
}

/** The denial that this usage comes to; cooldown is tested before the count. */
export function refusalOf(usage: Usage, reservation: Counted, now: number): Refusal | undefined {
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

function tokensNow(
  counter: Counter,
  { perMinute, capacity }: Extract<Counted, { kind: "bucket" }>,
  now: number,
): number {
  const gained = (Math.max(0, now - counter.tokensAt) / 60_000) * perMinute;
  return Math.min(capacity, counter.tokens + gained);
}

function take(counter: Counter, reservation: Counted, now: number): void {
  counter.lastAt = now;
  if (reservation.kind === "bucket") {
    counter.tokens = tokensNow(counter, reservation, now) - reservation.weight;
    counter.tokensAt = now;
  } else if (reservation.kind === "quota") {
    counter.used = counter.period === reservation.period ? counter.used + 1 : 1;
    counter.period = reservation.period;
  } else {
    const from = now - reservation.windowSeconds * 1000;
    counter.hits = [...counter.hits.filter((at) => at > from), now];
  }
}

function guess(all: Map<string, Guesses>, key: string, now: number): number {
  const guesses = all.get(key) ?? { wrong: [], lockedUntil: 0, lockSeconds: 0 };
  all.set(key, guesses);
  if (now < guesses.lockedUntil) return Math.ceil((guesses.lockedUntil - now) / 1000);
  guesses.wrong = [...guesses.wrong.filter((at) => at > now - PIN_WINDOW_SECONDS * 1000), now];
  if (guesses.wrong.length >= PIN_TRIES) {
    // this attempt is still read; the next ones are not, twice as long each time
    guesses.lockSeconds = Math.min(
      PIN_LOCK_MAX_SECONDS,
      Math.max(PIN_WINDOW_SECONDS, guesses.lockSeconds * 2),
    );
    guesses.lockedUntil = now + guesses.lockSeconds * 1000;
    guesses.wrong = [];
  }
  return 0;
}
