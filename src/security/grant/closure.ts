/** What a call on a group, scene, script, automation or helper comes to, down to the entities that act. */

import type { WireServices } from "../../hass/wire.ts";
import { isHelper, isIndirect, scriptOf } from "./indirect.ts";
import type { NormalCall } from "./input.ts";
import { findReferences } from "./references.ts";
import { isEmptySelection, resolveSelection } from "./resolve.ts";
import { domainOf } from "./scopes.ts";
import { readByService } from "./special.ts";
import { readSteps } from "./steps.ts";
import { actableBy, everyEntityFor } from "./targets.ts";
import { triggersOn } from "./triggers.ts";
import type { Leaf, Place, Reach } from "./world.ts";

/** Deeper than this nobody sees through. */
const MAX_DEPTH = 10;

/** Where closures are read from, all of it plain data. */
export type Sources = {
  readonly place: Place;
  readonly services: WireServices;
  /** Script or automation to its configuration; undefined as a value = it could not be read. */
  readonly configs: ReadonlyMap<string, unknown>;
  /** Helper to the automations that Home Assistant knows to mention it; for automations that could not be read. */
  readonly related: ReadonlyMap<string, ReadonlySet<string> | undefined>;
};

/** What is still to be fetched before the answer counts. */
export type Missing = { readonly configs: ReadonlySet<string>; readonly related: ReadonlySet<string> };

type Walk = {
  readonly sources: Sources;
  readonly leaves: Map<string, Leaf>;
  readonly through: Set<string>;
  readonly seen: Set<string>;
  readonly missing: { readonly configs: Set<string>; readonly related: Set<string> };
  opaque: string | undefined;
};

/** The closure of one service on one indirect entity; not to be used while something is missing. */
export function reachOf(
  service: string,
  root: string,
  sources: Sources,
): { readonly reach: Reach; readonly missing: Missing } {
  const walk: Walk = {
    sources,
    leaves: new Map(),
    through: new Set(),
    seen: new Set(),
    missing: { configs: new Set(), related: new Set() },
    opaque: undefined,
  };
  // a script called as a service of its own name runs
  follow(scriptOf(service) === root ? "script.turn_on" : service, root, walk, 0);
  const reach = { leaves: [...walk.leaves.values()], through: [...walk.through] };
  const { opaque, missing } = walk;
  return { reach: opaque === undefined ? reach : { ...reach, opaque }, missing };
}

/** `service` undefined = anything: a scene sets whatever it holds. */
function follow(service: string | undefined, id: string, walk: Walk, depth: number): void {
  const key = `${service ?? "*"}@${id}`;
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  if (depth > MAX_DEPTH) {
    walk.opaque ??= "nested too deeply";
    return;
  }
  const { place } = walk.sources;
  if (!isIndirect(service ?? `${domainOf(id)}.turn_on`, id, place)) {
    walk.leaves.set(key, { service, entityId: id });
    return;
  }
  if (isHelper(id)) {
    if (depth > 0) walk.leaves.set(key, { service, entityId: id });
    for (const automation of automationsOn(id, walk)) runConfig(automation, walk, depth + 1);
    return;
  }
  if (depth > 0) walk.through.add(id);
  const domain = domainOf(id);
  if (domain === "script" || domain === "automation") runConfig(id, walk, depth + 1);
  else followMembers(domain === "scene" ? undefined : service, id, walk, depth + 1);
}

function followMembers(service: string | undefined, id: string, walk: Walk, depth: number): void {
  const members = walk.sources.place.states.get(id)?.attributes["entity_id"];
  if (!Array.isArray(members)) {
    walk.opaque ??= `the members of ${id} are not known`;
    return;
  }
  for (const member of members) {
    if (typeof member === "string") follow(service, member.toLowerCase(), walk, depth);
    else walk.opaque ??= `a member of ${id} is not an entity`;
  }
}

function runConfig(id: string, walk: Walk, depth: number): void {
  const key = `run@${id}`;
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  if (!walk.sources.configs.has(id)) {
    walk.missing.configs.add(id);
    return;
  }
  const config = walk.sources.configs.get(id);
  if (typeof config !== "object" || config === null) {
    walk.opaque ??= `the configuration of ${id} cannot be read`;
    return;
  }
  const fields = config as Readonly<Record<string, unknown>>;
  const sequence = fields["sequence"] ?? fields["actions"] ?? fields["action"];
  if (sequence === undefined) walk.opaque ??= `${id} has no actions to read`;
  const steps = readSteps(sequence);
  walk.opaque ??= steps.opaque === undefined ? undefined : `${steps.opaque} in ${id}`;
  for (const call of steps.calls) followCall(call, walk, depth);
}

function followCall(call: NormalCall, walk: Walk, depth: number): void {
  const { place, services } = walk.sources;
  const { service } = call;
  if (readByService(service)) return;
  const references = findReferences(call.data, service, services, place);
  if (references.templated) walk.opaque ??= `a templated reference in ${service}`;
  const inData = isEmptySelection(references.selection)
    ? []
    : resolveSelection(references.selection, place).entityIds;
  for (const id of [...references.entityIds, ...inData]) follow(undefined, id, walk, depth);
  if (!call.targeted) {
    const script = scriptOf(service);
    if (script === undefined) walk.leaves.set(service, { service, entityId: undefined });
    else follow("script.turn_on", script, walk, depth);
    return;
  }
  const brought = [
    ...(isEmptySelection(call.selection) ? [] : resolveSelection(call.selection, place).entityIds),
    ...(call.all ? everyEntityFor(service, place, services) : []),
  ];
  const actable = actableBy(service, services);
  const acting = brought.filter((id) => {
    const state = place.states.get(id);
    return state !== undefined && actable(state, place);
  });
  for (const id of new Set([...call.named, ...acting])) follow(service, id, walk, depth);
}

/** Automations that a change of the helper sets off. One that cannot be read makes the helper opaque if it is related. */
function automationsOn(helper: string, walk: Walk): readonly string[] {
  const { place, configs, related } = walk.sources;
  const found: string[] = [];
  for (const [id, state] of place.states) {
    if (domainOf(id) !== "automation" || state.state === "off") continue;
    if (!configs.has(id)) {
      walk.missing.configs.add(id);
      continue;
    }
    const config = configs.get(id);
    if (config !== undefined) {
      if (triggersOn(config, helper, place)) found.push(id);
    } else if (!related.has(helper)) walk.missing.related.add(helper);
    else if (related.get(helper)?.has(id) ?? true) found.push(id);
  }
  return found;
}
