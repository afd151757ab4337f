/** The entities that a call would act on. */

import type { EntityState } from "../../../hass/gateway.ts";
import type { WireServices, WireServiceTarget } from "../../../hass/wire.ts";
import { domainOf, objectOf } from "../model/scopes.ts";
import { readByService } from "../model/special.ts";
import type { Place } from "../model/world.ts";
import { type Context, deny, type Halt, isDenied, isPermitted, need } from "../scope/context.ts";
import { descriptionOf } from "./description.ts";
import type { NormalCall } from "./input.ts";
import { isEmptySelection, resolveSelection } from "./resolve.ts";

/** Named ones first, then those that areas and the like brought in; empty only for a call without entities. */
export type Targets = { readonly ids: readonly string[] };

/** Steps 13 and 14. `permits` says whether a scope opens the entity: only then may its absence be told. */
export function targetsOf(
  context: Context,
  call: NormalCall,
  permits: (entityId: string) => boolean = (id) => isPermitted(context, call.service, id),
): Targets | Halt {
  if (!call.targeted) return { ids: [] };
  const { place, services } = context.world;
  const brought: string[] = [];
  if (!isEmptySelection(call.selection)) {
    const { resolved } = context.world;
    if (resolved === undefined) return need({ fact: "resolved" });
    if (resolved === "unavailable") return deny(13, "resolver_unavailable");
    if (resolved.missing.length > 0) return deny(13, "unresolved_target", resolved.missing[0]);
    brought.push(...resolved.entityIds);
  }
  if (call.all) brought.push(...everyEntityFor(call.service, place, services));
  // narrowing leaves it out as it does what is denied: whether one exists shows in no answer
  const narrows = context.grant.target_mode === "narrow" && !readByService(call.service);
  for (const id of narrows ? [] : call.named) {
    if (!place.states.has(id) && permits(id) && !isDenied(context, id))
      return deny(13, "unresolved_target", id);
  }
  if (call.named.length === 0 && brought.length === 0) return deny(13, "unresolved_target");
  const excluded = new Set(call.exclude.entity_id);
  if (!isEmptySelection(call.exclude)) {
    for (const id of resolveSelection(call.exclude, place).entityIds) excluded.add(id);
  }
  const actable = brought.length === 0 ? never : actableBy(call.service, services);
  const ids = new Set(call.named.filter((id) => !excluded.has(id)));
  for (const id of brought) {
    const state = place.states.get(id);
    if (state && !excluded.has(id) && actable(state, place)) ids.add(id);
  }
  return ids.size === 0 ? deny(14, "unresolved_target") : { ids: [...ids] };
}

const never = (): boolean => false;

/** `all`, as Home Assistant itself reads it, without groups: their members are in it anyway. */
export function everyEntityFor(
  service: string,
  { states }: Pick<Place, "states">,
  services: WireServices,
): string[] {
  const domain = domainOf(service);
  const name = objectOf(service);
  const ids: string[] = [];
  for (const [id, state] of states) {
    const own = domainOf(id);
    const meant =
      domain === "homeassistant" ? descriptionOf(services, `${own}.${name}`) !== undefined : own === domain;
    if (meant && own !== "group" && !hasMembers(state)) ids.push(id);
  }
  return ids;
}

/** Whether an entity stands for others: a group, whatever made it. */
export function hasMembers(state: EntityState | undefined): boolean {
  const members = state?.attributes["entity_id"];
  return Array.isArray(members) && members.length > 0;
}

/** Whether the service could act on an entity, by the service's own description; without one, by domain. */
export function actableBy(
  service: string,
  services: WireServices,
): (state: EntityState, place: Place) => boolean {
  const domain = domainOf(service);
  const description = descriptionOf(services, service);
  if (!description) return ({ id }) => domainOf(id) === domain;
  const filters = description.target?.entity ?? [];
  if (filters.length === 0) return domain === "homeassistant" ? turnable(service, services) : () => true;
  return (state, place) => filters.some((filter) => fits(state, filter, place));
}

// homeassistant.turn_on and its like pass the call on to the entity's domain, which must have such a service; a group
// passes it to its members.
function turnable(service: string, services: WireServices): (state: EntityState) => boolean {
  const name = objectOf(service);
  if (name !== "turn_on" && name !== "turn_off" && name !== "toggle") return () => true;
  return ({ id }) =>
    ["cover", "group", "lock"].includes(domainOf(id)) ||
    descriptionOf(services, `${domainOf(id)}.${name}`) !== undefined;
}

type Filter = NonNullable<WireServiceTarget["entity"]>[number];

function fits({ id, attributes }: EntityState, filter: Filter, { registries }: Place): boolean {
  if (filter.domain && !filter.domain.includes(domainOf(id))) return false;
  const platform = registries.entities.get(id)?.platform;
  if (filter.integration !== undefined && filter.integration !== platform) return false;
  const deviceClass = attributes["device_class"];
  if (filter.device_class && !filter.device_class.some((each) => each === deviceClass)) return false;
  if (!filter.supported_features) return true;
  const features =
    typeof attributes["supported_features"] === "number" ? attributes["supported_features"] : 0;
  // any of the masks, each of them whole (helpers/service.py, entity_service_call)
  return filter.supported_features.some((mask) => {
    const bits = typeof mask === "number" ? mask : mask.reduce((all, each) => all | each, 0);
    return (features & bits) === bits;
  });
}
