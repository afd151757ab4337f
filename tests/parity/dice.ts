/** Seeded dice. */

import { seededRandom } from "../../src/demo/world/random.ts";

export type Dice = {
  /** 0 ≤ n < below. */
  number(below: number): number;
  chance(percent: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item;
  some<Item>(items: readonly Item[], most: number): readonly Item[];
};

export function dice(seed: number): Dice {
  const { next, integer: number } = seededRandom(seed);
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
