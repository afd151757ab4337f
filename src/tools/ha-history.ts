/** `ha_history`: what entities were, their long-term statistics, what happened to them. */

import * as v from "valibot";
import { rowLine } from "./answer-text.ts";
import { defineTool } from "./tool.ts";

export const haHistory = defineTool({
  name: "ha_history",
  title: "History",
  description:
    "The past of up to 10 entities. states: means or changes, time in state. statistics: by period, kept for years. logbook: what happened and why. Times: 2026-11-28, 2026-11-28T07:00, 24h (ago), yesterday; default the last day.",
  effects: ["history"],
  idempotent: true,
  input: v.strictObject({
    ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(10)),
    start: v.optional(v.string()),
    end: v.optional(v.string()),
    period: v.optional(v.picklist(["5minute", "hour", "day", "week", "month", "year"])),
    kind: v.optional(v.picklist(["states", "statistics", "logbook"])),
    points: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
    after: v.optional(v.string()),
  }),
  output: v.strictObject({
    from: v.string(),
    to: v.string(),
    found: v.optional(v.array(v.looseObject({ id: v.string() }))),
    events: v.optional(v.array(v.string())),
    more: v.optional(v.string()),
    not_found: v.optional(v.array(v.string())),
    nearest: v.optional(v.array(v.string())),
  }),
  handle: (input, { home }) => home.history(input),
  text({ from, to, found = [], events = [], more, not_found, nearest }) {
    const lines = [`${from} to ${to}`, ...found.map(rowLine), ...events];
    if (more) lines.push(more);
    if (not_found) lines.push(`not found: ${not_found.join(", ")}`);
    if (nearest?.length) lines.push(`nearest: ${nearest.join(", ")}`);
    return lines.join("\n");
  },
});
