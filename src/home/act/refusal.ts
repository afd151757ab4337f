/** What a refused call is answered: what may not be seen and what does not exist sound alike. */

import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { isTemplate } from "../../security/grant/target/input.ts";
import { findReferences } from "../../security/grant/target/references.ts";
import { type Denied, deniedFailure } from "../denials.ts";
import { notFound } from "../read/read.ts";
import {
  belongsTo,
  isKnownPlace,
  type Kind,
  nearestNames,
  PLACE_KINDS,
  type Reference,
  TARGET_KINDS,
  visible,
} from "../see/names.ts";
import type { Sight } from "../see/sight.ts";
import type { CallRequest, PrepareScope } from "./prepare.ts";

/**
 * NOT_FOUND for an area, floor, label or device in target, exclude or data in which there is nothing to see and nothing
 * to act on, and for an entity that is left out unseen: whether such a thing exists would show in what becomes of the call.
 */
export function refuseUnknownPlaces({ service, target, data }: CallRequest, scope: PrepareScope): void {
  const { gateway, sight, opens } = scope;
  if (sight.all) return;
  const { exclude, ...selected } = target ?? {};
  const named =
    Object.keys(data).length === 0 ? undefined : findReferences(data, service, gateway.services, gateway);
  for (const key of Object.keys(PLACE_KINDS) as (keyof typeof PLACE_KINDS)[]) {
    const kind = PLACE_KINDS[key];
    const ids = [selected[key], exclude?.[key], data[key], named?.selection[key]].flat();
    for (const id of ids) {
      if (typeof id !== "string" || isTemplate(id)) continue;
      const known = isKnownPlace(
        { kind, id: id.trim() },
        gateway,
        (entity) => sight.sees(entity) || opens(service, entity),
      );
      if (!known) throw notFound([cleanLine(id, 60)], []);
    }
  }
  for (const id of exclude?.entity_id ?? []) {
    const entity = id.trim().toLowerCase();
    if (!sight.sees(entity) && !opens(service, entity)) throw notFound([cleanLine(id, 60)], []);
  }
}

/** What may not be seen and what does not exist get one answer, with the nearest that may be seen. */
export function refusal(request: CallRequest, denied: Denied, scope: PrepareScope): Failure {
  if (denied.code !== "NOT_FOUND") return deniedFailure(sentenceFor(request), denied);
  const { gateway, sight } = scope;
  const { unseen, seen } = namedIn(request, gateway, sight);
  if (unseen.length > 0) {
    const nearest = unseen.slice(0, 2).flatMap((name) => nearestNames(name, gateway, sight));
    return notFound(
      unseen.map((name) => cleanLine(name, 60)),
      [...new Set(nearest)],
    );
  }
  if (seen.length === 0) return deniedFailure(sentenceFor(request), denied);
  if (seen.some((reference) => opensSome(reference, request, scope))) {
    return new Failure("PERMISSION_DENIED", `${sentenceFor(request)} reaches beyond this grant.`, {
      hint: "Name the entities that you can see there; nothing was sent.",
    });
  }
  return new Failure("NOT_FOUND", `${sentenceFor(request)}: nothing is left to act on.`, {
    hint: "What it names holds nothing that this service acts on, or exclude takes it all.",
  });
}

/** Whether something that is seen may be acted on: then the call was refused for something else. */
function opensSome(
  reference: Reference,
  { service, target }: CallRequest,
  { gateway, sight, opens }: PrepareScope,
): boolean {
  const left = Object.entries(TARGET_KINDS).flatMap(([key, kind]) =>
    (target?.exclude?.[key as keyof typeof TARGET_KINDS] ?? []).map((id): Reference => ({ kind, id })),
  );
  const isOpen = (id: string) => opens(service, id) && !left.some((each) => belongsTo(id, each, gateway));
  if (reference.kind === "entity") return isOpen(reference.id);
  for (const id of sight.ids())
    if (belongsTo(id, reference, gateway) && isOf(service, id) && isOpen(id)) return true;
  return false;
}

function isOf(service: string, id: string): boolean {
  return ["homeassistant", domainOf(id)].includes(domainOf(service));
}

/** What a call names in target and data; unseen is also what does not exist. */
function namedIn({ target, data }: CallRequest, gateway: Gateway, sight: Sight) {
  const unseen: string[] = [];
  const seen: Reference[] = [];
  for (const [key, kind] of Object.entries(TARGET_KINDS) as [keyof typeof TARGET_KINDS, Kind][]) {
    for (const text of [target?.[key], data[key]].flat()) {
      if (typeof text !== "string") continue;
      const id = kind === "entity" ? text.trim().toLowerCase() : text.trim();
      if (visible({ kind, id }, gateway, sight)) seen.push({ kind, id });
      else unseen.push(text);
    }
  }
  return { unseen, seen };
}

/** `light.turn_on on light.kitchen, area kitchen`, from what the caller wrote. */
function sentenceFor({ service, target, data }: CallRequest): string {
  const { exclude: _, ...selected } = target ?? {};
  const inTarget = Object.entries(selected).flatMap(([key, ids]) =>
    (ids ?? []).map((id: string) => (key === "entity_id" ? id : `${key.slice(0, -3)} ${id}`)),
  );
  const inData = [data["entity_id"]].flat().filter((id) => typeof id === "string");
  const named = [...inTarget, ...inData];
  const shown = named.slice(0, 3).map((name) => cleanLine(name, 60));
  return `${service}${shown.length > 0 ? ` on ${shown.join(", ")}` : ""}${named.length > 3 ? ` and ${named.length - 3} more` : ""}`;
}
