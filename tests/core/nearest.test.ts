/** The word that was probably meant. */

import { expect, test } from "bun:test";
import { nearestTo } from "../../src/core/nearest.ts";

test.each<readonly [string, readonly string[], string | undefined]>([
  ["lihgt", ["lock", "light", "siren"], "light"],
  [" LIGHT ", ["lights", "light"], "light"],
  ["lok", ["lock", "look"], "lock"],
  ["x", ["y"], "y"],
  ["x", ["yy"], undefined],
  ["abcdef", ["abxxef"], "abxxef"],
  ["abcdef", ["axxxef"], undefined],
  ["", ["a"], "a"],
  ["lock", [], undefined],
  ["a".repeat(100_000), ["b"], undefined],
])("%s among %j: %s", (text, words, nearest) => {
  expect(nearestTo(text, words)).toBe(nearest);
});
