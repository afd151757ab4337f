/** Running several things at once, as Home Assistant runs the entities of one call. */

/** Starts everything, waits for everything, then throws what failed first in order; stays synchronous when nothing takes time. */
export function joinAll(
  starts: readonly (() => unknown)[],
  finish: (results: readonly unknown[]) => unknown,
): unknown {
  const outcomes: (() => unknown)[] = [];
  const waits: Promise<void>[] = [];
  const keep = (index: number, outcome: () => unknown): void => {
    outcomes[index] = outcome;
  };
  starts.forEach((start, index) => {
    const fail = (thrown: unknown): void => {
      outcomes[index] = () => {
        throw thrown;
      };
    };
    try {
      const result = start();
      if (result instanceof Promise) {
        waits.push(result.then((value) => keep(index, () => value), fail));
      } else outcomes[index] = () => result;
    } catch (thrown) {
      fail(thrown);
    }
  });
  const settle = (): unknown => finish(outcomes.map((outcome) => outcome()));
  return waits.length === 0 ? settle() : Promise.all(waits).then(settle);
}
