/** Whether what a call sets in motion elsewhere is permitted: groups, scenes, scripts, automations. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import { joinedWith } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import { deny, type Halt, need } from "../model/halt.ts";
import { kindOfService, scriptOf } from "../model/service-kinds.ts";
import type { Closure, Leaf } from "../model/world.ts";
import type { Context } from "../scope/context.ts";
import { isDenied, isPermitted } from "../scope/permits.ts";
import { hasMembers } from "../target/targets.ts";

/** Before a root: whatever can be done with it, as an entity named in data is open to anything. */
export const ANY_SERVICE = "*@";

/** Everything the call reaches beyond its targets; `asks` is set where the owner decides what the grant does not open. */
export type IndirectEffects = {
  readonly leaves: readonly Leaf[];
  /** Scripts, groups and the like on the way. */
  readonly passed: readonly string[];
  /** Events and messages that are given off on the way. */
  readonly signals: readonly string[];
  readonly asks: "indirect_denied" | "indirect_opaque" | undefined;
};

// Entities an automation may wait for, which do nothing themselves.
const HELPERS: ReadonlySet<string> = new Set([
  "input_boolean",
  "input_button",
  "input_number",
  "input_select",
  "input_text",
  "input_datetime",
  "timer",
  "counter",
  "schedule",
]);
// What a player does for itself alone while it plays along with others; whatever else is played goes for all of them.
const ALONE: ReadonlySet<string> = new Set([
  ...[
    "homeassistant.turn_on",
    "homeassistant.turn_off",
    "homeassistant.toggle",
    "homeassistant.update_entity",
  ],
  ..."join unjoin turn_on turn_off toggle volume_set volume_up volume_down volume_mute select_sound_mode"
    .split(" ")
    .map((name) => `media_player.${name}`),
]);
const RUNS_SCRIPT = new Set(["turn_on", "toggle"]);
const RUNS_AUTOMATION = new Set(["turn_on", "toggle", "trigger"]);

export function isHelper(entityId: string): boolean {
  return HELPERS.has(domainOf(entityId));
}

/** The entities through which this service acts on others. */
export function rootsOf(
  service: string,
  targets: readonly string[],
  place: Pick<Place, "states" | "registries">,
): readonly string[] {
  const script = scriptOf(service, place.registries);
  const roots = targets.filter((id) => isIndirect(service, id, place));
  return script === undefined ? roots : [script, ...roots];
}

/** Whether this service on this entity makes others act. */
export function isIndirect(service: string, id: string, { states }: Pick<Place, "states">): boolean {
  const name = objectOf(service);
  switch (domainOf(id)) {
    case "group":
      return true;
    case "script":
      return RUNS_SCRIPT.has(name);
    case "automation":
      return RUNS_AUTOMATION.has(name);
    case "scene":
      return name !== "update_entity";
    case "media_player":
      return hasMembers(states.get(id)) || (!ALONE.has(service) && joinedWith(states.get(id)).length > 0);
    default:
      return isHelper(id) || hasMembers(states.get(id));
  }
}

/** The service that does the most with an entity of this kind. */
export function mostFor(id: string): string {
  return domainOf(id) === "media_player" ? "media_player.play_media" : `${domainOf(id)}.turn_on`;
}

/** The same among entities named in data: a scene that is made on the spot, a player that is joined. */
function nestedRoots(named: readonly string[], place: Pick<Place, "states">): readonly string[] {
  return named.filter((id) => isIndirect(mostFor(id), id, place)).map((id) => ANY_SERVICE + id);
}

function entityOf(root: string): string {
  return root.startsWith(ANY_SERVICE) ? root.slice(ANY_SERVICE.length) : root;
}

const NOTHING_ELSE: IndirectEffects = { leaves: [], passed: [], signals: [], asks: undefined };

/** Steps 15 (leaves) and 17. `named` stands in the data of the call. */
export function checkIndirect(
  context: Context,
  service: string,
  targets: readonly string[],
  named: readonly string[] = [],
): IndirectEffects | Halt {
  const { place } = context.world;
  const direct = rootsOf(service, targets, place);
  const roots = named.length === 0 ? direct : [...direct, ...nestedRoots(named, place)];
  if (roots.length === 0) return NOTHING_ELSE;
  const known = context.world.closure;
  const unknown = roots.filter((id) => !known?.has(id));
  if (unknown.length > 0) return need({ fact: "closure", ids: unknown });
  const leaves: Leaf[] = [];
  let asks: IndirectEffects["asks"];
  for (const root of roots) {
    const reach = known?.get(root);
    if (!reach) return deny(17, "indirect_opaque", entityOf(root));
    leaves.push(...reach.leaves);
  }
  const passed = roots.flatMap((root) => known?.get(root)?.through ?? []);
  for (const id of [...leaves.map((leaf) => leaf.entityId), ...passed]) {
    if (id !== undefined && isDenied(context, id)) return deny(15, "entity_denied", id);
  }
  for (const root of roots) {
    const reach = known?.get(root);
    const verdict = judge(context, entityOf(root), reach);
    if (verdict === "permitted") continue;
    if (verdict === "closure_changed" || !ownerDecides(context, entityOf(root), verdict)) {
      const by = verdict === "indirect_denied" ? refusedIn(context, reach) : undefined;
      return deny(17, verdict, by ?? entityOf(root));
    }
    asks ??= verdict;
  }
  const signals = roots.flatMap((root) => known?.get(root)?.signals ?? []);
  return { leaves, passed, signals, asks };
}

/** Whether the owner is asked instead of a refusal: a named script is trusted as far as it can be seen through. */
function ownerDecides(context: Context, root: string, verdict: Judgement): boolean {
  const { indirect } = context.grant;
  return (
    indirect === "confirm" ||
    (indirect === "trust_named" && verdict === "indirect_opaque" && isNamed(context, root))
  );
}

/** The leaf that the grant does not open. */
function refusedIn(context: Context, reach: Closure | undefined): string | undefined {
  const leaf = reach?.leaves.find((each) => !isLeafPermitted(context, each));
  return leaf?.entityId ?? leaf?.service;
}

type Judgement = "permitted" | "indirect_denied" | "indirect_opaque" | "closure_changed";

function judge(context: Context, root: string, reach: Closure | undefined): Judgement {
  const { indirect, pinned } = context.grant;
  if (!reach) return "indirect_opaque";
  if (reach.leaves.some((leaf) => leaf.service !== undefined && kindOfService(leaf.service) === "never")) {
    return "indirect_denied";
  }
  if (indirect === "trust_named" && isNamed(context, root))
    return reach.opaque === undefined ? "permitted" : "indirect_opaque";
  if (indirect === "pinned" && Object.hasOwn(pinned, root)) {
    if (reach.opaque !== undefined) return "indirect_opaque";
    return sameEntities(pinned[root] ?? [], reach.leaves) ? "permitted" : "closure_changed";
  }
  if (!reach.leaves.every((leaf) => isLeafPermitted(context, leaf))) return "indirect_denied";
  return reach.opaque === undefined ? "permitted" : "indirect_opaque";
}

/** Whether the grant itself could have asked for this: the same service on the entity, or all that its domain can do. */
export function isLeafPermitted(context: Context, { service, entityId }: Leaf): boolean {
  if (service !== undefined && kindOfService(service) === "special") {
    if (!context.bounds.every((bound) => bound.services.has(service))) return false;
  }
  // anything at all: its closure is opaque besides
  if (entityId === undefined && service === undefined) return true;
  if (entityId === undefined) {
    return service !== undefined && context.bounds.every((bound) => bound.service(service).entityLess);
  }
  return isPermitted(context, service ?? `${domainOf(entityId)}.*`, entityId);
}

// Named in the grant itself, not reached by a wildcard or a selector.
function isNamed({ grant, world }: Context, root: string): boolean {
  const exact = `@${root}`;
  const { registries } = world.place;
  return (
    grant.access.services.some((each) => each === root || scriptOf(each, registries) === root) ||
    grant.access.actions.some((rule) => typeof rule === "string" && rule.endsWith(exact))
  );
}

function sameEntities(pinned: readonly string[], leaves: readonly Leaf[]): boolean {
  const now = new Set(leaves.map((leaf) => leaf.entityId ?? leaf.service));
  return now.size === new Set(pinned).size && pinned.every((id) => now.has(id));
}
