/** Time as a parameter, so that tests and denials do not depend on the machine's clock. */

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** The machine's clock was set back by more than a day: nobody knows what time it is. */
  readonly suspect?: boolean;
};

export const systemClock: Clock = { now: () => Date.now() };

export const DAY_MS = 86_400_000;

export type ForwardClock = Clock & {
  /** Lifts it to a time (ms since 1970) that was seen elsewhere, or before the start. */
  raise(mark: number): void;
  /** The owner's word: it goes on from this time, be it earlier. */
  restart(mark: number): void;
};

/** The clock that grants are held against: it never goes back, so that what has expired stays so. */
export function forwardClock(wall: () => number = Date.now): ForwardClock {
  let latest = Number.NEGATIVE_INFINITY;
  const now = () => {
    latest = Math.max(latest, wall());
    return latest;
  };
  return {
    now,
    get suspect() {
      return now() - wall() > DAY_MS;
    },
    raise(mark) {
      latest = Math.max(latest, mark);
    },
    restart(mark) {
      latest = mark;
    },
  };
}

/** The one of this process: state, credentials and grants agree on the time. */
export const processClock: ForwardClock = forwardClock();
