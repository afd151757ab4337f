/** Long work in short turns, so that everything else in the process goes on. */

/** How long one turn works; the event loop is free between turns. */
const TURN_MS = 2;
const PER_LOOK_AT_THE_CLOCK = 8;

/** Does `work` for each value, giving the event loop a turn every few milliseconds. */
export async function eachInTurns<T>(values: Iterable<T>, work: (value: T) => void): Promise<void> {
  let started = performance.now();
  let done = 0;
  for (const value of values) {
    work(value);
    done++;
    if (done % PER_LOOK_AT_THE_CLOCK === 0 && performance.now() - started > TURN_MS) {
      await aTurn();
      started = performance.now();
    }
  }
}

/** Lets the event loop go round once, between two steps that each take a while. */
export function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
