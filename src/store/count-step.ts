/** Counting as data, so that a store can do it in one atomic step. */

import type { CounterKey } from "./namespaces.ts";

/**
 * One thing to count. Durations are milliseconds, `weight` is how many are taken at once. A key keeps to one kind:
 * counted as another kind it starts anew.
 */
export type Counting =
  | {
      /**
       * At most `limit` in any `windowMs` (undefined = no limit), and `cooldownMs` between two (0 = none). Above a limit
       * of 1,000, hits within a thousandth of the window are kept as one at its end: never too many, freed a little later.
       */
      readonly kind: "window";
      readonly key: CounterKey;
      readonly limit: number | undefined;
      readonly windowMs: number;
      readonly cooldownMs: number;
      readonly weight: number;
    }
  | {
      /** A token bucket: full at first, `perMinute` tokens come back a minute, at most `capacity`. */
      readonly kind: "bucket";
      readonly key: CounterKey;
      readonly perMinute: number;
      readonly capacity: number;
      readonly weight: number;
    }
  | {
      /**
       * At most `limit` in a named period. Of two periods of equal length the one later in the alphabet is the later one
       * (`2026-06-12`); a clock that goes back to an earlier one counts on in the later.
       */
      readonly kind: "quota";
      readonly key: CounterKey;
      readonly limit: number;
      readonly period: string;
      /** Milliseconds since 1970. */
      readonly endsAt: number;
      readonly weight: number;
    }
  | {
      /**
       * An attempt that may be wrong, counted before it is looked at; when it was right the key is removed. The attempt
       * number `tries` within `windowMs` still passes and locks for `lockMs`; each further lock is twice as long, at most
       * `maxLockMs`. The doubling is forgotten when a lock has been over for `maxLockMs`.
       */
      readonly kind: "lock";
      readonly key: CounterKey;
      readonly tries: number;
      readonly windowMs: number;
      readonly lockMs: number;
      readonly maxLockMs: number;
    };

/** All of them or none. Counted in order: a key that comes twice counts twice. At most 100. */
export type CountStep = {
  /**
   * Milliseconds since 1970, the instant that the caller decided with. A counter's own time never goes back: while `now`
   * is before its latest hit, its time stands still.
   */
  readonly now: number;
  readonly countings: readonly Counting[];
};

/** What one counting found, before it took anything. */
export type Found = {
  /** Hits in the window or period, tokens missing from a full bucket, attempts since the last lock. */
  readonly used: number;
  /** Milliseconds since 1970; undefined = never, or so long ago that it no longer matters. */
  readonly lastAt: number | undefined;
  readonly refusal: Refused | undefined;
};

export type Refused = {
  /** A cooldown is looked at before the limit. */
  readonly reason: "cooldown" | "limit" | "lock";
  /** undefined = waiting does not help: the weight is above the limit. */
  readonly retryAfterMs: number | undefined;
};

/** `found` in the order of the step; `taken` when none of them was refused. */
export type CountAnswer = { readonly taken: boolean; readonly found: readonly Found[] };
