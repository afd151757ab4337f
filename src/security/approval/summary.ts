/** What the owner reads of a question: ours, so that no caller can word it. */

import { isJsonObject } from "../../core/json.ts";
import { cleanLine, quote } from "../../core/text.ts";
import type { Place } from "../../hass/place.ts";
import { areaOf } from "../../hass/registries.ts";
import type { Ask } from "../grant/model/decision.ts";
import type { Request } from "../grant/model/request.ts";
import type { Leaf } from "../grant/model/world.ts";

const SHOWN = 5;

/**
 * `lock.unlock on lock.front_door (lock, area hall) "Front Door"; would also reach: cover.garage (garage)`. Service,
 * entity id, class and area; names that people gave come quoted.
 */
export function summaryOf(request: Request, { targets = [], leaves }: Ask, place: Place): string {
  const what = request.operation === "call_service" ? request.service : capabilityOf(request);
  const named = targets.length === 0 ? "" : ` on ${listed(targets.map((id) => described(id, place)))}`;
  const reached = [...new Set(leaves.map((leaf) => leafText(leaf, targets, place)).filter(isText))];
  const also = reached.length === 0 ? "" : `; would also reach: ${listed(reached)}`;
  return `${cleanLine(what, 100)}${named}${also}`;
}

function capabilityOf(request: Request): string {
  return request.operation === "capability" ? request.capability : request.operation;
}

function described(id: string, place: Place): string {
  const { attributes = {} } = place.states.get(id) ?? {};
  const area = areaOf(place.registries, id);
  const device = attributes["device_class"];
  const facts = [
    typeof device === "string" ? cleanLine(device, 40) : id.slice(0, id.indexOf(".")),
    ...(area === undefined ? [] : [`area ${area.id}`]),
  ];
  const name = attributes["friendly_name"];
  return `${id} (${facts.join(", ")})${typeof name === "string" ? ` ${quote(name, 60)}` : ""}`;
}

function leafText({ service, entityId }: Leaf, targets: readonly string[], place: Place): string | undefined {
  if (entityId === undefined) return service ?? "what cannot be seen through";
  if (targets.includes(entityId)) return undefined;
  return `${service === undefined ? "" : `${service} on `}${described(entityId, place)}`;
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}

function listed(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return more <= 0 ? texts.join(", ") : `${texts.slice(0, SHOWN).join(", ")} and ${more} more`;
}

/** The request in the caller's own words: nothing in it that the caller did not write. */
export function callerWords(request: Request): string {
  if (request.operation !== "call_service") return cleanLine(capabilityOf(request), 100);
  const target = isJsonObject(request.target) ? request.target : {};
  const named = Object.entries(target)
    .filter(([key]) => key !== "exclude")
    .flatMap(([, ids]) => [ids].flat())
    .filter((id) => typeof id === "string")
    .map((id) => cleanLine(id, 60));
  return `${cleanLine(request.service, 100)}${named.length === 0 ? "" : ` on ${listed(named)}`}`;
}
