/** Values of others, made fit to print. */

import { describe, expect, test } from "bun:test";
import { safe } from "../../../src/home/see/rows.ts";
import type { Sight } from "../../../src/home/see/sight.ts";

const SIGHT: Sight = {
  sees: () => true,
  hides: () => false,
  attributes: ({ attributes }) => attributes,
  ids: () => [],
  all: true,
};
const HIDING: Sight = { ...SIGHT, hides: (id) => id === "light.hush", all: false };

describe("values of others", () => {
  test.each<readonly [unknown, unknown]>([
    [1, 1],
    [true, true],
    [null, null],
    [undefined, undefined],
    ["plain", "plain"],
    ["Bearer abcdefghijkl", "(secret)"],
    [{ a: null, b: 1 }, { b: 1 }],
    [{ password: null, pin: 5 }, { pin: "(secret)" }],
    [
      [null, 1],
      [null, 1],
    ],
    ["x".repeat(65), `«${"x".repeat(65)}»`],
    ["x".repeat(64), "x".repeat(64)],
  ])("%j", (value, shown) => {
    expect(safe(value, SIGHT)).toEqual(shown as never);
  });

  test("40 of a list or table are shown, the others counted", () => {
    const list = (count: number) => Array.from({ length: count }, (_, at) => at);
    expect(safe(list(40), SIGHT)).toEqual(list(40));
    expect(safe(list(41), SIGHT)).toEqual([...list(40), "… 1 more"]);
    const table = (count: number) => Object.fromEntries(list(count).map((at) => [`k${at}`, at]));
    expect(safe(table(40), SIGHT)).toEqual(table(40));
    expect(safe(table(43), SIGHT)).toEqual({ ...table(40), "…": "3 more" });
    // what is hidden is not counted: a number would tell of it
    expect(safe([...list(40), "light.hush"], HIDING)).toEqual(list(40));
  });

  test("30 levels are shown, what is deeper is said", () => {
    const nested = (depth: number): unknown => (depth === 0 ? "end" : [nested(depth - 1)]);
    expect(JSON.stringify(safe(nested(31), SIGHT))).toContain('"end"');
    expect(JSON.stringify(safe(nested(32), SIGHT))).toContain('"… deeper"');
    expect(JSON.stringify(safe(nested(32), SIGHT))).not.toContain("end");
    const keyed = (depth: number): unknown => (depth === 0 ? "end" : { x: keyed(depth - 1) });
    expect(JSON.stringify(safe(keyed(31), SIGHT))).toContain('"end"');
    expect(JSON.stringify(safe(keyed(32), SIGHT))).toContain('"x":"… deeper"');
  });

  test.each<readonly [unknown, unknown]>([
    [
      ["LIGHT.Hush", "light.hushes", "a light.hush b", "light", "."],
      ["light.hushes", "light", "."],
    ],
    [
      [{ id: "light.hush" }, { id: "light.open" }, [["light.hush"]]],
      [{ id: "light.open" }, [[]]],
    ],
    [
      [
        { id: "light.hush", name: "x" },
        { name: "y", on: true },
      ],
      [{ name: "y", on: true }],
    ],
    [
      [5, null, true],
      [5, null, true],
    ],
    [{ on: "x/light.hush?y", "light.hush": 1, at: { of: "light.hush", ok: 1 } }, { at: { ok: 1 } }],
  ])("about what is hidden: %j", (value, shown) => {
    expect(safe(value, HIDING)).toEqual(shown as never);
    expect(JSON.stringify(safe(value, SIGHT))).toBe(JSON.stringify(value));
  });
});
