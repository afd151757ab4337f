/** How long to wait before the next attempt to connect. */

const FIRST_MS = 250;
const MOST_MS = 15_000;
/** A connection that was loaded and stood so long was a good one. */
const LASTED_MS = 10_000;
/** Many that lost the same home at once come back one by one. */
const JITTER = 0.25;

export type Pacer = {
  /** Resolves when the next attempt may be made; the first may at once, and so may one after a connection that lasted. */
  pause(): Promise<void>;
  /** The home is loaded. */
  loaded(): void;
  /** The connection has ended. */
  ended(): void;
};

/** Longer from attempt to attempt: only a load that lasted calms it down, whatever the login said. */
export function createPacer(
  random: () => number = Math.random,
  now: () => number = () => performance.now(),
): Pacer {
  let attempts = 0;
  let loadedAt: number | undefined;
  return {
    async pause() {
      const ms = pauseMs(attempts, random());
      attempts++;
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms).unref());
    },
    loaded() {
      loadedAt = now();
    },
    ended() {
      if (loadedAt !== undefined && now() - loadedAt >= LASTED_MS) attempts = 0;
      loadedAt = undefined;
    },
  };
}

/** `chance`: 0 to 1. */
export function pauseMs(attempts: number, chance: number): number {
  if (attempts === 0) return 0;
  const base = Math.min(MOST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.round(base * (1 - JITTER + 2 * JITTER * chance));
}
