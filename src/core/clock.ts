/** Time as a parameter, so that tests and denials do not depend on the machine's clock. */

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** The machine's clock was set back by more than a day: nobody knows what time it is. */
  readonly suspect?: boolean;
};

export const systemClock: Clock = { now: () => Date.now() };

const DAY_MS = 86_400_000;

/** The clock that grants are held against: it never goes back, so that what has expired stays so while the process lives. */
export function forwardClock(wall: () => number = Date.now): Clock {
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
  };
}
