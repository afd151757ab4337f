/** Adds up, entity by entity, how well the words of a query are served, without looking at any entity. */

import { SHORTEST_WITH_BITS } from "../index/postings.ts";

/** Lists of entities, the best first: who is in several counts by the first. */
export type Lists = {
  /** How much each list adds: whole numbers, so that the order of adding changes nothing. */
  readonly values: readonly number[];
  readonly lists: readonly (readonly number[])[];
  /** How many of the lists, from the first, serve well enough to count as reaching. */
  readonly reaching: number;
  /** Entries of all lists together. */
  readonly size: number;
  /** A list as a set of bits (see Postings), where there is one. */
  bits(index: number): Uint32Array | undefined;
};

export type Tally = {
  /** Forgets everything; `end` is above every number of an entity. */
  start(end: number): void;
  /** Adds one word's lists, for whoever is in them. */
  walk(lists: Lists): void;
  /** Adds one word's lists for those that were reached before, which are few beside them. */
  narrow(lists: Lists): void;
  /** What `narrow` costs, in entries of a list walked past. */
  costToNarrow(lists: Lists): number;
  /** Forgets those that fewer than so many words reach; answers how many are left. */
  keep(words: number): number;
  addTo(entity: number, value: number): void;
  sum(entity: number): number;
  /** Entities that at least (`atLeast`) or fewer than so many words reach, in a view that the next call overwrites. */
  select(words: number, atLeast: boolean): Uint32Array;
};

/** A sum and the number of words that reached stand in one number: the sum in so many bits. */
const SUM_BITS = 22;
const SUM_MASK = (1 << SUM_BITS) - 1;
/** Testing a bit costs as much as walking past so many entries. */
const TEST_COST = 2;
const ONE_WORD = 1 << SUM_BITS;

/** Working memory for as many entities as the home has; it grows with it. */
export function createTally(): Tally {
  // for each entity the last word that counted, then sum and number of words: side by side, for they are read together
  let cells = new Uint32Array(0);
  let touched = new Uint32Array(0);
  let chosen = new Uint32Array(0);
  let stamp = 0;
  // what stands with an earlier word than this is of an earlier query
  let first = 0;
  let size = 0;

  return {
    start(end) {
      if (touched.length < end) {
        const room = Math.ceil(end * 1.25);
        cells = new Uint32Array(room * 2);
        touched = new Uint32Array(room);
        chosen = new Uint32Array(room);
        stamp = 0;
      }
      if (stamp > 0xffff_0000) {
        cells.fill(0);
        stamp = 0;
      }
      first = stamp + 1;
      size = 0;
    },
    walk({ values, lists, reaching }) {
      stamp++;
      for (let index = 0; index < lists.length; index++) {
        const list = lists[index] as readonly number[];
        const value = (values[index] as number) + (index < reaching ? ONE_WORD : 0);
        for (let at = 0; at < list.length; at++) {
          const entity = list[at] as number;
          const last = cells[entity * 2] as number;
          if (last === stamp) continue;
          cells[entity * 2] = stamp;
          if (last >= first) cells[entity * 2 + 1] = (cells[entity * 2 + 1] as number) + value;
          else {
            cells[entity * 2 + 1] = value;
            touched[size++] = entity;
          }
        }
      }
    },
    narrow({ values, lists, reaching, bits }) {
      stamp++;
      for (let index = 0; index < lists.length; index++) {
        const list = lists[index] as readonly number[];
        const value = (values[index] as number) + (index < reaching ? ONE_WORD : 0);
        const set = list.length > size * TEST_COST ? bits(index) : undefined;
        const length = set ? size : list.length;
        for (let at = 0; at < length; at++) {
          const entity = (set ? touched[at] : list[at]) as number;
          if (set && (((set[entity >>> 5] ?? 0) >>> (entity & 31)) & 1) === 0) continue;
          const last = cells[entity * 2] as number;
          if (last === stamp || last < first) continue;
          cells[entity * 2] = stamp;
          cells[entity * 2 + 1] = (cells[entity * 2 + 1] as number) + value;
        }
      }
    },
    costToNarrow: ({ lists }) =>
      lists.reduce(
        (cost, { length }) =>
          cost + Math.min(length, length < SHORTEST_WITH_BITS ? length : size * TEST_COST),
        0,
      ),
    keep(words) {
      let kept = 0;
      for (let at = 0; at < size; at++) {
        const entity = touched[at] as number;
        if ((cells[entity * 2 + 1] as number) >>> SUM_BITS >= words) touched[kept++] = entity;
        else cells[entity * 2] = 0;
      }
      size = kept;
      return kept;
    },
    addTo(entity, value) {
      cells[entity * 2 + 1] = (cells[entity * 2 + 1] as number) + value;
    },
    sum: (entity) => (cells[entity * 2 + 1] as number) & SUM_MASK,
    select(words, atLeast) {
      let count = 0;
      for (let at = 0; at < size; at++) {
        const entity = touched[at] as number;
        if ((cells[entity * 2 + 1] as number) >>> SUM_BITS >= words === atLeast) chosen[count++] = entity;
      }
      return chosen.subarray(0, count);
    },
  };
}
