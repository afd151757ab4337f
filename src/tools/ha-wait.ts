/** `ha_wait`: until an entity is as wanted, or changes. */

import * as v from "valibot";
import { defineTool } from "./tool.ts";

export const haWait = defineTool({
  name: "ha_wait",
  title: "Wait",
  description:
    "Wait up to 60 s (30 unless told) until an entity has a state (on, !=off, >50, open), or without state until it changes. For what ha_call_service left in_progress, or for a person or sensor.",
  effects: ["read"],
  idempotent: true,
  waits: true,
  input: v.strictObject({
    id: v.string(),
    state: v.optional(v.string()),
    timeout_s: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(60))),
  }),
  output: v.strictObject({
    id: v.string(),
    name: v.optional(v.string()),
    met: v.boolean(),
    before: v.string(),
    state: v.string(),
    seconds: v.number(),
  }),
  handle: (input, { home, progress, signal }) => home.wait(input, { progress, signal }),
  text({ id, name, met, before, state, seconds }) {
    const who = name === undefined ? id : `${id} ${name}`;
    if (!met) return `${who}: ${state}, not met after ${seconds} s`;
    return before === state ? `${who}: ${state}` : `${who}: ${before} → ${state} after ${seconds} s`;
  },
});
