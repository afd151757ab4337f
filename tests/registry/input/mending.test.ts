/** How arguments are mended by the schema they are meant for, and what is left for the validation to refuse. */

import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { mend } from "../../../src/registry/mend.ts";
import { takePins, withPins } from "../../../src/registry/pins.ts";

const LIST = v.array(v.string());
const OBJECT = v.strictObject({ list: v.optional(LIST), text: v.optional(v.string()) });
const TARGET = v.strictObject({ entity_id: v.optional(LIST), area_id: v.optional(LIST) });
const CALL = v.strictObject({ target: v.optional(TARGET) });

describe("mending", () => {
  test.each<readonly [v.GenericSchema, unknown, unknown]>([
    [LIST, "a", ["a"]],
    // whether a comma parts names is for the home to say
    [LIST, " a , b ,", [" a , b ,"]],
    [LIST, "", []],
    [LIST, ' ["a", "b"]', ["a", "b"]],
    [LIST, "[a, b", ["[a, b"]],
    [LIST, '{"a":1}', ['{"a":1}']],
    [LIST, { a: 1 }, [{ a: 1 }]],
    [LIST, ["a", 5, null], ["a", "5"]],
    [LIST, 5, ["5"]],
    [LIST, null, null],
    [v.array(OBJECT), { list: "a" }, [{ list: ["a"] }]],
    [v.array(OBJECT), '{"list":"a"}', [{ list: ["a"] }]],
    [v.array(OBJECT), ['{"list":"a"}', { list: "b" }], [{ list: ["a"] }, { list: ["b"] }]],
    [OBJECT, '{"list":"a,b","text":"c,d"}', { list: ["a,b"], text: "c,d" }],
    [OBJECT, ' {"text":"x"} ', { text: "x" }],
    [OBJECT, "{text", "{text"],
    [OBJECT, "[1]", "[1]"],
    [OBJECT, 5, 5],
    [OBJECT, ["a"], ["a"]],
    [OBJECT, null, null],
    [OBJECT, { list: null, text: "x" }, { text: "x" }],
    [OBJECT, { text: undefined }, {}],
    [OBJECT, { other: null, more: "a,b" }, { other: null, more: "a,b" }],
    [OBJECT, { toString: "a,b" }, { toString: "a,b" }],
    [v.record(v.string(), v.unknown()), '{"a":1}', { a: 1 }],
    [v.record(v.string(), v.unknown()), "a", "a"],
    [v.record(v.string(), v.unknown()), { a: undefined, entity: "x" }, { a: undefined, entity: "x" }],
    [v.record(v.string(), v.unknown()), "{broken", "{broken"],
    [v.boolean(), ["No"], false],
    [v.boolean(), "FALSE ", false],
    [v.boolean(), " yes", true],
    [v.boolean(), 1, 1],
    [v.number(), ["5"], 5],
    [v.number(), " ", " "],
    [v.number(), true, true],
    [v.pipe(v.number(), v.integer(), v.maxValue(50)), 50, 50],
    [v.pipe(v.number(), v.integer(), v.maxValue(50)), "-3", -3],
    [v.pipe(v.number(), v.integer()), 500, 500],
    [v.picklist(["full", "brief"]), "long", "long"],
    [v.picklist(["full", "brief"]), 5, 5],
    [v.picklist(["Full"]), "full", "full"],
    [v.string(), ["a", "b"], ["a", "b"]],
    [LIST, true, true],
    [v.unknown(), "a", "a"],
    [v.record(v.string(), v.unknown()), "[1]", "[1]"],
    [v.record(v.string(), v.unknown()), { a: null }, { a: null }],
    [v.optional(LIST), null, undefined],
    [v.optional(LIST), "a", ["a"]],
    [v.string(), '["a"]', '["a"]'],
    [v.string(), 5, "5"],
    [v.number(), "5", 5],
    [v.number(), "five", "five"],
    [v.pipe(v.number(), v.integer(), v.maxValue(50)), 500, 50],
    [v.pipe(v.number(), v.maxValue(30)), 500, 500],
    [v.boolean(), "true", true],
    [v.boolean(), "perhaps", "perhaps"],
    [v.picklist(["full", "brief"]), " Full", "full"],
    [v.strictObject({ wait_s: v.number() }), { wait_s: "90s" }, { wait_s: 90 }],
    [v.strictObject({ wait_s: v.number() }), { wait_s: "2 minutes" }, { wait_s: 120 }],
    [v.strictObject({ wait_s: v.number() }), { wait_s: "7" }, { wait_s: 7 }],
    [v.strictObject({ wait_s: v.number() }), { wait_s: "soon" }, { wait_s: "soon" }],
    [v.strictObject({ wait_s: v.number() }), { wait_s: "-5s" }, { wait_s: "-5s" }],
    [v.strictObject({ limit: v.number() }), { limit: "2h" }, { limit: "2h" }],
    [TARGET, "light.a", { entity_id: ["light.a"] }],
    [TARGET, ["light.a", "Lamp"], { entity_id: ["light.a", "Lamp"] }],
    [CALL, { entity_id: "light.a" }, { target: { entity_id: ["light.a"] } }],
    [CALL, { target: "" }, { target: "" }],
    [CALL, { target: [] }, { target: [] }],
    [CALL, { target: "light.a", area_id: "x" }, { target: { entity_id: ["light.a"] }, area_id: "x" }],
  ])("%#", (schema, written, meant) => {
    expect(mend(schema, written)).toStrictEqual(meant as never);
  });
});

describe("PINs", () => {
  test.each<readonly [unknown, object, unknown]>([
    [{ a: 1 }, {}, { a: 1 }],
    [{ a: 1, pin: "1234" }, { pin: "1234" }, { a: 1 }],
    [{ pin: 1234 }, { pin: "1234" }, {}],
    [{ pin: true }, {}, {}],
    [{ pin: null, pins: null }, {}, {}],
    [{ pins: { a: "1", b: 2, c: null, d: {} } }, { pins: { a: "1", b: "2" } }, {}],
    [{ pins: { c: null } }, {}, {}],
    [{ pins: {} }, {}, {}],
    [{ pins: "1234" }, {}, {}],
    [{ pin: "1", pins: { a: "2" }, x: [] }, { pin: "1", pins: { a: "2" } }, { x: [] }],
    [["pin"], {}, ["pin"]],
    ["pin", {}, "pin"],
    [null, {}, null],
    [undefined, {}, undefined],
  ])("%j", (args, pins, rest) => {
    expect(takePins(args)).toEqual({ pins, rest } as never);
  });

  test("stand in the schema beside what is there, or alone", () => {
    const tool = {
      name: "t",
      inputSchema: { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
    };
    const pin = { type: "string" };
    const pins = { type: "object", additionalProperties: { type: "string" } };
    expect(withPins(tool as never).inputSchema).toEqual({
      type: "object",
      properties: { a: { type: "string" }, pin, pins },
      required: ["a"],
    });
    expect(withPins({ ...tool, inputSchema: { type: "object" } } as never).inputSchema).toEqual({
      type: "object",
      properties: { pin, pins },
    });
    expect(tool.inputSchema.properties).toEqual({ a: { type: "string" } });
  });
});
