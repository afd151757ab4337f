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
type Memory = {
  /** For each entity the last word that counted, then sum and number of words: side by side, for they are read together. */
  cells: Uint32Array;
  /** Who is reached, in the first `size` places. */
  touched: Uint32Array;
  size: number;
  chosen: Uint32Array;
  /** The number of the word that counts now. */
  stamp: number;
  /** What stands with an earlier word than this is of an earlier query. */
  first: number;
};

export function createTally(): Tally {
  const memory: Memory = {
    cells: new Uint32Array(0),
    touched: new Uint32Array(0),
    size: 0,
    chosen: new Uint32Array(0),
    stamp: 0,
    first: 0,
  };
  return {
    start: (end) => start(memory, end),
    walk: (lists) => walk(memory, lists),
    narrow: (lists) => narrow(memory, lists),
    costToNarrow: ({ lists }) =>
      lists.reduce(
        (cost, { length }) =>
          cost + Math.min(length, length < SHORTEST_WITH_BITS ? length : memory.size * TEST_COST),
        0,
      ),
    keep: (words) => keep(memory, words),
    addTo(entity, value) {
      memory.cells[entity * 2 + 1] = (memory.cells[entity * 2 + 1] as number) + value;
    },
    sum: (entity) => (memory.cells[entity * 2 + 1] as number) & SUM_MASK,
    select: (words, atLeast) => select(memory, words, atLeast),
  };
}

function start(memory: Memory, end: number): void {
  if (memory.touched.length < end) {
    const room = Math.ceil(end * 1.25);
    memory.cells = new Uint32Array(room * 2);
    memory.touched = new Uint32Array(room);
    memory.chosen = new Uint32Array(room);
    memory.stamp = 0;
  }
  if (memory.stamp > 0xffff_0000) {
    memory.cells.fill(0);
    memory.stamp = 0;
  }
  memory.first = memory.stamp + 1;
  memory.size = 0;
}

function walk(memory: Memory, { values, lists, reaching }: Lists): void {
  const { cells, touched, first } = memory;
  const stamp = ++memory.stamp;
  let { size } = memory;
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
  memory.size = size;
}

function narrow(memory: Memory, { values, lists, reaching, bits }: Lists): void {
  memory.stamp++;
  for (let index = 0; index < lists.length; index++) {
    const list = lists[index] as readonly number[];
    const value = (values[index] as number) + (index < reaching ? ONE_WORD : 0);
    const set = list.length > memory.size * TEST_COST ? bits(index) : undefined;
    if (set) narrowBySet(memory, set, value);
    else narrowByList(memory, list, value);
  }
}

/** Goes through those that are reached. */
function narrowBySet({ cells, touched, size, stamp, first }: Memory, set: Uint32Array, value: number): void {
  for (let at = 0; at < size; at++) {
    const entity = touched[at] as number;
    if ((((set[entity >>> 5] ?? 0) >>> (entity & 31)) & 1) === 0) continue;
    const last = cells[entity * 2] as number;
    if (last === stamp || last < first) continue;
    cells[entity * 2] = stamp;
    cells[entity * 2 + 1] = (cells[entity * 2 + 1] as number) + value;
  }
}

/** Goes through the list. */
function narrowByList({ cells, stamp, first }: Memory, list: readonly number[], value: number): void {
  for (let at = 0; at < list.length; at++) {
    const entity = list[at] as number;
    const last = cells[entity * 2] as number;
    if (last === stamp || last < first) continue;
    cells[entity * 2] = stamp;
    cells[entity * 2 + 1] = (cells[entity * 2 + 1] as number) + value;
  }
}

function keep(memory: Memory, words: number): number {
  const { cells, touched, size } = memory;
  let kept = 0;
  for (let at = 0; at < size; at++) {
    const entity = touched[at] as number;
    if ((cells[entity * 2 + 1] as number) >>> SUM_BITS >= words) touched[kept++] = entity;
    else cells[entity * 2] = 0;
  }
  memory.size = kept;
  return kept;
}

function select({ cells, touched, size, chosen }: Memory, words: number, atLeast: boolean): Uint32Array {
  let count = 0;
  for (let at = 0; at < size; at++) {
    const entity = touched[at] as number;
    if ((cells[entity * 2 + 1] as number) >>> SUM_BITS >= words === atLeast) chosen[count++] = entity;
  }
  return chosen.subarray(0, count);
}
