/** Home Assistant's own words without what the caller may not see. */

import { domainOf, isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { descriptionOf } from "../../hass/service-description.ts";
import type { Sight } from "./sight.ts";

const BLOT = "(not in this grant)";
const SHORTEST_NAME = 3;

/** Ids of entities are taken out whether they exist or not, names of those that may not be seen. */
export function blotted(text: string, { states, services }: Gateway, sight: Sight): string {
  if (sight.all) return text;
  let clean = text;
  for (const [id, { attributes }] of states) {
    const name = attributes["friendly_name"];
    if (typeof name !== "string" || name.length < SHORTEST_NAME || !clean.includes(name)) continue;
    if (!sight.sees(id)) clean = clean.replaceAll(name, BLOT);
  }
  let domains: ReadonlySet<string> | undefined;
  const isDomain = (domain: string) => {
    domains ??= new Set([...Object.keys(services), ...[...states.keys()].map(domainOf)]);
    return domains.has(domain);
  };
  return clean.replace(/(?<![a-z0-9_])[a-z0-9_]+\.[a-z0-9_]+/gi, (word) => {
    const id = word.toLowerCase();
    if (!isEntityId(id) || sight.sees(id) || descriptionOf(services, id) !== undefined) return word;
    return isDomain(domainOf(id)) ? BLOT : word;
  });
}

/** The same refusal in blotted words: an error may name what else the call ran into. */
export function blottedFailure(failure: Failure, gateway: Gateway, sight: Sight): Failure {
  const message = blotted(failure.message, gateway, sight);
  if (message === failure.message) return failure;
  const { code, hint, cause } = failure;
  return new Failure(code, message, { ...(hint === undefined ? {} : { hint }), cause });
}
