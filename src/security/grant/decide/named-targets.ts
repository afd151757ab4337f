/** What a call names, held against what its caller may see: the hidden and the absent must not be told apart. */

import { domainOf } from "../../../core/entity-id.ts";
import type { Place } from "../../../hass/place.ts";
import {
  isVisibleTarget,
  KEY_OF_KIND,
  memberTest,
  TARGET_KINDS,
  type TargetKind,
  targetsOfKind,
} from "../../../hass/target-kinds.ts";
import type { Access } from "../model/access.ts";
import type { Grant } from "../model/grant.ts";
import type { CallRequest } from "../model/request.ts";
import { compileAccess } from "../scope/compiled.ts";
import { type NormalCall, normaliseCall, type Selection } from "../target/input.ts";
import { findReferences } from "../target/references.ts";
import type { Deciding } from "./decide.ts";

/** Which entities the caller may see now; nothing is said of why. */
export type SeenNow = {
  /** Whether the entity exists and may be read. */
  sees(id: string): boolean;
  ids(): Iterable<string>;
  /** Nothing is hidden: empty areas and devices may be known too. */
  readonly all: boolean;
};

type NamedThing = { readonly kind: TargetKind | "entity"; readonly id: string };
type Grounds = Pick<Deciding, "gateway"> & { readonly grant: Grant; readonly ceiling?: Access | undefined };

/**
 * The first area, floor, label or device in target, exclude or data in which the caller may neither see anything nor act
 * on anything, or an excluded entity of that kind: whether such a thing exists would show in what becomes of the call.
 */
export function unknownIn(request: CallRequest, grounds: Grounds, visible: SeenNow): string | undefined {
  const call = normaliseCall(request);
  if ("code" in call) return undefined;
  const { gateway } = grounds;
  if (visible.all) return absentIn(call, gateway);
  const { selection } = findReferences(call.data, call.service, gateway.services, gateway);
  const isOpen = opening(request, call, grounds);
  const isKnown = (id: string) => visible.sees(id) || isOpen(id);
  for (const { kind, id } of [call.selection, call.exclude, selection].flatMap(thingsIn))
    if (!isKnownTarget(kind, id, gateway, isKnown)) return id;
  return call.exclude.entity_id.find((id) => !isKnown(id));
}

/** What is excluded and is not there: it would spare nothing, without a word. */
function absentIn({ exclude }: NormalCall, { states, registries }: Place): string | undefined {
  const thing = thingsIn(exclude).find(({ kind, id }) => !targetsOfKind(kind, registries).has(id));
  return thing?.id ?? exclude.entity_id.find((id) => !states.has(id) && !registries.entities.has(id));
}

/** What target and data name, apart from what is excluded; unseen is also what does not exist. */
export function namedBy(
  request: CallRequest,
  { gateway }: Pick<Deciding, "gateway">,
  visible: SeenNow,
): { readonly unseen: readonly string[]; readonly seen: readonly NamedThing[] } {
  const call = normaliseCall(request);
  if ("code" in call) return { unseen: [], seen: [] };
  const entities = call.named.map((id): NamedThing => ({ kind: "entity", id }));
  const things = [...entities, ...thingsIn(call.selection)];
  const isSeen = ({ kind, id }: NamedThing) =>
    kind === "entity" ? visible.sees(id) : isVisibleTarget(kind, id, gateway.registries, visible);
  return {
    unseen: things.filter((thing) => !isSeen(thing)).map(({ id }) => id),
    seen: things.filter(isSeen),
  };
}

/** Whether something that is seen may be acted on: then the call was refused for something else. */
export function opensSome(
  seen: readonly NamedThing[],
  request: CallRequest,
  grounds: Grounds,
  visible: SeenNow,
): boolean {
  const call = normaliseCall(request);
  if ("code" in call) return false;
  const { registries } = grounds.gateway;
  const left = thingsIn(call.exclude).map(({ kind, id }) => memberTest(kind, id, registries));
  const isLeft = (id: string) => call.exclude.entity_id.includes(id) || left.some((within) => within(id));
  const isOpen = opening(request, call, grounds);
  const acts = (id: string) => isOpen(id) && !isLeft(id);
  const domain = domainOf(call.service);
  const isOf = (id: string) => domain === "homeassistant" || domainOf(id) === domain;
  return seen.some(({ kind, id }) => {
    if (kind === "entity") return acts(id);
    const within = memberTest(kind, id, registries);
    for (const each of visible.ids()) if (within(each) && isOf(each) && acts(each)) return true;
    return false;
  });
}

/** Whether it is there and holds an entity that the test knows; both answers take a walk over the home. */
function isKnownTarget(
  kind: TargetKind,
  id: string,
  place: Place,
  isKnown: (id: string) => boolean,
): boolean {
  const within = memberTest(kind, id, place.registries);
  for (const entityId of place.states.keys())
    if (within(entityId) && isKnown(entityId)) return targetsOfKind(kind, place.registries).has(id);
  return false;
}

function thingsIn(selection: Selection): readonly { readonly kind: TargetKind; readonly id: string }[] {
  return TARGET_KINDS.flatMap((kind) => selection[KEY_OF_KIND[kind]].map((id) => ({ kind, id })));
}

/** Where it cannot be told (a scope asks for the exposed entities), nothing is open: that can only refuse. */
function opening(
  { attenuations = [] }: CallRequest,
  { service }: NormalCall,
  { gateway, grant, ceiling }: Grounds,
): (id: string) => boolean {
  const bounds = [grant.access, ...attenuations, ...(ceiling === undefined ? [] : [ceiling])];
  return (id) => {
    try {
      return (
        gateway.states.has(id) &&
        bounds
          .map(compileAccess)
          .every((access) => !access.deny.has(id, gateway) && access.service(service).permits(id, gateway))
      );
    } catch {
      return false;
    }
  };
}
