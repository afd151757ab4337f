/** How alike two texts are: the share of letter pairs that they have in common. */

import { expect, test } from "bun:test";
import { similarityTo } from "../../../src/home/see/similarity.ts";

test.each<readonly [string, string, number]>([
  ["", "", 1],
  ["a", "a", 1],
  ["a", "b", 0],
  ["a", "", 0],
  ["a", "ab", 0],
  ["ab", "a", 0],
  ["", "ab", 0],
  ["ab", "", 0],
  // the end of a text is no sign
  ["ab", "b\0", 0],
  ["b\0", "ab", 0],
  ["ab", "ab", 1],
  ["ab", "ba", 0],
  ["abc", "abc", 1],
  ["abc", "abd", 1 / 2],
  ["night", "nacht", 1 / 4],
  // a pair counts as often as both have it
  ["aaaa", "aa", 1 / 2],
  ["aa", "aaaa", 1 / 2],
  ["abab", "ab", 1 / 2],
  // capitals are small letters; what ids are put together with is a space
  ["Kitchen", "kITCHEN", 1],
  ["light.living_room", "light living-room", 1],
  ["a:b", "a b", 1],
  ["Größe", "größe", 1],
  ["a,b", "a b", 0],
])("%j and %j: %d", (wanted, other, share) => {
  expect(similarityTo(wanted)(other)).toBeCloseTo(share, 9);
});

test("one text is held against many, and each is compared by itself", () => {
  const similar = similarityTo("kitchen light");
  const shares = ["kitchen light", "kitchen", "kitchen light", "lamp", "kitchen light"].map(similar);
  expect(shares[0]).toBe(1);
  expect(shares[2]).toBe(1);
  expect(shares[4]).toBe(1);
  expect(shares[1]).toBeCloseTo((2 * 6) / (12 + 6), 9);
  expect(shares[3]).toBe(0);
});
