/** Steps 11 to 18 of a service call: what it would act on, and whether the grant opens all of it. */

import { domainOf } from "../../../core/entity-id.ts";
import type { EntityRule } from "../model/access.ts";
import type { Deny } from "../model/decision.ts";
import { deny, type Halt, halts, need } from "../model/halt.ts";
import type { Named, Opened } from "../model/opened.ts";
import type { CallRequest } from "../model/request.ts";
import { kindOfService, readKindOf, scriptOf } from "../model/service-kinds.ts";
import type { Leaf } from "../model/world.ts";
import { checkStirred } from "../reach/automations.ts";
import { checkIndirect, type IndirectEffects, rootsOf } from "../reach/indirect.ts";
import { buttonsOf, signalsOf, toldBy } from "../reach/signals.ts";
import { heedsWhatFollows } from "../restrict/applies-to.ts";
import { checkData } from "../restrict/data-limits.ts";
import type { Context } from "../scope/context.ts";
import { checkIdentity } from "../scope/identity.ts";
import { isDenied, isPermitted } from "../scope/permits.ts";
import { compileRules } from "../scope/selectors.ts";
import { type NormalCall, normaliseCall } from "../target/input.ts";
import { findReferences } from "../target/references.ts";
import { isEmptySelection } from "../target/resolve.ts";
import { excludedBy, settled, targetsOf } from "../target/targets.ts";
import { checkServiceRead } from "./open-service-read.ts";

export function openCall(context: Context<CallRequest>): Opened | Halt {
  const call = normaliseCall(context.request);
  if ("code" in call) return deny(11, call.code);
  const kind = kindOfService(call.service);
  if (kind === "never") return deny(12, "service_forbidden", call.service);
  if (kind === "special" && !specialOpen(context, call.service))
    return deny(12, "service_forbidden", call.service);
  const references = referencesOf(context, call);
  if (halts(references)) return references;
  return readKindOf(call.service)
    ? checkServiceRead(context, call, references)
    : openAction(context, call, references);
}

function specialOpen({ bounds, grant }: Context, service: string): boolean {
  return grant.gates.special !== "deny" && bounds.every((bound) => bound.services.has(service));
}

function openAction(context: Context, call: NormalCall, references: Named): Opened | Halt {
  const resolved = targetsOf(context, call);
  if (halts(resolved)) return resolved;
  const changed = checkIdentity(context, resolved.ids);
  if (changed) return changed;
  const permitted = call.targeted
    ? permitTargets(context, call.service, resolved.ids)
    : permitEntityLess(context, call.service);
  if (halts(permitted)) return permitted;
  const wrong = checkReferences(context, call.service, references);
  if (wrong) return wrong;
  const open = withoutRefused(context, call.service, permitted);
  if (halts(open)) return open;
  const reached = checkIndirect(context, call.service, open.targets, references.entityIds);
  if (halts(reached)) return reached;
  const named = references.entityIds.map((entityId): Leaf => ({ service: undefined, entityId }));
  const leaves = [...reached.leaves, ...named];
  const behind = checkIdentity(
    context,
    leaves.flatMap(({ entityId }) => entityId ?? []),
  );
  if (behind) return behind;
  const unspared = unsparedBy(context, call, leaves);
  if (unspared) return unspared;
  const touched = touchedBy(call.service, open.targets, leaves, context);
  const limited = checkData(context, call, touched);
  if (limited) return limited;
  const stirred = heedsWhatFollows(context.grant)
    ? checkStirred(context, changedBy(call, touched, reached))
    : [];
  if (halts(stirred)) return stirred;
  leaves.push(...stirred);
  const { targets, leftOut } = open;
  const { service, data } = call;
  return { service, targets, leftOut, data, leaves, asks: reached.asks, reads: false };
}

/** What is excluded and would be acted on all the same, through what stands for it. */
function unsparedBy({ world }: Context, call: NormalCall, leaves: readonly Leaf[]): Deny | undefined {
  if (leaves.length === 0) return undefined;
  const excluded = excludedBy(call, world.place);
  const reached = leaves.find(({ entityId }) => entityId !== undefined && excluded.has(entityId));
  return reached && deny(14, "exclude_reached", reached.entityId);
}

/** Every entity that the call changes, for which an automation may wait. */
function touchedBy(
  service: string,
  targets: readonly string[],
  leaves: readonly Leaf[],
  { world }: Context,
): readonly string[] {
  const script = scriptOf(service, world.place.registries);
  if (leaves.length === 0 && script === undefined) return targets;
  const ids = leaves.flatMap(({ entityId }) => (entityId === undefined ? [] : [entityId]));
  return [...new Set([...targets, ...ids, ...(script === undefined ? [] : [script])])];
}

/** For what automations may wait: what changes, what is passed, what is given off; of a service, its event. */
function changedBy(
  { service, data }: NormalCall,
  touched: readonly string[],
  { leaves, passed, signals }: IndirectEffects,
): readonly string[] {
  const told = leaves.flatMap(toldBy);
  const own = [...signalsOf(service, data), ...buttonsOf(service, data)];
  const domain = domainOf(service);
  const isNamed = domain === "homeassistant" || touched.some((id) => domainOf(id) === domain);
  if (isNamed && told.length + passed.length + signals.length + own.length === 0) return touched;
  const all = new Set([...touched, ...told, ...passed, ...signals, ...own]);
  return isNamed ? [...all] : [...all.add(service)];
}

function referencesOf(context: Context, { service, data }: NormalCall): Named | Halt {
  const { place, services } = context.world;
  const found = findReferences(data, service, services, place);
  // a caller's data hold no templates: it is nested too deep to be read
  if (found.templated) return deny(11, "invalid_input");
  if (isEmptySelection(found.selection)) return found;
  const resolved = settled(context, context.world.resolvedReferences, "references");
  if (halts(resolved)) return resolved;
  return { ...found, entityIds: [...new Set([...found.entityIds, ...resolved.entityIds])] };
}

type Permitted = { readonly targets: readonly string[]; readonly leftOut: readonly string[] };

const NOTHING: readonly string[] = [];
const NONE: ReadonlySet<string> = new Set();

/** Steps 15 and 16 on every target. `narrow` goes on with the permitted part, if there is one. */
function permitTargets(context: Context, service: string, ids: readonly string[]): Permitted | Deny {
  const denied = ids.find((id) => isDenied(context, id));
  const narrow = context.grant.target_mode === "narrow";
  if (denied !== undefined && !narrow) return deny(15, "entity_denied", denied);
  const refused = ids.filter((id) => !isPermitted(context, service, id));
  const { states } = context.world.place;
  const missing = narrow ? ids.filter((id) => !states.has(id)) : NOTHING;
  if (denied === undefined && refused.length === 0 && missing.length === 0)
    return { targets: ids, leftOut: NOTHING };
  const open = (id: string) => states.has(id) && !refused.includes(id) && !isDenied(context, id);
  const targets = narrow ? ids.filter(open) : ids;
  if (targets.length === 0 && denied !== undefined) return deny(15, "entity_denied", denied);
  if (refused.length > 0 && (!narrow || targets.length === 0)) {
    const code = domainOf(service) === "homeassistant" ? "cross_domain_service" : "scope_denied";
    return deny(16, code, refused[0]);
  }
  if (targets.length === 0) return deny(13, "unresolved_target", missing[0]);
  const kept = new Set(targets);
  return { targets, leftOut: ids.filter((id) => !kept.has(id)) };
}

/** `narrow` leaves out what stands for something that the grant does not open, while anything else is left. */
function withoutRefused(context: Context, service: string, permitted: Permitted): Permitted | Halt {
  const { targets, leftOut } = permitted;
  if (context.grant.target_mode !== "narrow" || targets.length < 2) return permitted;
  const kept: string[] = [];
  for (const id of targets) {
    const reached = checkIndirect(context, service, [id]);
    if (!halts(reached)) kept.push(id);
    else if ("need" in reached)
      return need({ fact: "closure", ids: rootsOf(service, targets, context.world.place) });
  }
  if (kept.length === 0 || kept.length === targets.length) return permitted;
  return { targets: kept, leftOut: [...leftOut, ...targets.filter((id) => !kept.includes(id))] };
}

/** Steps 15 and 16 of a call that names no entity. */
function permitEntityLess(context: Context, service: string): Permitted | Deny {
  const { place } = context.world;
  const script = scriptOf(service, place.registries);
  if (script !== undefined && place.states.has(script)) {
    // by the name that its service kept, too
    const denied = [script, service].find((id) => isDenied(context, id));
    if (denied !== undefined) return deny(15, "entity_denied", denied);
  } else if (couldBeDenied(context, domainOf(service))) {
    return deny(15, "entity_denied", service);
  }
  const open = context.bounds.every((bound) => bound.service(service).entityLess);
  return open ? { targets: [], leftOut: [] } : deny(16, "scope_denied", service);
}

/** Whether `deny` could match an entity of the domain: by its wording, or by what lives there now. */
function couldBeDenied({ bounds, world }: Context, domain: string): boolean {
  const selectors: EntityRule[] = [];
  for (const rule of bounds.flatMap((bound) => bound.denied)) {
    if (typeof rule !== "string") selectors.push(rule);
    else if (rule === "*" || domainOf(rule) === domain) return true;
  }
  if (selectors.length === 0) return false;
  const denied = compileRules(selectors, "denies");
  for (const id of world.place.states.keys()) {
    if (domainOf(id) === domain && denied.has(id, world.place)) return true;
  }
  return false;
}

/** Steps 13, 15 and 17 on what the data names. An id that nobody has is refused like a real one, where no scope opens it. */
function checkReferences(context: Context, service: string, { entityIds, absent }: Named): Deny | undefined {
  // whether one exists shows in no answer: where something is denied, so is what is not there
  const missing = context.bounds.some((bound) => bound.denied.length > 0) ? new Set(absent) : NONE;
  for (const id of [...entityIds, ...absent]) {
    if (missing.has(id) || isDenied(context, id)) return deny(15, "entity_denied", id);
    const permitted = isPermitted(context, service, id) || isPermitted(context, `${domainOf(id)}.*`, id);
    if (!permitted) return deny(17, "nested_entity_denied", id);
  }
  const gone = entityIds.find((id) => !context.world.place.states.has(id));
  return gone === undefined ? undefined : deny(13, "unresolved_target", gone);
}
