/** Two implementations of the grant evaluation give one answer on random cases. */

import { describe, expect, test } from "bun:test";
import { seedOf } from "../seed.ts";
import { compare } from "./compare.ts";

/** Enough that a share of 5 % is no matter of luck; `PARITY_CASES=200000` for more. */
const CASES = Number(process.env["PARITY_CASES"] ?? 4_000);
const SEED = seedOf("PARITY_SEED");

describe(`parity, seed ${SEED}`, () => {
  test("both implementations agree, and every kind of answer occurs", () => {
    const { differences, kinds } = compare(SEED, CASES);
    const told = differences.map(({ triple, first, second }) => ({
      ...{ seed: SEED, access: triple.grant.access, request: triple.request },
      ...{ first, second },
    }));
    expect(told.slice(0, 3)).toEqual([]);
    for (const times of Object.values(kinds)) expect(times).toBeGreaterThanOrEqual(CASES * 0.05);
  }, 60_000);
});
