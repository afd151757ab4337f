/** `ha_diagnose`: why something is as it is, what is wrong. */

import * as v from "valibot";
import { defineTool } from "./tool.ts";

export const haDiagnose = defineTool({
  name: "ha_diagnose",
  title: "Diagnose",
  description:
    "Why an entity changed and what depends on it; how an automation or script ran, step by step. Or about: home (all that is wrong), unavailable, batteries, updates, repairs, statistics, log, energy, config, triggers (what anything sets off). start, end as in ha_history; default the last day.",
  effects: ["read"],
  idempotent: true,
  input: v.strictObject({
    about: v.string(),
    start: v.optional(v.string()),
    end: v.optional(v.string()),
  }),
  output: v.strictObject({
    about: v.string(),
    now: v.optional(v.string()),
    from: v.string(),
    to: v.string(),
    found: v.record(v.string(), v.array(v.string())),
    nothing: v.optional(v.array(v.string())),
    not_shown: v.optional(v.array(v.string())),
  }),
  handle: (input, { home }) => home.diagnose(input),
  text({ about, now, from, to, found, nothing, not_shown }) {
    const lines = [now === undefined ? about : `${about} ${now}`, `${from} to ${to}`];
    for (const [name, said] of Object.entries(found)) lines.push(`${name}:`, ...said);
    if (nothing) lines.push(`nothing of: ${nothing.join(", ")}`);
    for (const line of not_shown ?? []) lines.push(`not shown: ${line}`);
    return lines.join("\n");
  },
});
