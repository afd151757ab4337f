/** `ha_services`: what can be done to an entity, a domain, or with one service. */

import * as v from "valibot";
import { defineTool } from "./tool.ts";

export const haServices = defineTool({
  name: "ha_services",
  title: "Services",
  description:
    "What can be done: give an entity id for its services, a domain for all of the domain's, domain.service for every field with range and options; nothing for the list of domains. * marks required fields.",
  effects: ["read"],
  idempotent: true,
  input: v.strictObject({ id: v.optional(v.string()) }),
  output: v.strictObject({
    services: v.array(
      v.strictObject({
        service: v.string(),
        fields: v.optional(v.array(v.string())),
        target: v.optional(v.string()),
        response: v.optional(v.picklist(["always", "on request"])),
      }),
    ),
  }),
  async handle({ id }, { home }) {
    return { services: await home.services(id) };
  },
  text({ services }) {
    return services
      .map(({ service, fields, target, response }) => {
        const facts = [
          fields?.length ? `(${fields.join("; ")})` : "",
          target ? `on ${target}` : "",
          response ? `response ${response}` : "",
        ];
        return [service, ...facts.filter(Boolean)].join(" ");
      })
      .join("\n");
  },
});
