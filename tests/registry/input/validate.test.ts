import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import type { Failure } from "../../../src/core/failure.ts";
import { mend } from "../../../src/registry/mend.ts";
import { validateInput } from "../../../src/registry/validate.ts";
import { haCallService } from "../../../src/tools/ha-call-service.ts";

const schema = v.strictObject({
  ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(2)),
  target: v.optional(v.strictObject({ area_id: v.optional(v.array(v.string())) })),
  data: v.optional(v.record(v.string(), v.unknown())),
  wait_s: v.optional(v.pipe(v.number(), v.maxValue(30))),
  detail: v.optional(v.picklist(["brief", "full"])),
});

const LETTERS = [..."abcdefgh"];

function fault(input: unknown, by: v.GenericSchema = schema): string {
  try {
    validateInput(by, input);
  } catch (failure) {
    return (failure as Failure).message;
  }
  return "";
}

describe("a call in the words of Home Assistant's REST API", () => {
  const { input } = haCallService;
  const target = { entity_id: ["light.a"] };
  test.each([
    [
      { domain: "light", service: "turn_on", target },
      { service: "light.turn_on", target },
    ],
    [
      { domain: "light", service: "light.turn_on", target },
      { service: "light.turn_on", target },
    ],
    [
      { service: "light.turn_on", service_data: { brightness: 1, entity_id: "light.a" } },
      { service: "light.turn_on", data: { brightness: 1, entity_id: "light.a" } },
    ],
    [
      { calls: [{ domain: "light", service: "turn_on", service_data: { a: 1 } }] },
      { calls: [{ service: "light.turn_on", data: { a: 1 } }] },
    ],
  ])("%j", (written, meant) => {
    expect(validateInput(input, written)).toEqual(meant as never);
  });

  test.each([
    [{ domain: "lock", service: "light.turn_on" }, "unknown key domain"],
    [{ service: "light.turn_on", data: {}, service_data: {} }, "unknown key service_data"],
    [{ domain: ["light"], service: "turn_on" }, "unknown key domain"],
  ])("%j is refused", (written, said) => {
    expect(fault(written, input)).toContain(said);
  });
});

describe("mending", () => {
  test.each([
    [{ ids: "a" }, { ids: ["a"] }],
    [{ ids: "a, b" }, { ids: ["a, b"] }],
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
    [
      { ids: "a", wait_s: ["3"], detail: ["Full"] },
      { ids: ["a"], wait_s: 3, detail: "full" },
    ],
  ])("%j", (written, meant) => {
    expect(mend(schema, written)).toEqual(meant);
    expect(validateInput(schema, written)).toEqual(meant as never);
  });

  test("several values where one is asked for are no one", () => {
    expect(fault({ ids: ["a"], detail: ["brief", "full"] })).toContain("detail");
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
    [{ ids: [true] }, "ids[0]: expected a text, got true"],
    [{ ids: ["a"], id: "b" }, "unknown key id; known: ids, target, data, wait_s, detail"],
    [{ ids: ["a"], target: { room: "b" } }, "unknown key target.room; known: area_id"],
    [{ ids: ["a"], wait_s: 60 }, "wait_s: expected <=30"],
    [{ ids: ["a"], detail: "long" }, "detail: expected (brief | full)"],
    ["nonsense", "arguments: expected an object"],
  ])("%j: %s", (input, text) => {
    expect(fault(input)).toContain(text);
  });

  test("many faults are counted, long values are not repeated", () => {
    const many = v.strictObject(Object.fromEntries(LETTERS.map((key) => [key, v.number()])));
    const text = fault(Object.fromEntries(LETTERS.map((key) => [key, "x".repeat(1e6)])), many);
    const shown = /^([a-e]: expected a number, got "x{30,40}… \+\d+; ){5}and 3 more\.$/;
    expect(text).toMatch(shown);
    expect(fault({ ids: [true], a: 1, f: "x".repeat(1e6) })).toBe(
      "ids[0]: expected a text, got true; unknown keys a, f; known: ids, target, data, wait_s, detail.",
    );
    const long = fault({ ids: ["a"], ["k".repeat(500)]: 1, detail: "x".repeat(1e6) });
    expect(long).toMatch(
      /^detail: expected \(brief \| full\), got .{1,50}; unknown key k{59,60}… \+\d+; known: /,
    );
  });

  test("what is nested too deep, or means something to JavaScript, is refused before it is looked at", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(fault({ ids: ["a"], data: { x: nested(62) } })).toBe("");
    expect(fault({ ids: ["a"], data: { x: nested(200) } })).toContain("nested more than 64 deep");
    for (const key of ["__proto__", "constructor", "prototype"])
      expect(fault(JSON.parse(`{"ids":["a"],"data":{"x":[{"${key}":1}]}}`))).toBe(`unknown key ${key}.`);
  });
});
