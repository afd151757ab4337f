/** `ha_access`: what the caller may do. */

import * as v from "valibot";
import { yamlish } from "./answer-text.ts";
import { defineTool } from "./tool.ts";

const lines = v.optional(v.array(v.string()));

export const haAccess = defineTool({
  name: "ha_access",
  title: "My access",
  description:
    "What may I do here: what this grant reads and controls, what needs the owner's yes, what is never allowed, until when.",
  effects: ["none"],
  idempotent: true,
  input: v.strictObject({}),
  output: v.strictObject({
    grant: v.string(),
    until: v.optional(v.string()),
    read: v.array(v.string()),
    control: v.array(v.string()),
    history: lines,
    camera: lines,
    never: lines,
    needs_owner: lines,
    asked: lines,
    capabilities: lines,
    limits: lines,
    not_served: lines,
  }),
  async handle(_input, { home }) {
    return home.access();
  },
  text: (answer) => yamlish(answer),
});
