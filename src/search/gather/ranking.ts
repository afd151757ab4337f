/** Entities in order of a rough sum, sorted only as far as they are asked for. */

import type { Entities } from "../index/entities.ts";

/** Steps into which the sum is cut. */
const STEPS = 512;
/** So many are put in order at once. */
const BATCH = 64;

export type Ranking = {
  /**
   * By falling sum less handicap, `most` being the highest there can be; equals in an order that the ids alone decide.
   * Valid until the next call.
   */
  rank(list: Uint32Array, sum: (entity: number) => number, most: number): Iterable<number>;
};

// The loops stand in functions of their own: engines run them several times slower inside a generator.
export function createRanking(entities: Entities): Ranking {
  let steps = new Uint16Array(0);
  const byTie = (a: number, b: number) => entities.tie(a) - entities.tie(b);

  /** Finds everyone's step, 0 the best; answers how many stand on each. */
  const findSteps = (list: Uint32Array, sum: (entity: number) => number, most: number): Uint32Array => {
    if (steps.length < list.length) steps = new Uint16Array(Math.ceil(list.length * 1.25));
    const counts = new Uint32Array(STEPS);
    for (let at = 0; at < list.length; at++) {
      const entity = list[at] as number;
      const share = (sum(entity) - entities.handicap(entity)) / most;
      const step = STEPS - 1 - Math.max(0, Math.min(STEPS - 1, Math.floor(share * STEPS)));
      steps[at] = step;
      counts[step] = (counts[step] as number) + 1;
    }
    return counts;
  };
  const sortWhole = (list: Uint32Array): readonly number[] => {
    const order = Array.from(list, (_, at) => at);
    order.sort((a, b) => (steps[a] ?? 0) - (steps[b] ?? 0) || byTie(list[a] ?? 0, list[b] ?? 0));
    return order.map((at) => list[at] ?? 0);
  };
  const runsOf = (list: Uint32Array, from: number, to: number): readonly (readonly number[])[] => {
    const runs: number[][] = Array.from({ length: to - from }, () => []);
    for (let at = 0; at < list.length; at++) {
      const step = steps[at] as number;
      if (step >= from && step < to) runs[step - from]?.push(list[at] as number);
    }
    return runs.filter((run) => run.length > 0);
  };
  return {
    *rank(list, sum, most) {
      const counts = findSteps(list, sum, most);
      if (list.length <= BATCH * 2) return yield* sortWhole(list);
      for (let from = 0; from < STEPS; ) {
        // as many steps at once as hold a batch
        let to = from;
        for (let held = 0; to < STEPS && held < BATCH; to++) held += counts[to] as number;
        for (const run of runsOf(list, from, to)) {
          // equals, in pieces that cut the range of ties evenly
          const pieces = Math.ceil(run.length / BATCH);
          const width = 0x1_0000_0000 / pieces;
          for (let piece = 0; piece < pieces; piece++)
            yield* pieceOf(run, entities.tie, piece * width, (piece + 1) * width);
        }
        from = to;
      }
    },
  };
}

/** Those of a run with a tie in a range, in its order. */
function pieceOf(
  run: readonly number[],
  tieOf: (entity: number) => number,
  from: number,
  to: number,
): readonly number[] {
  const piece: number[] = [];
  for (let at = 0; at < run.length; at++) {
    const tie = tieOf(run[at] as number);
    if (tie >= from && tie < to) piece.push(run[at] as number);
  }
  return piece.sort((a, b) => tieOf(a) - tieOf(b));
}
