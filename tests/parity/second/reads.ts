/** Reads, subscriptions, histories and pictures, told literally from the specification. */

import type { Access, EntityRule } from "../../../src/security/grant/model/access.ts";
import type { ReadRequest } from "../../../src/security/grant/model/request.ts";
import { type Answer, atTheDoor, bounds, deny, restricted, type Triple } from "../answer.ts";
import { domainOf, entityOf } from "../home.ts";
import { covered } from "../scopes.ts";
import { hasTemplate, isEntityId } from "../spelling.ts";
import { isImpostor } from "./stirred.ts";

function rulesOf(access: Access, operation: ReadRequest["operation"]): readonly EntityRule[] {
  return operation === "subscribe" ? [...access.read, ...access.subscribe] : access[operation];
}

/** Ids and wildcards in their one spelling, or the code of the first that has none. */
function asked(value: unknown): readonly string[] | string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const found: string[] = [];
  for (const item of items) {
    if (typeof item !== "string") return "invalid_input";
    found.push(...item.split(",").map((word) => word.trim().toLowerCase()));
  }
  if (found.includes("") || found.includes("none")) return "invalid_input";
  if (hasTemplate(found)) return "template_in_input";
  const right = (word: string) => word === "*" || isEntityId(word) || /^[a-z0-9_]+\.\*$/.test(word);
  if (!found.every(right)) return "invalid_input";
  return found.length > 0 ? [...new Set(found)] : "invalid_input";
}

export function secondRead(triple: Triple, request: ReadRequest): Answer {
  const { home } = triple;
  const { operation } = request;
  const shut = atTheDoor(triple);
  if (shut !== undefined) return deny(shut);
  if (bounds(triple).some((access) => rulesOf(access, operation).length === 0))
    return deny("capability_denied");
  const words = asked(request.entity_ids);
  if (typeof words === "string") return deny(words);
  const readable = (id: string): boolean =>
    entityOf(home, id) !== undefined &&
    !isImpostor(triple, id) &&
    bounds(triple).every(
      (access) => covered(home, rulesOf(access, operation), id) && !covered(home, access.deny, id),
    );
  const found: string[] = [];
  const leftOut: string[] = [];
  for (const word of words) {
    if (word.endsWith("*")) {
      const meant = (id: string) => word === "*" || `${domainOf(id)}.*` === word;
      const ids = home.entities.map(({ id }) => id).filter((id) => meant(id) && readable(id));
      found.push(...ids);
      if (ids.length === 0) leftOut.push(word);
    } else if (readable(word)) found.push(word);
    else leftOut.push(word);
  }
  const ids = [...new Set(found)];
  if (operation === "camera" && words.some((word) => !["camera", "image"].includes(domainOf(word))))
    return deny("invalid_input");
  // The specification leaves this open: histories and pictures are asked for by id.
  if (["history", "camera"].includes(operation) && words.some((word) => word.endsWith("*")))
    return deny("invalid_input");
  if (operation === "history" && words.length > 10) return deny("history_limit_exceeded");
  if (ids.length === 0) return deny("not_found");
  const matter = { operation, service: undefined, entities: ids, leaves: [] };
  const code = restricted(triple, matter);
  if (code !== undefined) return deny(code);
  return { kind: "allow", targets: ids, leftOut };
}
