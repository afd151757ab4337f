/** `ha_search`: find what is meant by words, by filters, or by both. */

import * as v from "valibot";
import { rowLine } from "./answer-text.ts";
import { freeText } from "./free-text.ts";
import { defineTool } from "./tool.ts";

const words = v.optional(v.array(v.string()));
const rows = v.optional(v.array(v.looseObject({ id: v.string() })));

export const haSearch = defineTool({
  name: "ha_search",
  title: "Search",
  description:
    "Find entities, areas, devices by words (typos are fine) and filters. match: exact, close, or none = not here, with the nearest. state: on, !=off, >50, unavailable; changed_within: 30m, 2h, 1d. in bodies: what automations, scripts, scenes do.",
  effects: ["read"],
  idempotent: true,
  input: v.strictObject({
    query: v.optional(freeText),
    domain: words,
    area: words,
    floor: words,
    label: words,
    device_class: words,
    state: v.optional(v.string()),
    changed_within: v.optional(v.string()),
    kind: words,
    in: v.optional(v.picklist(["names", "bodies"])),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50))),
    after: v.optional(v.string()),
  }),
  output: v.strictObject({
    match: v.picklist(["exact", "close", "none"]),
    hits: rows,
    unmet: v.optional(v.array(v.string())),
    nearest: rows,
    more: v.optional(v.string()),
  }),
  async handle(input, { home }) {
    return home.search(input);
  },
  text({ match, hits = [], unmet = [], nearest = [], more }) {
    const lines = [match, ...hits.map(rowLine)];
    if (unmet.length > 0) lines.push(`not here: ${unmet.join(", ")}`);
    if (nearest.length > 0) lines.push("nearest:", ...nearest.map(rowLine));
    if (more) lines.push(more);
    return lines.join("\n");
  },
});
