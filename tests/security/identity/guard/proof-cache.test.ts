import { expect, test } from "bun:test";
import { digestOf, openProofCache } from "../../../../src/security/identity/proof-cache.ts";

const PROOF = { until: 2_000 } as never;

test("a proof is found until it ends, and not again after", () => {
  const cache = openProofCache();
  const digest = digestOf("a credential");
  const kept = cache.keep(digest, "mark", PROOF);
  expect(cache.find(digest, "mark", 1_999)).toBe(kept);
  expect(cache.find(digest, "mark", 2_000)).toBeUndefined();
  expect(cache.find(digest, "mark", 1_999)).toBeUndefined();
});

test("nothing outlives a change of what credentials rest on", () => {
  const cache = openProofCache();
  const digest = digestOf("a credential");
  cache.keep(digest, "mark", PROOF);
  expect(cache.find(digest, "another", 1_000)).toBeUndefined();
  expect(cache.find(digest, "mark", 1_000)).toBeUndefined();
});

test("of a thousand the oldest goes", () => {
  const cache = openProofCache();
  for (let at = 0; at <= 1_000; at++) cache.keep(`${at}`, "mark", PROOF);
  expect(["0", "1", "1000"].map((digest) => cache.find(digest, "mark", 1) !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
});
