/** A tool as `tools/list` serves it. */

import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { type Effect, onlyLooks } from "../core/effect.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { AnyTool } from "../tools/tool.ts";

export type ServedTool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: "object" } & JsonObject;
  readonly outputSchema: { readonly type: "object" } & JsonObject;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  /** Ours, for filtering by grant; taken off before the list leaves. */
  readonly effects: readonly Effect[];
};

/** Throws when a schema cannot be said in JSON Schema, so that a bad tool fails at build and not at a host. */
export function serve(tool: AnyTool): ServedTool {
  const readOnly = tool.effects.every(onlyLooks);
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: jsonSchema(tool.name, tool.input, "input"),
    outputSchema: jsonSchema(tool.name, tool.output, "output"),
    annotations: {
      readOnlyHint: readOnly,
      destructiveHint: !readOnly,
      idempotentHint: tool.idempotent,
      openWorldHint: false,
    },
    effects: tool.effects,
  };
}

function jsonSchema(name: string, schema: GenericSchema, typeMode: "input" | "output") {
  const { $schema: _, ...converted } = toJsonSchema(schema, {
    target: "draft-2020-12",
    typeMode,
    errorMode: "throw",
    // length limits are checked, not advertised: they cost tokens on every turn
    ignoreActions: ["min_length", "max_length", "min_value", "max_value"],
  });
  if (converted.type !== "object") throw new Error(`${name}: the root of a schema must be an object`);
  return tidy(converted) as ServedTool["inputSchema"];
}

/**
 * `additionalProperties: {}` says the same as true, but some clients read it as false; trivial propertyNames and empty
 * lists go. A schema with `metadata({ advertised: "object" })` is checked whole but advertised as a plain object, one with
 * "nothing" not at all.
 */
function tidy(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(tidy);
  if (typeof node !== "object" || node === null) return node;
  if ("advertised" in node && node.advertised === "object") return { type: "object" };
  const entries = Object.entries(node).filter(
    ([key, value]) =>
      key !== "propertyNames" &&
      !(key === "required" && Array.isArray(value) && value.length === 0) &&
      !(isJsonObject(value) && value["advertised"] === "nothing"),
  );
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === "additionalProperties" &&
      typeof value === "object" &&
      value !== null &&
      Object.keys(value).length === 0
        ? true
        : tidy(value),
    ]),
  );
}
