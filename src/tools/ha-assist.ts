/** `ha_assist`: a sentence in the home's language, done or answered. */

import * as v from "valibot";
import { rowLine } from "./answer-text.ts";
import { outcome, outcomeLine } from "./ha-call-service.ts";
import { defineTool } from "./tool.ts";

export const haAssist = defineTool({
  name: "ha_assist",
  title: "Assist",
  description:
    "A sentence in the home's language, as for Home Assistant's voice assistant: what it would do is looked up first, judged like ha_call_service, then done and checked. Prefer ha_call_service.",
  effects: ["converse"],
  idempotent: false,
  input: v.strictObject({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(300)) }),
  output: v.strictObject({
    understood: v.string(),
    said: v.optional(v.string()),
    calls: v.optional(v.array(v.string())),
    targets: v.optional(v.array(outcome)),
    found: v.optional(v.array(v.looseObject({ id: v.string() }))),
    left_out: v.optional(v.array(v.string())),
    more: v.optional(v.string()),
  }),
  handle: ({ text }, { home }) => home.assist(text),
  text({ understood, said, calls, targets, found, left_out, more }) {
    const lines = [calls === undefined ? understood : `${understood} → ${calls.join(", ")}`];
    if (said) lines.push(said);
    for (const target of targets ?? []) lines.push(outcomeLine(target));
    for (const row of found ?? []) lines.push(rowLine(row));
    if (more) lines.push(more);
    if (left_out) lines.push(`left out: ${left_out.join(", ")}`);
    return lines.join("\n");
  },
});
