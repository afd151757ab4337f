/** The tools that the conformance suite calls by name, as far as a server of tools alone can offer them. */

import { Failure } from "../../src/core/failure.ts";
import type { Answer, CallContext } from "../../src/registry/answer.ts";
import type { ServedTool } from "../../src/registry/served.ts";

export type FixtureTool = { readonly served: ServedTool; run(context: CallContext): Answer };

type InputSchema = ServedTool["inputSchema"];

const NO_ARGUMENTS: InputSchema = { type: "object", properties: {}, additionalProperties: false };

/** `json-schema-2020-12` looks for each of these keywords in `tools/list`. */
const WIDE_SCHEMA: InputSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  $defs: {
    address: {
      $anchor: "addressDef",
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" } },
    },
  },
  properties: {
    name: { type: "string" },
    address: { $ref: "#/$defs/address" },
    contactMethod: { type: "string", enum: ["phone", "email"] },
    phone: { type: "string" },
    email: { type: "string" },
  },
  allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
  if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ["phone"] },
  else: { required: ["email"] },
  additionalProperties: false,
};

export const CHANGES_TOOLS = "test_trigger_tool_change";

/** One pixel, PNG. */
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** In the order of `tools/list`. */
export const FIXTURE_TOOLS: readonly FixtureTool[] = [
  fixture("test_simple_text", say("This is a simple text response for testing.")),
  fixture("test_image_content", () => ({
    ...answer("A picture."),
    picture: { data: DOT, mimeType: "image/png" },
  })),
  fixture("test_error_handling", () => {
    throw new Failure("HASS_REJECTED", "This tool intentionally returns an error for testing.");
  }),
  fixture("test_tool_with_progress", ({ progress }) => {
    for (const done of [0, 50, 100]) progress(done, 100);
    return answer("Progress was reported.");
  }),
  // it must be shown that a call without a log level is told no log
  fixture("test_logging_tool", say("Nothing was logged to the client.")),
  // the fixture road tells whoever watches the list
  fixture(CHANGES_TOOLS, say("The list of tools has changed.")),
  // it must be shown that no request of the server's own is on the stream of a call
  fixture("test_streaming_elicitation", say("Nothing was asked of the client.")),
  fixture("json_schema_2020_12_tool", say("The schema is in tools/list."), WIDE_SCHEMA),
];

function fixture(
  name: string,
  run: (context: CallContext) => Answer,
  inputSchema: InputSchema = NO_ARGUMENTS,
): FixtureTool {
  const served: ServedTool = {
    name,
    title: name,
    description: `Fixture of the conformance suite: ${name}.`,
    inputSchema,
    outputSchema: { type: "object", properties: { said: { type: "string" } }, required: ["said"] },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    effects: ["none"],
  };
  return { served, run };
}

function say(text: string): () => Answer {
  return () => answer(text);
}

function answer(text: string): Answer {
  return { structured: { said: text }, text };
}
