/** What a step of counting comes to, as a pure function over the counters' states. */

import { Failure } from "../core/failure.ts";
import type { CountAnswer, Counting, CountStep, Found, Refused } from "./count-step.ts";
import type { CounterKey } from "./namespaces.ts";

/** State of one counter as it is kept: plain JSON. Instants are milliseconds since 1970. */
export type CounterState =
  /** `hits`: instant and weight, oldest first. */
  | {
      readonly kind: "window";
      readonly lastAt: number;
      readonly hits: readonly (readonly [number, number])[];
    }
  /** `missing`: tokens below full at `lastAt`. */
  | { readonly kind: "bucket"; readonly lastAt: number; readonly missing: number }
  | {
      readonly kind: "quota";
      readonly lastAt: number;
      readonly period: string;
      readonly endsAt: number;
      readonly used: number;
    }
  /** `wrong`: attempts since the last lock. `lockMs`: how long that one was. */
  | {
      readonly kind: "lock";
      readonly lastAt: number;
      readonly wrong: readonly number[];
      readonly lockedUntil: number;
      readonly lockMs: number;
    };

/** `expiresAt`: from then on the state says no more than none would. */
export type Counted = { readonly state: CounterState; readonly expiresAt: number };

type Kind<Name extends Counting["kind"]> = Extract<Counting, { readonly kind: Name }>;
type State<Name extends CounterState["kind"]> = Extract<CounterState, { readonly kind: Name }>;

const MAX_COUNTINGS = 100;
const MAX_SLICES = 1000;
const MINUTE_MS = 60_000;
// tokens are fractions: what is short by less than this is rounding
const ROUNDING = 1e-9;

/** `changed` is what to write when the answer says taken; empty when it does not. DEFECT for numbers that make no sense. */
export function countStep(
  { now, countings }: CountStep,
  read: (key: CounterKey) => CounterState | undefined,
): { readonly answer: CountAnswer; readonly changed: ReadonlyMap<CounterKey, Counted> } {
  checkStep({ now, countings });
  const changed = new Map<CounterKey, Counted>();
  const found: Found[] = [];
  for (const counting of countings) {
    const before = changed.get(counting.key)?.state ?? read(counting.key);
    const one = countOne(counting, before, now);
    found.push(one.found);
    if (one.found.refusal === undefined) changed.set(counting.key, one.after());
  }
  const taken = found.every(({ refusal }) => refusal === undefined);
  return { answer: { taken, found }, changed: taken ? changed : new Map() };
}

/** DEFECT for numbers that make no sense. */
export function checkStep({ now, countings }: CountStep): void {
  if (!Number.isFinite(now) || countings.length > MAX_COUNTINGS) throw malformed();
  for (const counting of countings) checkNumbers(counting);
}

type Outcome = { readonly found: Found; readonly after: () => Counted };

function countOne(counting: Counting, state: CounterState | undefined, now: number): Outcome {
  const at = Math.max(now, state?.kind === counting.kind ? state.lastAt : now);
  switch (counting.kind) {
    case "window":
      return countWindow(counting, state?.kind === "window" ? state : undefined, at, now);
    case "bucket":
      return countBucket(counting, state?.kind === "bucket" ? state : undefined, at);
    case "quota":
      return countQuota(counting, state?.kind === "quota" ? state : undefined, at, now);
    case "lock":
      return countLock(counting, state?.kind === "lock" ? state : undefined, at, now);
  }
}

function countWindow(
  { limit, windowMs, cooldownMs, weight }: Kind<"window">,
  state: State<"window"> | undefined,
  at: number,
  now: number,
): Outcome {
  const hits = (state?.hits ?? []).filter(([hitAt]) => hitAt > at - windowMs);
  const used = hits.reduce((sum, [, hitWeight]) => sum + hitWeight, 0);
  const free = state === undefined ? now : state.lastAt + cooldownMs;
  const refusal: Refused | undefined =
    cooldownMs > 0 && at < free
      ? { reason: "cooldown", retryAfterMs: free - now }
      : limit !== undefined && used + weight > limit
        ? { reason: "limit", retryAfterMs: waitForRoom(hits, used + weight - limit, windowMs - now) }
        : undefined;
  return {
    found: { used, lastAt: state?.lastAt, refusal },
    after: () => {
      const kept = limit === undefined ? [] : addHit(hits, at, weight, sliceOf(limit, windowMs));
      const lastHit = kept.at(-1)?.[0] ?? at;
      return {
        state: { kind: "window", lastAt: at, hits: kept },
        expiresAt: Math.ceil(Math.max(lastHit + windowMs, at + cooldownMs)),
      };
    },
  };
}

function sliceOf(limit: number, windowMs: number): number {
  return limit <= MAX_SLICES ? 1 : windowMs / MAX_SLICES;
}

function addHit(
  hits: readonly (readonly [number, number])[],
  at: number,
  weight: number,
  slice: number,
): readonly (readonly [number, number])[] {
  const last = hits.at(-1);
  const end = Math.max(Math.ceil(at / slice) * slice, last?.[0] ?? 0);
  return last?.[0] === end ? [...hits.slice(0, -1), [end, last[1] + weight]] : [...hits, [end, weight]];
}

/** Until hits that weigh this much have left the window; undefined when there are not so many. */
function waitForRoom(
  hits: readonly (readonly [number, number])[],
  excess: number,
  windowLessNow: number,
): number | undefined {
  let freed = 0;
  for (const [at, weight] of hits) {
    freed += weight;
    if (freed >= excess) return at + windowLessNow;
  }
  return undefined;
}

function countBucket(
  { perMinute, capacity, weight }: Kind<"bucket">,
  state: State<"bucket"> | undefined,
  at: number,
): Outcome {
  const refilled = ((at - (state?.lastAt ?? at)) / MINUTE_MS) * perMinute;
  const missing = Math.min(capacity, Math.max(0, (state?.missing ?? 0) - refilled));
  const short = missing + weight - capacity;
  const retryAfterMs = weight > capacity ? undefined : (short / perMinute) * MINUTE_MS;
  return {
    found: {
      used: missing,
      lastAt: state?.lastAt,
      refusal: short > ROUNDING ? { reason: "limit", retryAfterMs } : undefined,
    },
    after: () => ({
      state: { kind: "bucket", lastAt: at, missing: missing + weight },
      expiresAt: Math.ceil(at + ((missing + weight) / perMinute) * MINUTE_MS),
    }),
  };
}

function countQuota(
  { limit, period, endsAt, weight }: Kind<"quota">,
  state: State<"quota"> | undefined,
  at: number,
  now: number,
): Outcome {
  const later = state !== undefined && state.period.length === period.length && state.period > period;
  const counted = later ? state : { period, endsAt };
  const used = state?.period === counted.period ? state.used : 0;
  const retryAfterMs = weight > limit ? undefined : Math.max(0, counted.endsAt - now);
  return {
    found: {
      used,
      lastAt: state?.lastAt,
      refusal: used + weight > limit ? { reason: "limit", retryAfterMs } : undefined,
    },
    after: () => ({
      state: {
        kind: "quota",
        lastAt: at,
        period: counted.period,
        endsAt: counted.endsAt,
        used: used + weight,
      },
      expiresAt: Math.ceil(Math.max(counted.endsAt, at)),
    }),
  };
}

function countLock(
  { tries, windowMs, lockMs, maxLockMs }: Kind<"lock">,
  state: State<"lock"> | undefined,
  at: number,
  now: number,
): Outcome {
  const lockedUntil = state?.lockedUntil ?? 0;
  const wrong = (state?.wrong ?? []).filter((wrongAt) => wrongAt > at - windowMs);
  return {
    found: {
      used: wrong.length,
      lastAt: state?.lastAt,
      refusal: now < lockedUntil ? { reason: "lock", retryAfterMs: lockedUntil - now } : undefined,
    },
    after: () => {
      const earlierMs = at < lockedUntil + maxLockMs ? (state?.lockMs ?? 0) : 0;
      const locks = wrong.length + 1 >= tries;
      const nextMs = locks ? Math.min(maxLockMs, Math.max(lockMs, earlierMs * 2)) : earlierMs;
      const until = locks ? at + nextMs : lockedUntil;
      const forgottenAt = nextMs > 0 ? until + maxLockMs : 0;
      return {
        state: {
          kind: "lock",
          lastAt: at,
          wrong: locks ? [] : [...wrong, at],
          lockedUntil: until,
          lockMs: nextMs,
        },
        expiresAt: Math.ceil(Math.max(at + windowMs, forgottenAt)),
      };
    },
  };
}

function checkNumbers(counting: Counting): void {
  const numbers = Object.values(counting).filter((each) => typeof each === "number");
  if (!numbers.every((each) => Number.isFinite(each) && each >= 0) || !makesSense(counting))
    throw malformed();
}

function makesSense(counting: Counting): boolean {
  switch (counting.kind) {
    case "window":
      return counting.weight > 0 && (counting.limit === undefined || counting.windowMs > 0);
    case "bucket":
      return counting.weight > 0 && counting.perMinute > 0;
    case "quota":
      return counting.weight > 0;
    case "lock":
      return counting.tries >= 1 && counting.tries <= MAX_SLICES;
  }
}

function malformed(): Failure {
  return new Failure("DEFECT", "A step of counting has numbers that make no sense.");
}
