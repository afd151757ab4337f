/** Every form in which the parts of a call may come, and what is made of it. */

import { describe, expect, test } from "bun:test";
import {
  idsOf,
  isTemplate,
  normaliseCall,
  normaliseStep,
} from "../../../../src/security/grant/target/input.ts";

const INVALID = { code: "invalid_input" };
const NOTHING = { area_id: [], floor_id: [], label_id: [], device_id: [] };

function callOf(target?: unknown, data?: unknown) {
  return normaliseCall({ service: "light.turn_on", target, data } as never);
}

/** What idsOf answers, or the code with which it refuses. */
function ids(value: unknown): unknown {
  try {
    return idsOf(value);
  } catch (fault) {
    return (fault as { readonly code: unknown }).code;
  }
}

test("what is no service is refused", () => {
  for (const service of [
    undefined,
    null,
    5,
    true,
    {},
    [],
    ["light.turn_on"],
    "",
    " ",
    "light",
    "light.",
    ".turn_on",
    "a b.c",
  ])
    expect(normaliseCall({ service, target: {}, data: {} } as never)).toEqual(INVALID as never);
});

test("a call without anything is a call without entities", () => {
  for (const missing of [undefined, null, {}])
    expect(callOf(missing, missing)).toEqual({
      service: "light.turn_on",
      named: [],
      all: false,
      selection: NOTHING,
      exclude: { ...NOTHING, entity_id: [] },
      targeted: false,
      data: {},
    });
});

test.each<readonly [unknown, unknown]>([
  [undefined, []],
  [null, []],
  ["a", ["a"]],
  [" a , b", ["a", "b"]],
  [
    ["a", "b,c"],
    ["a", "b", "c"],
  ],
  [[], []],
  ["", "invalid_input"],
  [" ", "invalid_input"],
  ["a,", "invalid_input"],
  [",a", "invalid_input"],
  ["none", "invalid_input"],
  ["NONE", "invalid_input"],
  ["a,None", "invalid_input"],
  [["a", "none"], "invalid_input"],
  [["a", null], "invalid_input"],
  [["a", ["b"]], "invalid_input"],
  [5, "invalid_input"],
  [true, "invalid_input"],
  [{ a: "b" }, "invalid_input"],
])("ids in %j", (value, found) => {
  expect(ids(value)).toEqual(found);
});

describe("what is named", () => {
  test("stands once, however often it is named", () => {
    expect(callOf({ entity_id: ["light.a", "LIGHT.A", "light.b,light.a"] })).toMatchObject({
      named: ["light.a", "light.b"],
      all: false,
    });
  });

  test("`all` is no id, in whatever spelling, alone or beside others", () => {
    for (const entity_id of ["all", "ALL", ["all"]])
      expect(callOf({ entity_id })).toMatchObject({ named: [], all: true, targeted: true });
    expect(callOf({ entity_id: "all, light.a" })).toMatchObject({ named: ["light.a"], all: true });
    expect(callOf(undefined, { entity_id: "all" })).toMatchObject({ named: [], all: true, data: {} });
  });

  test.each(["light", "light.", "light.a.b", "light a", "all.light.a!"])("%j is no id of an entity", (id) => {
    expect(callOf({ entity_id: id })).toEqual(INVALID as never);
    expect(callOf({ entity_id: ["light.a", id] })).toEqual(INVALID as never);
  });

  test("5,000 may be named, one more is refused", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `light.l${at}`);
    expect(callOf({ entity_id: many(5000) })).toMatchObject({ targeted: true });
    expect(callOf({ entity_id: many(5001) })).toEqual(INVALID as never);
  });
});

describe("what is selected", () => {
  const KEYS = ["area_id", "floor_id", "label_id", "device_id"] as const;

  test.each(KEYS)("%s, in the target, in the data, in both, as text or list", (key) => {
    const one = { ...NOTHING, [key]: ["a"] };
    for (const value of ["a", ["a"], ["a", "a"], "a,a"]) {
      expect(callOf({ [key]: value })).toMatchObject({ selection: one, targeted: true });
      expect(callOf({}, { [key]: value, x: 1 })).toMatchObject({
        selection: one,
        targeted: true,
        data: { x: 1 },
      });
    }
    expect(callOf({ [key]: "a" }, { [key]: "b" })).toMatchObject({
      selection: { ...one, [key]: ["a", "b"] },
    });
    // unlike the ids of entities, these may have capitals
    expect(callOf({ [key]: "A-b_9" })).toMatchObject({ selection: { [key]: ["A-b_9"] } });
  });

  test.each(KEYS)("%s that is none is refused", (key) => {
    for (const value of [5, {}, [5], "a b", "a.b", "a/b", "", "none", "x".repeat(256)]) {
      expect(callOf({ [key]: value })).toEqual(INVALID as never);
      expect(callOf({ exclude: { [key]: value } })).toEqual(INVALID as never);
    }
    expect(callOf({ [key]: "x".repeat(255) })).toMatchObject({ targeted: true });
  });

  test.each(KEYS)("an empty %s is a selection, a missing one is none", (key) => {
    expect(callOf({ [key]: [] })).toMatchObject({ targeted: true, selection: NOTHING });
    expect(callOf({ [key]: null })).toMatchObject({ targeted: false, selection: NOTHING });
  });

  test("any other key of a target is refused, in the data it is data", () => {
    for (const key of ["entity", "area", "zone_id", "ENTITY_ID", "constructor"])
      expect(callOf({ [key]: "a" })).toEqual(INVALID as never);
    expect(callOf({}, { zone_id: "a" })).toMatchObject({ data: { zone_id: "a" }, targeted: false });
  });
});

describe("what is excluded", () => {
  test("by every kind of id, in the target and in the data", () => {
    const exclude = {
      entity_id: "LIGHT.A, light.b",
      area_id: "a",
      floor_id: ["f"],
      label_id: "l",
      device_id: "d",
    };
    const read = {
      entity_id: ["light.a", "light.b"],
      area_id: ["a"],
      floor_id: ["f"],
      label_id: ["l"],
      device_id: ["d"],
    };
    expect(callOf({ exclude })).toMatchObject({ exclude: read, targeted: true, selection: NOTHING });
    expect(callOf({}, { exclude })).toMatchObject({ exclude: read, targeted: true, data: {} });
  });

  test("by nothing else", () => {
    for (const exclude of [
      { exclude: {} },
      { zone_id: "x" },
      { entity_id: "all" },
      { entity_id: "light" },
      { entity_id: ["light.a", "x"] },
      { entity_id: 5 },
    ])
      expect(callOf({ exclude })).toEqual(INVALID as never);
  });
});

test("what is no object is refused", () => {
  for (const value of [[], "x", 5, true, JSON.parse('{"__proto__": 1}')]) {
    expect(callOf(value)).toEqual(INVALID as never);
    expect(callOf({}, value)).toEqual(INVALID as never);
    expect(callOf({ exclude: value })).toEqual(INVALID as never);
  }
});

describe("templates", () => {
  test.each([
    ["{{ x }}", true],
    ["{% x %}", true],
    ["{# x #}", true],
    ["a {{", true],
    ["{", false],
    ["{ x }", false],
    ["}}", false],
    ["%}", false],
    ["", false],
  ])("%j: %p", (text, answer) => {
    expect(isTemplate(text)).toBe(answer);
    const code = answer ? "template_in_input" : undefined;
    for (const data of [{ x: text }, { [text]: 1 }, { x: [1, [text]] }, { x: { y: text, z: null } }]) {
      const call = callOf({}, data);
      expect("code" in call ? call.code : undefined).toBe(code as never);
    }
  });

  test("are refused in a target before anything else is said of it", () => {
    for (const target of [{ entity_id: ["{{ x }}"] }, { zone: "{{ x }}" }, { "{{ x }}": 1 }])
      expect(callOf(target)).toEqual({ code: "template_in_input" });
  });

  test("may stand in the data of a step, and not in what it acts on", () => {
    const step = (target: object, data: object) =>
      normaliseStep({ service: "light.turn_on", target, data } as never);
    expect(step({ entity_id: "light.a" }, { x: "{{ x }}" })).toMatchObject({ named: ["light.a"] });
    expect(step({ entity_id: "{{ x }}" }, {})).toEqual(INVALID as never);
    expect(step({}, { entity_id: "{{ x }}" })).toEqual(INVALID as never);
    expect(normaliseStep({ service: "{{ x }}" } as never)).toEqual(INVALID as never);
  });

  test("nobody looks deeper than 32: what lies there is refused", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { x: nested(depth - 1) });
    const listed = (depth: number): unknown => (depth === 0 ? 1 : [listed(depth - 1)]);
    expect(callOf({}, nested(32))).toMatchObject({ service: "light.turn_on" });
    expect(callOf({}, nested(33))).toEqual(INVALID as never);
    expect(callOf({}, { x: listed(31) })).toMatchObject({ service: "light.turn_on" });
    expect(callOf({}, { x: listed(32) })).toEqual(INVALID as never);
  });
});

test("target keys leave the data, wherever else they stand; everything else stays", () => {
  const fields = { brightness: 3, deep: { area_id: "a" }, zone_id: "z" };
  const targets = { entity_id: "light.a", area_id: "a", floor_id: "f", label_id: "l", device_id: "d" };
  expect(callOf({}, fields)).toHaveProperty("data", fields);
  expect(callOf({}, { ...fields, ...targets, exclude: { area_id: "b" } })).toEqual({
    service: "light.turn_on",
    named: ["light.a"],
    all: false,
    selection: { area_id: ["a"], floor_id: ["f"], label_id: ["l"], device_id: ["d"] },
    exclude: { ...NOTHING, area_id: ["b"], entity_id: [] },
    targeted: true,
    data: fields,
  });
});

test("what else goes wrong is no answer", () => {
  const broken = {
    service: "light.turn_on",
    get data(): unknown {
      throw new RangeError("broken");
    },
  };
  expect(() => normaliseCall(broken as never)).toThrow(RangeError);
  expect(() => normaliseStep(broken as never)).toThrow(RangeError);
});

test("a request is read once", () => {
  const request = { service: "light.turn_on", target: { entity_id: "light.a" } } as never;
  expect(normaliseCall(request)).toBe(normaliseCall(request));
});
