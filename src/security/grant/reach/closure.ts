/** What a call on a group, scene, script, automation or helper comes to, down to the entities that act. */

import { domainOf, isEntityId } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import { joinedWith, memberListOf } from "../../../hass/group-members.ts";
import { actableBy } from "../../../hass/service-target.ts";
import { readKindOf, scriptOf, UNREAD_SCRIPT } from "../model/service-kinds.ts";
import type { Closure } from "../model/world.ts";
import type { NormalCall } from "../target/input.ts";
import { findReferences } from "../target/references.ts";
import { isEmptySelection, resolveSelection } from "../target/resolve.ts";
import { everyEntityFor, hasMembers, mayBeFor } from "../target/targets.ts";
import { ANY_SERVICE, isHelper, isIndirect, mostFor } from "./indirect.ts";
import { isPhysical } from "./physical.ts";
import { eventSignal, signalsOf, toldBy } from "./signals.ts";
import { type Blind, readSteps, type Steps } from "./steps.ts";
import { isAsleep, watchersOf } from "./trigger-table.ts";
import { concernOf } from "./triggers.ts";
import {
  besideOf,
  blindTo,
  type Missing,
  mayRun,
  passedBeside,
  type Sources,
  type Walk,
  walkOver,
  wasSeen,
} from "./walk.ts";

/** Deeper than this nobody sees through. */
const MAX_DEPTH = 10;

/** The closure of one service on one indirect entity; not to be used while something is missing. */
export function closureOf(
  service: string,
  root: string,
  sources: Sources,
): { readonly reach: Closure; readonly missing: Missing } {
  const walk = walkOver(sources, false);
  if (root.startsWith(ANY_SERVICE)) {
    follow(undefined, root.slice(ANY_SERVICE.length), walk, 0);
    return answerOf(walk);
  }
  // a script called as a service of its own name runs
  follow(scriptOf(service, sources.place.registries) === root ? "script.turn_on" : service, root, walk, 0);
  return answerOf(walk);
}

function answerOf(walk: Walk): { readonly reach: Closure; readonly missing: Missing } {
  const { opaque, missing, signals } = walk;
  const reach = {
    leaves: [...walk.leaves.values()],
    through: [...walk.through, ...passedBeside(walk)],
    ...(signals.size === 0 ? {} : { signals: [...signals] }),
  };
  return { reach: opaque === undefined ? reach : { ...reach, opaque }, missing };
}

/** What the automations do that wait for an entity, and those that wait for what they change, and so on. */
export function stirOf(id: string, sources: Sources): { readonly reach: Closure; readonly missing: Missing } {
  return goOn(new Set([id]), id, walkOver(sources, true));
}

/** What an automation does that runs, whatever set it off, and what that sets off. */
export function runOf(
  automation: string,
  sources: Sources,
): { readonly reach: Closure; readonly missing: Missing } {
  const walk = walkOver(sources, true);
  runConfig(automation, walk, 1);
  return goOn(new Set([automation]), undefined, walk);
}

/** `first` may be anything to whom nobody can tie what waits. */
function goOn(waiting: Set<string>, first: string | undefined, walk: Walk) {
  const { triggers, place } = walk.sources;
  for (const each of waiting) {
    for (const automation of triggers ? watchersOf(each, triggers, place, { untied: each === first }) : []) {
      waiting.add(automation);
      runConfig(automation, walk, 1);
    }
    for (const leaf of walk.leaves.values()) for (const next of toldBy(leaf)) waiting.add(next);
    for (const passed of [...walk.through, ...walk.signals]) waiting.add(passed);
  }
  return answerOf(walk);
}

/** `service` undefined = anything: a scene sets whatever it holds. */
function follow(service: string | undefined, id: string, walk: Walk, depth: number): void {
  const key = `${service ?? "*"}@${id}`;
  if (wasSeen(key, walk)) return;
  if (depth > MAX_DEPTH) {
    walk.opaque ??= "nested too deeply";
    return;
  }
  const { place } = walk.sources;
  if (!isIndirect(service ?? mostFor(id), id, place)) {
    walk.leaves.set(key, { service, entityId: id });
    return;
  }
  if (isHelper(id)) {
    if (depth > 0) walk.leaves.set(key, { service, entityId: id });
    followHelper(id, walk, depth);
    return;
  }
  if (depth > 0) walk.through.add(id);
  // a group that is a gate itself: its members need not show it
  if (depth > 0 && isPhysical(service, id, place)) walk.leaves.set(key, { service, entityId: id });
  const domain = domainOf(id);
  if (domain === "script" || domain === "automation") runConfig(id, walk, depth + 1);
  else followMembers(domain === "scene" ? undefined : service, id, walk, depth + 1);
}

function followHelper(id: string, walk: Walk, depth: number): void {
  for (const automation of automationsOn(id, walk)) runConfig(automation, walk, depth + 1);
}

function followMembers(service: string | undefined, id: string, walk: Walk, depth: number): void {
  const state = walk.sources.place.states.get(id);
  // a player that plays along with others acts itself, too; their lists hold no others
  const others = joinedWith(state);
  if (others.length > 0 && !hasMembers(state)) {
    for (const each of depth > 1 ? [id, ...others] : others)
      walk.leaves.set(`${service ?? "*"}@${each}`, { service, entityId: each });
    return;
  }
  const members = memberListOf(state);
  if (members === undefined) {
    walk.opaque ??= `the members of ${id} are not known`;
    return;
  }
  for (const member of members) {
    if (typeof member === "string") follow(service, member.trim().toLowerCase(), walk, depth);
    else walk.opaque ??= `a member of ${id} is not an entity`;
  }
}

/** What waits for a script or automation that runs, is passed as well: the owner's to do, but not what is denied. */
function passWaiting(id: string, walk: Walk, depth: number): void {
  const { triggers, place } = walk.sources;
  const beside = besideOf(walk);
  if (!triggers || !beside) return;
  for (const automation of watchersOf(id, triggers, place, { untied: false, onlyTied: true })) {
    beside.through.add(automation);
    runConfig(automation, beside, depth + 1);
  }
}

function runConfig(id: string, walk: Walk, depth: number): void {
  if (wasSeen(`run@${id}`, walk)) return;
  if (id === UNREAD_SCRIPT) {
    blindTo("which script it runs cannot be read", walk);
    return;
  }
  passWaiting(id, walk, depth);
  if (!walk.sources.configs.has(id)) {
    walk.missing.configs.add(id);
    return;
  }
  const config = walk.sources.configs.get(id);
  if (typeof config !== "object" || config === null) {
    const what = `the configuration of ${id} cannot be read`;
    // what is not there does not run
    if (mayRun(id, walk.sources)) blindTo(what, walk);
    else walk.opaque ??= what;
    return;
  }
  const fields = config as JsonObject;
  const sequence = fields["sequence"] ?? fields["actions"] ?? fields["action"];
  if (sequence === undefined) blindTo(`${id} has no actions to read`, walk);
  followSteps(readSteps(sequence), id, walk, depth);
}

function followSteps(steps: Steps, id: string, walk: Walk, depth: number): void {
  if (steps.hidden) blindTo(`${steps.opaque} in ${id}`, walk);
  else if (steps.opaque !== undefined && !walk.loose) walk.opaque ??= `${steps.opaque} in ${id}`;
  for (const blind of steps.blind) {
    if ("event" in blind) walk.signals.add(eventSignal(blind.event));
    else if (!walk.loose) continue;
    else if ("oneOf" in blind) for (const each of blind.oneOf) followSteps(each, id, walk, depth);
    else if ("device" in blind) followDevice(blind, walk, depth);
    else followBlind(blind.service, walk, depth);
  }
  for (const call of steps.calls) followCall(call, walk, depth);
}

// Services that reach whatever there is.
const WIDE: ReadonlySet<string> = new Set(["homeassistant", "group", "script", "scene", "automation"]);

// Of those, what can be said of anything at all: it switches off what can be switched off, or is a scene.
const BOUNDED = /^(?:(?:homeassistant|automation|script)\.turn_off|scene\.turn_on)$/;
/** Phones and tablets, whose actions are notifications (components/mobile_app/device_action.py). */
const NOTIFIED = "mobile_app";

/** An action on a device, as the most that it could be on any of its entities; it may name one by its registry id. */
function followDevice(
  { device, domain, entity }: Extract<Blind, { device: unknown }>,
  walk: Walk,
  depth: number,
): void {
  if (domain === NOTIFIED) {
    walk.leaves.set(NOTIFIED, { service: `notify.${NOTIFIED}`, entityId: undefined });
    return;
  }
  const { place, registryIds } = walk.sources;
  const ids = [...place.registries.entities.values()]
    .filter(({ deviceId, entityId }) => deviceId === device && domainOf(entityId) === domain)
    .map(({ entityId }) => entityId);
  if (typeof entity === "string" && isEntityId(entity)) ids.push(entity);
  else if (registryIds === undefined) walk.missing.registryIds ||= entity !== undefined;
  else if (typeof entity === "string") {
    const named = registryIds === "unreadable" ? undefined : registryIds.get(entity);
    if (named !== undefined) ids.push(named);
    else if (registryIds === "unreadable") blindTo("an entity by its registry id", walk);
  }
  if (ids.length === 0) blindTo("an action of a device", walk);
  for (const id of ids) follow(undefined, id, walk, depth);
}

/** `all` in a step: of scenes, which have members without being groups, all of them. */
function everyOneFor(service: string, { sources: { place, services } }: Walk): readonly string[] {
  if (domainOf(service) !== "scene") return everyEntityFor(service, place, services);
  return [...place.states.keys()].filter((id) => domainOf(id) === "scene");
}

/** A service on nobody knows what, as the most it could be; undefined = nobody knows which. */
function followBlind(service: string | undefined, walk: Walk, depth: number): void {
  const ids = service === undefined ? [] : everyOneFor(service, walk);
  const isWide = service === undefined || WIDE.has(domainOf(service));
  if (service === undefined || (isWide && (ids.length === 0 || !BOUNDED.test(service)))) {
    blindTo("a service on anything", walk);
    return;
  }
  if (ids.length === 0) walk.leaves.set(service, { service, entityId: undefined });
  // Home Assistant passes it on to the service of the entity's own domain
  const own = (id: string) => (service === "homeassistant.turn_off" ? `${domainOf(id)}.turn_off` : service);
  for (const id of ids) follow(own(id), id, walk, depth);
}

function followCall(call: NormalCall, walk: Walk, depth: number): void {
  const { place, services } = walk.sources;
  const { service } = call;
  if (readKindOf(service)) return;
  for (const signal of signalsOf(service, call.data)) walk.signals.add(signal);
  const references = findReferences(call.data, service, services, place);
  if (references.templated) {
    const what = `a templated reference in ${service}`;
    if (WIDE.has(domainOf(service))) blindTo(what, walk);
    else walk.opaque ??= what;
  }
  const inData = isEmptySelection(references.selection)
    ? []
    : resolveSelection(references.selection, place).entityIds;
  for (const id of [...references.entityIds, ...inData]) follow(undefined, id, walk, depth);
  if (!call.targeted) {
    const script = scriptOf(service, place.registries);
    if (script === undefined) walk.leaves.set(service, { service, entityId: undefined });
    else follow("script.turn_on", script, walk, depth);
    return;
  }
  const brought = [
    ...(isEmptySelection(call.selection) ? [] : resolveSelection(call.selection, place).entityIds),
    ...(call.all ? everyOneFor(service, walk) : []),
  ];
  const actable = actableBy(service, services);
  const acting = brought.filter((id) => {
    const state = place.states.get(id);
    // it may be back, or denied all the same
    if (state === undefined && mayBeFor(service, id, walk.sources)) walk.through.add(id);
    return state !== undefined && actable(state, place);
  });
  for (const id of new Set([...call.named, ...acting])) follow(service, id, walk, depth);
}

/** Automations that a change of the helper sets off. One that cannot be read makes the helper opaque if it is related. */
function automationsOn(helper: string, walk: Walk): readonly string[] {
  const { place, configs, related, registryIds } = walk.sources;
  const found: string[] = [];
  for (const [id, state] of place.states) {
    // every entity of the home comes by here
    if (!id.startsWith("automation.") || isAsleep(state)) continue;
    if (walk.sources.unread) {
      walk.leaves.set("anything", { service: undefined, entityId: undefined });
      return [];
    }
    if (!configs.has(id)) {
      walk.missing.configs.add(id);
      continue;
    }
    const config = configs.get(id);
    if (config !== undefined) {
      const concern = concernOf(config, helper, place, registryIds);
      if (concern === "named") found.push(id);
      if (concern === "registry ids wanted") walk.missing.registryIds = true;
    } else if (!related.has(helper)) walk.missing.related.add(helper);
    else if (related.get(helper)?.has(id) ?? true) found.push(id);
  }
  return found;
}
