/** `ha_template`: what a template or a condition makes of the home. */

import * as v from "valibot";
import { defineTool } from "./tool.ts";

export const haTemplate = defineTool({
  name: "ha_template",
  title: "Template",
  description:
    "Render a Jinja template as Home Assistant would, or check whether an automation's condition (object, list or template) holds now. Nothing is changed.",
  effects: ["template"],
  idempotent: true,
  input: v.strictObject({
    template: v.optional(v.string()),
    condition: v.optional(
      v.pipe(
        v.union([v.string(), v.array(v.record(v.string(), v.unknown())), v.record(v.string(), v.unknown())]),
        v.metadata({ advertised: "object" }),
      ),
    ),
  }),
  output: v.strictObject({ result: v.string() }),
  handle: (input, { home }) => home.template(input),
  text: ({ result }) => result,
});
