/** Time as a parameter, so that tests and denials do not depend on the machine's clock. */

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
};

export const systemClock: Clock = { now: () => Date.now() };
