/** What is said of arguments that do not fit, by the schema of a tool, whatever shape they have. */

import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import type { Failure } from "../../../src/core/failure.ts";
import { validateInput } from "../../../src/registry/validate.ts";

function fault(schema: v.GenericSchema, input: unknown): string {
  try {
    validateInput(schema, input);
  } catch (failure) {
    return (failure as Failure).message;
  }
  return "fits";
}

const KINDS = v.strictObject({
  list: v.array(v.string()),
  text: v.string(),
  number: v.number(),
  flag: v.boolean(),
  object: v.strictObject({ a: v.number() }),
  table: v.record(v.string(), v.number()),
  either: v.union([v.string(), v.number()]),
});

describe("a key that is missing", () => {
  test.each([
    ["list", "a list"],
    ["text", "a text"],
    ["object", "an object"],
    ["table", "an object"],
    ["number", "number"],
    ["either", "union"],
  ] as const)("%s: %s", (key, form) => {
    expect(fault(v.strictObject({ [key]: KINDS.entries[key] }), {})).toBe(
      `${key} missing: expected ${form}.`,
    );
  });

  test("is named with its way, through lists and what wraps it", () => {
    const inner = v.strictObject({
      a: v.string(),
      b: v.optional(v.nullish(v.strictObject({ c: v.array(v.string()) }))),
    });
    const schema = v.strictObject({ rows: v.array(inner) });
    expect(fault(schema, { rows: [{ a: "x" }, {}] })).toBe("rows[1].a missing: expected a text.");
    expect(fault(schema, { rows: [{ a: "x", b: {} }] })).toBe("rows[0].b.c missing: expected a list.");
  });
});

describe("a value of another kind", () => {
  test.each<readonly [string, unknown, string]>([
    ["text", true, "text: expected a text, got true."],
    ["text", null, "text: expected a text, got null."],
    ["number", "x", 'number: expected a number, got "x".'],
    ["number", true, "number: expected a number, got true."],
    ["flag", "perhaps", 'flag: expected true or false, got "perhaps".'],
    ["object", 5, "object: expected an object, got 5."],
    ["either", true, "either: expected (string | number), got true."],
  ])("%s %j", (key, value, said) => {
    const schema = v.strictObject({ [key]: KINDS.entries[key as keyof typeof KINDS.entries] });
    expect(fault(schema, { [key]: value })).toBe(said);
  });

  test("of the whole", () => {
    for (const input of [5, true, "x"])
      expect(fault(KINDS, input)).toStartWith("arguments: expected an object, got ");
    for (const input of [undefined, null])
      expect(fault(KINDS, input)).toStartWith("list missing: expected a list");
    expect(fault(v.strictObject({}), undefined)).toBe("fits");
    expect(fault(v.strictObject({}), null)).toBe("fits");
  });
});

describe("a key that is unknown", () => {
  const schema = v.strictObject({
    a: v.optional(v.string()),
    rows: v.optional(v.array(v.strictObject({ b: v.optional(v.string()) }))),
    deep: v.optional(v.strictObject({ c: v.optional(v.strictObject({ d: v.optional(v.string()) })) })),
  });

  test.each<readonly [object, string]>([
    [{ x: 1 }, "unknown key x; known: a, rows, deep."],
    [{ x: 1, a: "1", y: 1 }, "unknown keys x, y; known: a, rows, deep."],
    [{ rows: [{}, { x: 1 }] }, "unknown key rows[1].x; known: b."],
    [{ rows: [{ x: 1, y: 2, b: "" }] }, "unknown keys rows[0].x, rows[0].y; known: b."],
    [{ deep: { c: { x: 1 } } }, "unknown key deep.c.x; known: d."],
    [{ toString: 1 }, "unknown key toString; known: a, rows, deep."],
  ])("%j", (input, said) => {
    expect(fault(schema, input)).toBe(said);
  });

  test("five are named, the others counted", () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 1]));
    expect(fault(schema, keys(5))).toBe("unknown keys k0, k1, k2, k3, k4; known: a, rows, deep.");
    expect(fault(schema, keys(6))).toBe("unknown keys k0, k1, k2, k3, k4 and 1 more; known: a, rows, deep.");
  });

  test("where the schema cannot say which are known, the key alone is named", () => {
    const open = v.strictObject({
      either: v.union([v.strictObject({ a: v.string() }), v.strictObject({ b: v.string() })]),
    });
    expect(fault(open, { either: { x: 1 } })).not.toBe("fits");
    const wrapped = v.pipe(v.strictObject({ a: v.optional(v.string()) }), v.readonly());
    expect(fault(wrapped, { x: 1 })).toBe("unknown key x; known: a.");
    const lone = v.objectWithRest({}, v.never());
    expect(fault(lone, { x: 1 })).toBe("unknown key x; known: .");
    expect(fault(v.record(v.string(), v.never()), { x: 1 })).toBe("unknown key x.");
  });
});

describe("how many faults are told", () => {
  const five = v.strictObject(Object.fromEntries([..."abcdef"].map((key) => [key, v.number()])));
  const wrong = (count: number) =>
    Object.fromEntries([..."abcdef"].map((key, at) => [key, at < count ? "x" : 1]));

  test.each([
    [1, ""],
    [5, ""],
    [6, "; and 1 more"],
  ])("%d faults", (count, more) => {
    const said = fault(five, wrong(count));
    expect(said.match(/expected a number/g)).toHaveLength(Math.min(count, 5));
    expect(said).toEndWith(`got "x"${more}.`);
  });
});

test("lists are nested 64 deep, objects as well, one more is refused", () => {
  const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
    depth === 0 ? 1 : wrap(nested(depth - 1, wrap));
  const anything = v.record(v.string(), v.unknown());
  for (const wrap of [(inner: unknown) => [inner], (inner: unknown) => ({ x: inner })]) {
    expect(fault(anything, { x: nested(64, wrap) })).toBe("fits");
    expect(fault(anything, { x: nested(65, wrap) })).toBe("Arguments are nested more than 64 deep.");
  }
});
