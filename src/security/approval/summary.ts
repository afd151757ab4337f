/** What the owner reads of a question: ours, so that no caller can word it. */

import { isJsonObject } from "../../core/json.ts";
import { isSecretKey, withoutSecretText } from "../../core/sensitive.ts";
import { cleanLine, quote } from "../../core/text.ts";
import type { Place } from "../../hass/place.ts";
import { areaOf } from "../../hass/registries.ts";
import type { Ask } from "../grant/model/decision.ts";
import type { Request } from "../grant/model/request.ts";
import type { Leaf } from "../grant/model/world.ts";
import { isPhysical, isPhysicalLeaf } from "../grant/reach/physical.ts";
import type { Approval } from "./approval.ts";

const SHOWN = 5;
/** Whatever a caller puts before them, so many of what the gate is about are shown. */
const GATED_SHOWN = 20;
const DATA_SHOWN = 400;

/**
 * `lock.unlock on lock.front_door (lock, area hall) "Front Door"; would also reach: cover.garage (garage)`. Service,
 * entity id, class and area; names that people gave come quoted. What the gate is about comes first.
 */
export function summaryOf(request: Request, { targets = [], leaves }: Ask, place: Place): string {
  const what = request.operation === "call_service" ? request.service : capabilityOf(request);
  const service = request.operation === "call_service" ? request.service : undefined;
  const acted = gatedFirst(targets, (id) => isPhysical(service, id, place));
  const named =
    targets.length === 0
      ? ""
      : ` on ${listed(
          acted.all.map((id) => described(id, place)),
          acted.shown,
        )}`;
  const behind = gatedFirst(leaves, (leaf) => isPhysicalLeaf(leaf, place));
  const reached = [...new Set(behind.all.map((leaf) => leafText(leaf, targets, place)).filter(isText))];
  const also = reached.length === 0 ? "" : `; would also reach: ${listed(reached, behind.shown)}`;
  return `${cleanLine(what, 100)}${named}${also}`;
}

/** A caller orders its targets: a lock behind fifty lamps is the one that is shown. */
function gatedFirst<Item>(items: readonly Item[], isGated: (item: Item) => boolean) {
  const gated = items.filter(isGated);
  const all = gated.length === 0 ? items : [...gated, ...items.filter((item) => !isGated(item))];
  return { all, shown: Math.max(SHOWN, Math.min(gated.length, GATED_SHOWN)) };
}

/** What a call carries beside its targets, in the caller's words, fenced; secrets are left out. Empty where it is nothing. */
export function carriedBy(request: Request): string {
  if (request.operation !== "call_service" || !isJsonObject(request.data)) return "";
  const text = JSON.stringify(request.data, (key, value: unknown) => {
    if (isSecretKey(key)) return "[secret]";
    return typeof value === "string" ? withoutSecretText(value, "[secret]") : value;
  });
  return text === "{}" ? "" : quote(text, DATA_SHOWN);
}

/** The whole question as the owner reads it; the caller's words stand last. */
export function questionText({ grant_name, summary, carried }: Approval): string {
  return `${cleanLine(grant_name, 80)} wants ${summary}${carried === undefined ? "" : `, with ${carried}`}`;
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

function listed(texts: readonly string[], shown = SHOWN): string {
  const more = texts.length - shown;
  return more <= 0 ? texts.join(", ") : `${texts.slice(0, shown).join(", ")} and ${more} more`;
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
