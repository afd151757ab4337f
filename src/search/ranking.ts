/** Entities in order of a rough sum, sorted only as far as they are asked for. */

import type { Entities } from "./entities.ts";

/** Steps into which the sum is cut. */
const STEPS = 512;
/** A run of equals is sorted in pieces of about so many. */
const PIECE = 64;

export type Ranking = {
  /**
   * By falling sum less handicap, `most` being the highest there can be; equals in an order that the ids alone decide.
   * Valid until the next call.
   */
  rank(list: Uint32Array, sum: (entity: number) => number, most: number): Iterable<number>;
};

export function createRanking(entities: Entities): Ranking {
  let ordered = new Uint32Array(0);
  const starts = new Uint32Array(STEPS + 1);
  const byTie = (a: number, b: number) => entities.tie(a) - entities.tie(b);

  /** One step's entities, in pieces that cut the range of ties evenly. */
  function* inPieces(from: number, to: number): Iterable<number> {
    const pieces = Math.ceil((to - from) / PIECE);
    const width = 0x1_0000_0000 / pieces;
    for (let piece = 0; piece < pieces; piece++) {
      const least = piece * width;
      const chosen: number[] = [];
      for (let at = from; at < to; at++) {
        const entity = ordered[at] as number;
        const tie = entities.tie(entity);
        if (tie >= least && tie < least + width) chosen.push(entity);
      }
      for (const entity of chosen.sort(byTie)) yield entity;
    }
  }

  return {
    *rank(list, sum, most) {
      if (ordered.length < list.length) ordered = new Uint32Array(Math.ceil(list.length * 1.25));
      const steps = new Uint16Array(list.length);
      starts.fill(0);
      for (let at = 0; at < list.length; at++) {
        const entity = list[at] as number;
        const share = (sum(entity) - entities.handicap(entity)) / most;
        const step = STEPS - 1 - Math.max(0, Math.min(STEPS - 1, Math.floor(share * STEPS)));
        steps[at] = step;
        starts[step + 1] = (starts[step + 1] as number) + 1;
      }
      for (let step = 0; step < STEPS; step++)
        starts[step + 1] = (starts[step + 1] as number) + (starts[step] as number);
      const ends = starts.slice();
      for (let at = 0; at < list.length; at++) {
        const step = steps[at] as number;
        const place = ends[step] as number;
        ends[step] = place + 1;
        ordered[place] = list[at] as number;
      }
      for (let step = 0; step < STEPS; step++) {
        const from = starts[step] as number;
        const to = ends[step] as number;
        if (to > from) yield* inPieces(from, to);
      }
    },
  };
}
