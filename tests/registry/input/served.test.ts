/** A tool as `tools/list` serves it: what of its schemas is said, and what only checked. */

import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { serve } from "../../../src/registry/served.ts";
import { type AnyTool, defineTool } from "../../../src/tools/tool.ts";

const tool = (more: Partial<AnyTool> = {}): AnyTool => ({
  ...defineTool({
    name: "ha_x",
    title: "X",
    description: "Does x.",
    input: v.strictObject({ id: v.string() }),
    output: v.object({ done: v.boolean() }),
    effects: ["read"],
    idempotent: true,
    handle: async () => ({ done: true }),
    text: () => "done",
  }),
  ...more,
});

const inputOf = (input: AnyTool["input"]) => serve(tool({ input })).inputSchema;

describe("a served tool", () => {
  test("has its name, words and both schemas", () => {
    expect(serve(tool())).toEqual({
      name: "ha_x",
      title: "X",
      description: "Does x.",
      inputSchema: {
        type: "object",
        properties: { id: { type: "string" } },
        required: ["id"],
        additionalProperties: false,
      },
      outputSchema: { type: "object", properties: { done: { type: "boolean" } }, required: ["done"] },
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
      effects: ["read"],
    });
  });

  test.each<readonly [AnyTool["effects"], boolean]>([
    [["read"], true],
    [["none"], true],
    [["control"], false],
    [["read", "control"], false],
  ])("with the effects %j only looks: %p", (effects, readOnlyHint) => {
    const { annotations } = serve(tool({ effects, idempotent: false }));
    expect(annotations).toEqual({
      readOnlyHint,
      destructiveHint: !readOnlyHint,
      idempotentHint: false,
      openWorldHint: false,
    });
  });

  test("that takes or answers no object is none", () => {
    expect(() => serve(tool({ input: v.string() }))).toThrow("ha_x");
    expect(() => serve(tool({ output: v.array(v.string()) }))).toThrow("ha_x");
  });
});

describe("of a schema", () => {
  test("lengths and bounds are checked, and not said", () => {
    const text = v.pipe(v.string(), v.minLength(1), v.maxLength(9));
    const number = v.pipe(v.number(), v.minValue(1), v.maxValue(9));
    expect(inputOf(v.strictObject({ text, number }))["properties"]).toEqual({
      text: { type: "string" },
      number: { type: "number" },
    });
  });

  test("nothing is said to be required where nothing is", () => {
    expect(inputOf(v.strictObject({ id: v.optional(v.string()) }))).toEqual({
      type: "object",
      properties: { id: { type: "string" } },
      additionalProperties: false,
    });
  });

  test("any further property is `true`, a certain one is what it is, and names of keys are not said", () => {
    const any = v.record(v.string(), v.unknown());
    const numbers = v.record(v.string(), v.number());
    expect(inputOf(v.strictObject({ any, numbers }))["properties"]).toEqual({
      any: { type: "object", additionalProperties: true },
      numbers: { type: "object", additionalProperties: { type: "number" } },
    });
  });

  test("an empty schema elsewhere stays one", () => {
    expect(inputOf(v.strictObject({ data: v.unknown(), list: v.array(v.unknown()) }))["properties"]).toEqual({
      data: {},
      list: { type: "array", items: {} },
    });
  });

  test("what is to be advertised as an object is a plain one, as nothing is not there", () => {
    const inner = v.strictObject({ id: v.string() });
    const plain = v.pipe(inner, v.metadata({ advertised: "object" }));
    const none = v.pipe(inner, v.metadata({ advertised: "nothing" }));
    const told = v.pipe(inner, v.metadata({ advertised: "otherwise" }));
    const { properties } = inputOf(
      v.strictObject({ plain, none: v.optional(none), list: v.array(plain), told }),
    );
    expect(properties).toEqual({
      plain: { type: "object" },
      list: { type: "array", items: { type: "object" } },
      told: expect.objectContaining({ properties: { id: { type: "string" } } }),
    });
  });

  test("choices keep their order", () => {
    expect(inputOf(v.strictObject({ kind: v.picklist(["b", "a"]) }))["properties"]).toEqual({
      kind: { enum: ["b", "a"], type: "string" },
    });
  });
});
