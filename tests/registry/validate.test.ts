import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import type { Failure } from "../../src/core/failure.ts";
import { mend } from "../../src/registry/mend.ts";
import { validateInput } from "../../src/registry/validate.ts";

const schema = v.strictObject({
  ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(2)),
  target: v.optional(v.strictObject({ area_id: v.optional(v.array(v.string())) })),
  data: v.optional(v.record(v.string(), v.unknown())),
  wait_s: v.optional(v.pipe(v.number(), v.maxValue(30))),
  detail: v.optional(v.picklist(["brief", "full"])),
});

function fault(input: unknown): string {
  try {
    validateInput(schema, input);
  } catch (failure) {
    return (failure as Failure).message;
  }
  return "";
}

describe("mending", () => {
  test.each([
    [{ ids: "a" }, { ids: ["a"] }],
    [{ ids: "a, b" }, { ids: ["a", "b"] }],
    [{ ids: '["a","b"]' }, { ids: ["a", "b"] }],
    [
      { ids: ["a"], target: '{"area_id":"kitchen"}', data: null },
      { ids: ["a"], target: { area_id: ["kitchen"] } },
    ],
    [
      { ids: ["a"], data: '{"x":1}' },
      { ids: ["a"], data: { x: 1 } },
    ],
    ['{"ids":"a"}', { ids: ["a"] }],
  ])("%j", (written, meant) => {
    expect(mend(schema, written)).toEqual(meant);
    expect(validateInput(schema, written)).toEqual(meant as never);
  });

  test("a key called __proto__ stays a key, and is refused as one", () => {
    expect(fault(JSON.parse('{"ids":["a"],"__proto__":{"x":1}}'))).toContain("unknown key");
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("faults", () => {
  test.each([
    [{}, "ids missing: expected a list"],
    [{ ids: [] }, "ids: expected at least 1"],
    [{ ids: ["a", "b", "c"] }, "ids: expected at most 2"],
    [{ ids: [3] }, "ids[0]: expected a text, got 3"],
    [{ ids: ["a"], id: "b" }, "unknown key id; known: ids, target, data, wait_s, detail"],
    [{ ids: ["a"], target: { area: "b" } }, "unknown key target.area; known: area_id"],
    [{ ids: ["a"], wait_s: 60 }, "wait_s: expected <=30"],
    [{ ids: ["a"], detail: "long" }, "detail: expected (brief | full)"],
    ["nonsense", "arguments: expected an object"],
  ])("%j: %s", (input, text) => {
    expect(fault(input)).toContain(text);
  });

  test("many faults are counted, long values are not repeated", () => {
    const text = fault({
      ids: Array.from({ length: 1 }, () => 1),
      a: 1,
      b: 2,
      c: 3,
      d: 4,
      e: 5,
      f: "x".repeat(1e6),
    });
    expect(text.length).toBeLessThan(800);
  });
});
