/** `ha_read`: one or many entities, areas, devices or automations by id. */

import * as v from "valibot";
import { rowLine, yamlish } from "./answer-text.ts";
import { defineTool } from "./tool.ts";

export const haRead = defineTool({
  name: "ha_read",
  title: "Read",
  description:
    "Read entities, areas, floors, devices or labels by id or exact name. brief: state and what matters; full: all attributes, configuration. With service: weather.get_forecasts, calendar.get_events, todo.get_items and the like.",
  effects: ["read"],
  idempotent: true,
  input: v.strictObject({
    ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(50)),
    fields: v.optional(v.array(v.string())),
    detail: v.optional(v.picklist(["brief", "full"])),
    service: v.optional(v.string()),
    data: v.optional(v.record(v.string(), v.unknown())),
  }),
  output: v.strictObject({
    found: v.optional(v.array(v.looseObject({ id: v.string() }))),
    not_found: v.optional(v.array(v.string())),
    nearest: v.optional(v.array(v.string())),
    unclear: v.optional(v.array(v.string())),
    more: v.optional(v.string()),
    response: v.optional(v.unknown()),
  }),
  async handle({ ids, fields, detail, service, data }, { home }) {
    if (service !== undefined) return { response: await home.readByService(ids, service, data ?? {}) };
    return home.read(ids, { ...(fields ? { fields } : {}), ...(detail ? { detail } : {}) });
  },
  text({ found = [], not_found, nearest, unclear = [], more, response }) {
    const lines = found.map(rowLine);
    if (not_found) lines.push(`not found: ${not_found.join(", ")}`);
    if (nearest?.length) lines.push(`nearest: ${nearest.join(", ")}`);
    lines.push(...unclear);
    if (more) lines.push(more);
    if (response !== undefined) lines.push(yamlish(response));
    return lines.join("\n");
  },
});
