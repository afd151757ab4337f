/** Adds up, entity by entity, how well the words of a query are served, without looking at any entity. */

/** Lists of entities, the best first: who is in several counts by the first. */
export type Lists = {
  /** How much each list adds: whole numbers, so that the order of adding changes nothing. */
  readonly values: readonly number[];
  readonly lists: readonly (readonly number[])[];
  /** How many of the lists, from the first, serve well enough to count as reaching. */
  readonly reaching: number;
  /** Entries of all lists together. */
  readonly size: number;
};

export type Tally = {
  /** Forgets everything; `end` is above every number of an entity. */
  start(end: number): void;
  /** Adds one word's lists. */
  walk(lists: Lists): void;
  /** The same for entities that were walked past before; others stay out. */
  add(lists: Lists): void;
  addTo(entity: number, value: number): void;
  sum(entity: number): number;
  /** How many entities exactly so many words reach. */
  count(words: number): number;
  /** Entities that at least (`atLeast`) or fewer than so many words reach, in a view that the next call overwrites. */
  select(words: number, atLeast: boolean): Uint32Array;
};

/** Working memory for as many entities as the home has; it grows with it. */
export function createTally(): Tally {
  let sums = new Int32Array(0);
  let reached = new Uint8Array(0);
  /** The last word that counted for an entity; below `first`, all that stands of it is of an earlier query. */
  let stamps = new Uint32Array(0);
  let touched = new Uint32Array(0);
  let chosen = new Uint32Array(0);
  let stamp = 0;
  let first = 0;
  let size = 0;

  return {
    start(end) {
      if (stamps.length < end) {
        const room = Math.ceil(end * 1.25);
        sums = new Int32Array(room);
        reached = new Uint8Array(room);
        stamps = new Uint32Array(room);
        touched = new Uint32Array(room);
        chosen = new Uint32Array(room);
        stamp = 0;
      }
      if (stamp > 0xffff_0000) {
        stamps.fill(0);
        stamp = 0;
      }
      first = stamp + 1;
      size = 0;
    },
    walk({ values, lists, reaching }) {
      stamp++;
      for (let index = 0; index < lists.length; index++) {
        const list = lists[index] as readonly number[];
        const value = values[index] as number;
        const counts = index < reaching ? 1 : 0;
        for (let at = 0; at < list.length; at++) {
          const entity = list[at] as number;
          const last = stamps[entity] as number;
          if (last === stamp) continue;
          stamps[entity] = stamp;
          if (last >= first) {
            sums[entity] = (sums[entity] as number) + value;
            reached[entity] = (reached[entity] as number) + counts;
            continue;
          }
          sums[entity] = value;
          reached[entity] = counts;
          touched[size++] = entity;
        }
      }
    },
    add({ values, lists }) {
      stamp++;
      for (let index = 0; index < lists.length; index++) {
        const list = lists[index] as readonly number[];
        const value = values[index] as number;
        for (let at = 0; at < list.length; at++) {
          const entity = list[at] as number;
          const last = stamps[entity] as number;
          if (last === stamp || last < first) continue;
          stamps[entity] = stamp;
          sums[entity] = (sums[entity] as number) + value;
        }
      }
    },
    addTo(entity, value) {
      sums[entity] = (sums[entity] as number) + value;
    },
    sum: (entity) => sums[entity] as number,
    count(words) {
      let count = 0;
      for (let at = 0; at < size; at++) if (reached[touched[at] as number] === words) count++;
      return count;
    },
    select(words, atLeast) {
      let count = 0;
      for (let at = 0; at < size; at++) {
        const entity = touched[at] as number;
        if ((reached[entity] as number) >= words === atLeast) chosen[count++] = entity;
      }
      return chosen.subarray(0, count);
    },
  };
}
