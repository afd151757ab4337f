/** `ha_overview`: the home on one page. */

import * as v from "valibot";
import { defineTool } from "./tool.ts";

export const haOverview = defineTool({
  name: "ha_overview",
  title: "Overview",
  description:
    "The home on one page: floors, areas, what is on, open, playing or unusual, counts for the rest. area or floor shows one with names.",
  effects: ["read"],
  idempotent: true,
  input: v.strictObject({ area: v.optional(v.string()), floor: v.optional(v.string()) }),
  output: v.strictObject({
    entities: v.number(),
    floors: v.array(v.strictObject({ floor: v.optional(v.string()), areas: v.array(v.string()) })),
    unusual: v.optional(v.array(v.string())),
    more: v.optional(v.string()),
  }),
  async handle({ area, floor }, { home }) {
    return home.overview({
      ...(area === undefined ? {} : { area }),
      ...(floor === undefined ? {} : { floor }),
    });
  },
  text({ entities, floors, unusual = [], more }) {
    const lines = [`${entities} entities`];
    for (const { floor, areas } of floors)
      lines.push(
        ...(floor === undefined && floors.length === 1 ? [] : [`# ${floor ?? "no floor"}`]),
        ...areas,
      );
    if (unusual.length > 0) lines.push("# unusual", ...unusual);
    if (more) lines.push(more);
    return lines.join("\n");
  },
});
