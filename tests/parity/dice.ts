/** Seeded dice. */

export type Dice = {
  /** 0 ≤ n < below. */
  number(below: number): number;
  chance(percent: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item;
  some<Item>(items: readonly Item[], most: number): readonly Item[];
};

/** mulberry32. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  const pick = <Item>(items: readonly Item[]): Item => {
    if (items.length === 0) throw new Error("nothing to pick from");
    return items[number(items.length)] as Item;
  };
  return {
    number,
    chance: (percent) => next() * 100 < percent,
    pick,
    some: (items, most) =>
      items.length === 0 ? [] : Array.from({ length: number(most + 1) }, () => pick(items)),
  };
}
