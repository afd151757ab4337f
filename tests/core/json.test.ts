/** Values of others as text, as numbers, as keys: objects that have fields of JavaScript's own names among them. */

import { describe, expect, test } from "bun:test";
import { byKeys, keyFor, plainNumber, plainText, wordTable } from "../../src/core/json.ts";

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

describe("keys by other words", () => {
  const words = { colour: ["color", "tint"], size: ["width", "tint"] };
  const of =
    (...keys: readonly string[]) =>
    (word: string) =>
      keys.includes(word);

  test.each([
    ["color", ["colour"], "colour"],
    ["color", ["colour", "color"], "color"],
    ["color", ["size"], "color"],
    ["tint", ["size"], "size"],
    ["toString", ["colour"], "toString"],
  ])("%s of %j is %s", (word, keys, key) => expect(keyFor(word, of(...keys), words)).toBe(key));

  test("two that mean one stay as they came", () => {
    const meant = (word: string, key: string) => ({
      word,
      key,
      given: `${word} given`,
      value: `${word} meant`,
    });
    expect(byKeys([meant("color", "colour"), meant("width", "size")])).toEqual({
      colour: "color meant",
      size: "width meant",
    });
    expect(byKeys([meant("color", "colour"), meant("tint", "colour"), meant("size", "size")])).toEqual({
      color: "color given",
      tint: "tint given",
      size: "size meant",
    });
    expect(byKeys([meant("colour", "colour"), meant("color", "colour")])).toEqual({
      colour: "colour meant",
      color: "color given",
    });
    expect(Object.keys(byKeys([meant("__proto__", "__proto__")]))).toEqual(["__proto__"]);
  });
});
