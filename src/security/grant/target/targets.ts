/** The entities that a call would act on. */

import { domainOf, isEntityId, objectOf } from "../../../core/entity-id.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { memberListOf } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import type { Registries } from "../../../hass/registries.ts";
import { descriptionOf } from "../../../hass/service-description.ts";
import { abilityOf, actableBy } from "../../../hass/service-target.ts";
import { KEY_OF_KIND, memberTest, TARGET_KINDS } from "../../../hass/target-kinds.ts";
import type { WireServices } from "../../../hass/wire.ts";
import { deny, type Halt, need } from "../model/halt.ts";
import { readKindOf } from "../model/service-kinds.ts";
import type { Resolved } from "../model/world.ts";
import type { Context } from "../scope/context.ts";
import { isDenied, isPermitted } from "../scope/permits.ts";
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
  const brought = broughtBy(context, call);
  if ("deny" in brought || "need" in brought) return brought;
  // narrowing leaves it out as it does what is denied: whether one exists shows in no answer
  const narrows = context.grant.target_mode === "narrow" && !readKindOf(call.service);
  const absent = (id: string) => !place.states.has(id) && permits(id) && !isDenied(context, id);
  const gone = narrows ? undefined : call.named.find(absent);
  if (gone !== undefined) return deny(13, "unresolved_target", gone);
  if (call.named.length === 0 && brought.length === 0) return deny(13, "unresolved_target");
  const excluded = excludedBy(call, place);
  const ids = new Set(call.named.filter((id) => !excluded.has(id)));
  const actable = brought.length === 0 ? never : actableBy(call.service, services);
  for (const id of brought) {
    if (excluded.has(id)) continue;
    const state = place.states.get(id);
    if (state ? actable(state, place) : isDenied(context, id) && mayBeFor(call.service, id, context.world))
      ids.add(id);
  }
  return ids.size === 0 ? deny(14, "unresolved_target") : { ids: [...ids] };
}

/** Whether the service could act on the entity if it were there: what is denied and gone is refused as if it were. */
export function mayBeFor(
  service: string,
  id: string,
  { place, services }: { readonly place: Place; readonly services: WireServices },
): boolean {
  if (domainOf(id) === domainOf(service)) return true;
  return actableBy(service, services)({ ...ABLE, id }, place);
}

/** Able to do all that its domain can. */
const ABLE: Omit<EntityState, "id"> = {
  state: "unknown",
  attributes: { supported_features: 0x7fffffff },
  contextId: "",
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
};

/** What areas, floors, labels, devices and `all` stand for. */
function broughtBy(context: Context, call: NormalCall): readonly string[] | Halt {
  const { place, services, resolved } = context.world;
  const all = call.all
    ? [...everyEntityFor(call.service, place, services), ...goneAndDenied(context, call.service)]
    : NOTHING;
  if (isEmptySelection(call.selection)) return all;
  const found = settled(context, resolved, "resolved");
  return "entityIds" in found ? [...found.entityIds, ...all] : found;
}

/** Single ids that are denied and that nobody has now: whether one exists shows in no answer. */
function goneAndDenied({ bounds, world }: Context, service: string): readonly string[] {
  const rules = bounds.flatMap(({ denied }) => denied);
  return rules.filter(
    (rule): rule is string =>
      typeof rule === "string" &&
      isEntityId(rule) &&
      !world.place.states.has(rule) &&
      isMeantByAll(service, rule, world.services),
  );
}

/** What stands for areas and the like, once it is known and there; a grant by place needs registries that are up to date. */
export function settled(
  { bounds }: Pick<Context, "bounds">,
  resolved: Resolved | "unavailable" | undefined,
  fact: "resolved" | "references",
): Resolved | Halt {
  if (resolved === undefined) return need({ fact });
  if (resolved === "unavailable") return deny(13, "resolver_unavailable");
  const { missing, unplaced = [] } = resolved;
  if (missing.length > 0) return deny(13, "unresolved_target", missing[0]);
  const [lagging] = unplaced;
  return lagging !== undefined && bounds.some(({ needsPlaces }) => needsPlaces)
    ? deny(13, "resolver_unavailable")
    : resolved;
}

/** Everything that the call is to spare: also what is hidden or diagnostic, which no target brings in. */
export function excludedBy({ exclude }: NormalCall, place: Place): ReadonlySet<string> {
  const excluded = new Set(exclude.entity_id);
  if (isEmptySelection(exclude)) return excluded;
  for (const id of resolveSelection(exclude, place).entityIds) excluded.add(id);
  const tests = TARGET_KINDS.flatMap((kind) =>
    exclude[KEY_OF_KIND[kind]].map((id) => memberTest(kind, id, place.registries)),
  );
  for (const id of place.states.keys()) if (tests.some((within) => within(id))) excluded.add(id);
  return excluded;
}

const NOTHING: readonly string[] = [];
const never = (): boolean => false;

/** `all`, as Home Assistant itself reads it, without groups: their members are in it anyway. */
export function everyEntityFor(
  service: string,
  { states, registries }: Pick<Place, "states" | "registries">,
  services: WireServices,
): string[] {
  const ids: string[] = [];
  const isOwn = ownOf(service, services);
  for (const [id, state] of states)
    if (
      (isMeantByAll(service, id, services) || isOwn(state, registries)) &&
      domainOf(id) !== "group" &&
      !hasMembers(state)
    )
      ids.push(id);
  return ids;
}

/** An integration's own service is for its entities of other domains: by what its description takes. */
function ownOf(service: string, services: WireServices) {
  const description = descriptionOf(services, service);
  if (!description || (description.target?.entity ?? []).length === 0) return () => false;
  return (state: EntityState, registries: Registries) => abilityOf(description, state, registries) === "able";
}

function isMeantByAll(service: string, id: string, services: WireServices): boolean {
  if (domainOf(service) !== "homeassistant") return domainOf(id) === domainOf(service);
  return descriptionOf(services, `${domainOf(id)}.${objectOf(service)}`) !== undefined;
}

/** Whether an entity stands for others: a group, whatever made it. */
export function hasMembers(state: EntityState | undefined): boolean {
  return (memberListOf(state)?.length ?? 0) > 0;
}
