/** Sorted lists of numbers by number: which entities hold a term, which groups carry a name word. */

/** One number stands bare: most words of a home occur once, and an array for each would be most of the memory. */
type List = number | number[] | undefined;

const NOTHING: readonly number[] = [];

export type Postings = {
  /** Does nothing when it is there already. */
  add(key: number, value: number): void;
  remove(key: number, value: number): void;
  /** Ascending; valid until the next change. */
  of(key: number): readonly number[];
  size(key: number): number;
  /** The same as a set of bits, by `value >>> 5` and `value & 31`; undefined for a list that is quickly walked. */
  bits(key: number): Uint32Array | undefined;
};

/** Shorter lists have no bits. */
export const SHORTEST_WITH_BITS = 512;

/** Empty lists for every key. Adding in ascending order appends; anything else moves what lies behind it. */
export function createPostings(): Postings {
  const lists: List[] = [];
  // made when first asked for, then kept current
  const bits = new Map<number, Uint32Array>();
  const mark = (key: number, value: number, present: boolean) => {
    const set = bits.get(key);
    if (!set) return;
    if (value >>> 5 >= set.length) bits.delete(key);
    else if (present) set[value >>> 5] = (set[value >>> 5] ?? 0) | (1 << (value & 31));
    else set[value >>> 5] = (set[value >>> 5] ?? 0) & ~(1 << (value & 31));
  };
  return {
    add(key, value) {
      mark(key, value, true);
      const list = lists[key];
      if (list === undefined) lists[key] = value;
      else if (typeof list !== "number") insert(list, value);
      else if (list !== value) lists[key] = list < value ? [list, value] : [value, list];
    },
    remove(key, value) {
      mark(key, value, false);
      const list = lists[key];
      if (list === value) lists[key] = undefined;
      else if (typeof list === "object") {
        const at = position(list, value);
        if (list[at] === value) list.splice(at, 1);
        if (list.length <= 1) lists[key] = list[0];
      }
    },
    of(key) {
      const list = lists[key];
      return typeof list === "number" ? [list] : (list ?? NOTHING);
    },
    size(key) {
      const list = lists[key];
      return typeof list === "number" ? 1 : (list?.length ?? 0);
    },
    bits(key) {
      const list = lists[key];
      if (typeof list !== "object" || list.length < SHORTEST_WITH_BITS) return undefined;
      const known = bits.get(key);
      if (known) return known;
      const made = new Uint32Array(((list[list.length - 1] ?? 0) >>> 5) + 65);
      for (const value of list) made[value >>> 5] = (made[value >>> 5] ?? 0) | (1 << (value & 31));
      bits.set(key, made);
      return made;
    },
  };
}

function insert(list: number[], value: number): void {
  if ((list[list.length - 1] ?? -1) < value) {
    list.push(value);
    return;
  }
  const at = position(list, value);
  if (list[at] !== value) list.splice(at, 0, value);
}

/** The first place whose number is not smaller. */
function position(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
