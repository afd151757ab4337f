/** What the suites of the store use of `bun:test`, on Node's own runner. */

import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { test as nodeTest } from "node:test";

export function test(name: string, work: () => void | Promise<void>, _timeoutMs?: number): void {
  nodeTest(name, work);
}

export function expect(actual: unknown) {
  const number = Number(actual);
  return {
    toBe: (expected: unknown) => strictEqual(actual, expected),
    // rows come without a prototype from some runtimes
    toEqual: (expected: unknown) => deepStrictEqual(plain(actual), plain(expected)),
    toHaveLength: (length: number) => strictEqual((actual as { readonly length: number }).length, length),
    toBeUndefined: () => strictEqual(actual, undefined),
    toBeDefined: () => notStrictEqual(actual, undefined),
    toBeLessThan: (limit: number) => ok(number < limit, `${number} < ${limit}`),
    toBeLessThanOrEqual: (limit: number) => ok(number <= limit, `${number} <= ${limit}`),
    not: { toBe: (expected: unknown) => notStrictEqual(actual, expected) },
  };
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : structuredClone(value);
}
