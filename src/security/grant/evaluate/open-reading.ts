/** A request to see entities: states, a subscription, history, a picture. */

import { domainOf, isEntityId } from "../../../core/entity-id.ts";
import { deny, type Halt, halts } from "../model/halt.ts";
import type { ReadRequest } from "../model/request.ts";
import { isDomainWildcard, scopeCovers } from "../model/scopes.ts";
import type { Context } from "../scope/context.ts";
import { impostorsAmong } from "../scope/identity.ts";
import { isDenied } from "../scope/permits.ts";
import { idsOf, isTemplate } from "../target/input.ts";

/** What may be seen of what was asked; `notFound` does not exist or may not be seen. */
export type Seen = { readonly found: readonly string[]; readonly notFound: readonly string[] };

const MAX_HISTORY_ENTITIES = 10;
// Home Assistant serves pictures of these alone (camera_proxy, image_proxy).
const PICTURED: ReadonlySet<string> = new Set(["camera", "image"]);

/** Steps 10 to 16. */
export function openReading(context: Context<ReadRequest>): Seen | Halt {
  const { operation } = context.request;
  if (context.bounds.some((bound) => bound[operation].empty)) return deny(10, "capability_denied");
  const asked = askedFor(context.request);
  if (typeof asked === "string") return deny(11, asked);
  const { place } = context.world;
  const impostors = impostorsAmong(
    context,
    asked.every(isEntityId) ? asked : context.bounds.flatMap(({ bound }) => Object.keys(bound)),
  );
  if (halts(impostors)) return impostors;
  const may = (id: string): boolean => {
    if (impostors.has(id)) return false;
    for (const bound of context.bounds) if (!bound[operation].has(id, place)) return false;
    return place.states.has(id) && !isDenied(context, id);
  };
  const found = new Set<string>();
  const notFound: string[] = [];
  for (const each of asked) {
    if (isEntityId(each)) {
      if (may(each)) found.add(each);
      else notFound.push(each);
      continue;
    }
    let any = false;
    for (const id of place.states.keys()) {
      if (!scopeCovers(each, id) || !may(id)) continue;
      found.add(id);
      any = true;
    }
    if (!any) notFound.push(each);
  }
  if (operation === "history" && found.size > MAX_HISTORY_ENTITIES) return deny(11, "history_limit_exceeded");
  return found.size === 0 ? deny(16, "not_found") : { found: [...found], notFound };
}

function askedFor({ operation, entity_ids }: ReadRequest): readonly string[] | InputDenial {
  const words = listOf(entity_ids);
  if (!words || words.length === 0) return "invalid_input";
  if (words.some(isTemplate)) return "template_in_input";
  const asked = [...new Set(words.map((word) => word.toLowerCase()))];
  // history is never expanded, a picture is one picture
  const wildcards = operation === "read" || operation === "subscribe";
  for (const each of asked) {
    if (!isEntityId(each) && !(wildcards && (each === "*" || isDomainWildcard(each)))) return "invalid_input";
  }
  if (operation === "history" && asked.length > MAX_HISTORY_ENTITIES) return "history_limit_exceeded";
  if (operation === "camera" && !asked.every((id) => PICTURED.has(domainOf(id)))) return "invalid_input";
  return asked;
}

type InputDenial = "invalid_input" | "template_in_input" | "history_limit_exceeded";

function listOf(value: unknown): readonly string[] | undefined {
  try {
    return idsOf(value);
  } catch {
    return undefined;
  }
}
