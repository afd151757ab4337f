/** A second, plain and slow telling of the rules for service calls, from the specification alone. */

import type { CallRequest } from "../../../src/security/grant/model/request.ts";
import type { Leaf } from "../../../src/security/grant/model/world.ts";
import { type Answer, ASK, atTheDoor, bounds, deny, restricted, type Triple } from "../answer.ts";
import { isGatedDomain, isIndirect, isNeverOpen, isPhysical, isReadService, isSpecial } from "../effects.ts";
import { domainOf, entityOf, type Home, membersOf } from "../home.ts";
import { couldDeny, covered, openedWithoutEntity } from "../scopes.ts";
import { SERVICES } from "../services.ts";
import { isEntityId, type Parts, type Spelled, spell } from "../spelling.ts";
import { dataCode } from "./data.ts";
import { judgeIndirect, nestedCode, nestedLeaves } from "./indirect.ts";
import { excludedFrom, nestedIn, permits, reachIn, resolvedOf } from "./named.ts";
import { secondRead } from "./reads.ts";
import { isImpostor, stirredBy } from "./stirred.ts";

/** Step 20, once everything else is fine. */
function gated(triple: Triple, call: Spelled, pairs: readonly Leaf[], asks: boolean): Answer | undefined {
  const { gates } = triple.grant;
  const physical = pairs.some((pair) =>
    pair.entityId === undefined
      ? pair.service === undefined || isGatedDomain(triple.home, domainOf(call.service))
      : isPhysical(triple.home, pair.service, pair.entityId),
  );
  const modes = [...(isSpecial(call.service) ? [gates.special] : []), ...(physical ? [gates.physical] : [])];
  if (modes.includes("deny")) return deny("approval_denied");
  return asks || modes.includes("confirm") ? ASK : undefined;
}

/** The specification leaves this open: a read by service may have its ids in the data, as statistics have. */
function readWithoutTarget(triple: Triple, call: Spelled): Answer {
  const { home } = triple;
  const ids = nestedIn(home, call);
  if (ids.some((id) => bounds(triple).some((access) => covered(home, access.deny, id))))
    return deny("entity_denied");
  const readable = ids.every(
    (id) =>
      entityOf(home, id) !== undefined && bounds(triple).every((access) => covered(home, access.read, id)),
  );
  if (ids.length === 0 || !readable) return deny("scope_denied");
  if (ids.some((id) => isImpostor(triple, id))) return deny("entity_identity_changed");
  const leaves = nestedLeaves(home, call);
  const matter = { operation: "action", service: call.service, entities: [], leaves } as const;
  const code = dataCode(triple, call, []) ?? restricted(triple, matter);
  return code === undefined ? { kind: "allow", targets: undefined, leftOut: [] } : deny(code);
}

function withoutEntity(triple: Triple, call: Spelled): Answer {
  const { home } = triple;
  if (isReadService(call.service)) return readWithoutTarget(triple, call);
  if (bounds(triple).some((access) => couldDeny(home, access.deny, domainOf(call.service))))
    return deny("entity_denied");
  if (!bounds(triple).every((access) => openedWithoutEntity(access, call.service)))
    return deny("scope_denied");
  const nested = nestedCode(triple, call);
  if (nested !== undefined && nested !== "ask") return deny(nested);
  const direct = nestedLeaves(home, call);
  if (direct.some(({ entityId }) => entityId !== undefined && isImpostor(triple, entityId)))
    return deny("entity_identity_changed");
  const through = nestedIn(home, call).flatMap((id) => reachIn(home, undefined, id).through);
  const leaves = [...direct, ...stirredBy(triple, call, [], direct, through)];
  const code =
    dataCode(
      triple,
      call,
      direct.flatMap((leaf) => leaf.entityId ?? []),
    ) ?? restricted(triple, { operation: "action", service: call.service, entities: [], leaves });
  if (code !== undefined) return deny(code);
  const itself: Leaf = { service: call.service, entityId: undefined };
  const gate = gated(triple, call, [itself, ...leaves], nested === "ask");
  return gate ?? { kind: "allow", targets: undefined, leftOut: [] };
}

/** What a service can act on, as its description says. */
function actsOn(service: string, id: string): boolean {
  const [domain = "", name = ""] = service.split(".");
  if (domain === "homeassistant" && ["turn_on", "turn_off", "toggle"].includes(name))
    // The specification leaves this open: what the gate is about is never dropped.
    return SERVICES[domainOf(id)]?.[name] !== undefined;
  const description = SERVICES[domain]?.[name];
  if (description === undefined) return false;
  const { target } = description;
  // The specification leaves this open: a service that says nothing of targets may act on anything.
  if (target === undefined) return true;
  return (
    target.entity === undefined || target.entity.some((one) => one.domain?.includes(domainOf(id)) ?? true)
  );
}

// The specification leaves this open: to `homeassistant.*`, whatever has a service of that name.
function isOfAll(service: string, id: string): boolean {
  return domainOf(service) === "homeassistant"
    ? SERVICES[domainOf(id)]?.[service.slice("homeassistant.".length)] !== undefined
    : domainOf(id) === domainOf(service);
}

function everyEntity(home: Home, service: string): readonly string[] {
  return home.entities
    .map((entity) => entity.id)
    .filter((id) => isOfAll(service, id))
    .filter((id) => domainOf(id) !== "group" && membersOf(entityOf(home, id)).length === 0);
}

/** The codes of one target in the order of the steps that say them. */
const STAGES: readonly (readonly string[])[] = [
  ["entity_denied"],
  ["scope_denied", "cross_domain_service"],
  ["leaf_denied", "indirect_denied", "closure_changed"],
  ["unresolved_target"],
];

function withEntities(triple: Triple, call: Spelled, target: Parts): Answer {
  const { home, grant } = triple;
  const excluded = excludedFrom(home, call);
  const namedIds = target.entities.filter((id) => !excluded.has(id));
  const resolved = resolvedOf(home, call);
  if (resolved.missing.length > 0) return deny("unresolved_target");
  const brought = [
    ...resolved.entityIds,
    ...(target.all ? everyEntity(home, call.service).filter((id) => !excluded.has(id)) : []),
    // What is denied and gone, as a member of a group, is refused as if it were there.
  ].filter((id) => (entityOf(home, id) !== undefined || isDenied(triple, id)) && actsOn(call.service, id));
  // What is denied is among all, whether or not it is there.
  if (target.all)
    for (const rule of bounds(triple).flatMap((access) => access.deny))
      if (
        typeof rule === "string" &&
        isEntityId(rule) &&
        isOfAll(call.service, rule) &&
        !excluded.has(rule) &&
        entityOf(home, rule) === undefined
      )
        brought.push(rule);
  // The specification leaves this open: a read by service is never narrowed.
  const whole = grant.target_mode === "reject" || isReadService(call.service);
  const verdictOf = (id: string) => targetCode(triple, call, id);
  const gone = (id: string) => verdictOf(id) === "unresolved_target" && entityOf(home, id) === undefined;
  if (whole && target.entities.some(gone)) return deny("unresolved_target");
  const ids = [...new Set([...namedIds, ...brought])];
  if (ids.length === 0) return deny("unresolved_target");
  if (!isReadService(call.service) && ids.some((id) => isImpostor(triple, id)))
    return deny("entity_identity_changed");

  // To a read by service, what its data names is a target like any other.
  const judged = isReadService(call.service) ? [...ids, ...nestedIn(home, call)] : ids;
  // Only a target may be told to be absent.
  const told = (id: string) => {
    const verdict = verdictOf(id);
    return verdict === "unresolved_target" && !ids.includes(id) ? "scope_denied" : verdict;
  };
  const verdicts = new Map(judged.map((id) => [id, told(id)]));
  const bad = judged.filter((id) => ![undefined, "ask"].includes(verdicts.get(id)));
  const good = ids.filter((id) => !bad.includes(id));
  if (bad.length > 0 && (whole || good.length === 0)) {
    const codes = bad.flatMap((id) => verdicts.get(id) ?? []);
    return deny(toldCode(triple, call, codes, whole));
  }
  return withGood(
    triple,
    call,
    good,
    bad,
    good.some((id) => verdicts.get(id) === "ask"),
  );
}

function leavesOf(home: Home, call: Spelled, id: string): readonly Leaf[] {
  return isIndirect(home, id) && !isReadService(call.service)
    ? reachIn(home, call.service, id).leaves
    : [{ service: call.service, entityId: id }];
}

function isDenied(triple: Triple, id: string): boolean {
  return bounds(triple).some((access) => covered(triple.home, access.deny, id));
}

/** Why one target may not be acted on, `ask`, or undefined when it may. */
function targetCode(triple: Triple, call: Spelled, id: string): string | undefined {
  const { home } = triple;
  const denied = (each: string) => isDenied(triple, each);
  if (denied(id)) return "entity_denied";
  if (!bounds(triple).every((access) => permits(home, access, call.service, id)))
    return domainOf(call.service) === "homeassistant" ? "cross_domain_service" : "scope_denied";
  if (entityOf(home, id) === undefined) return "unresolved_target";
  // The specification leaves this open: whether a leaf's denial is told before the scope of its group.
  if (leavesOf(home, call, id).some((leaf) => leaf.entityId !== undefined && denied(leaf.entityId)))
    return "leaf_denied";
  if (isReadService(call.service)) return undefined;
  if (reachIn(home, call.service, id).through.some(denied)) return "leaf_denied";
  return judgeIndirect(triple, call.service, id);
}

/** Of the codes of several targets, the one that is told. */
function toldCode(triple: Triple, call: Spelled, codes: readonly string[], whole: boolean): string {
  const stages = codes.map((code) => STAGES.findIndex((stage) => stage.includes(code)));
  const stage = !whole && stages.includes(2) ? 2 : Math.min(...stages);
  const nested = stage === 2 ? nestedCode(triple, call) : undefined;
  if (nested !== undefined && nested !== "ask") return nested;
  const told = codes.filter((_, index) => stages[index] === stage);
  const [code = "policy_error"] = told.includes("leaf_denied") ? ["leaf_denied"] : told;
  return code === "leaf_denied" ? "entity_denied" : code;
}

/** What is left to look at once the targets are settled. */
function withGood(
  triple: Triple,
  call: Spelled,
  good: readonly string[],
  leftOut: readonly string[],
  targetsAsk: boolean,
): Answer {
  const { home } = triple;
  const nested = nestedCode(triple, call);
  if (nested !== undefined && nested !== "ask") return deny(nested);
  const reads = isReadService(call.service);
  const direct = [
    ...good.flatMap((id) => (isIndirect(home, id) ? leavesOf(home, call, id) : [])),
    ...nestedLeaves(home, call),
  ];
  const looked = reads
    ? [...good, ...nestedIn(home, call)]
    : direct.flatMap(({ entityId }) => entityId ?? []);
  if (looked.some((id) => isImpostor(triple, id))) return deny("entity_identity_changed");
  const through = [
    ...good.flatMap((id) => reachIn(home, call.service, id).through),
    ...nestedIn(home, call).flatMap((id) => reachIn(home, undefined, id).through),
  ];
  const leaves = reads ? direct : [...direct, ...stirredBy(triple, call, good, direct, through)];
  const excluded = excludedFrom(home, call);
  const unspared = direct.some(({ entityId }) => entityId !== undefined && excluded.has(entityId));
  if (unspared && !isReadService(call.service)) return deny("exclude_reached");
  const code =
    dataCode(triple, call, [...good, ...direct.flatMap((leaf) => leaf.entityId ?? [])]) ??
    restricted(triple, { operation: "action", service: call.service, entities: good, leaves });
  if (code !== undefined) return deny(code);
  const allowed: Answer = { kind: "allow", targets: good, leftOut };
  if (isReadService(call.service)) return allowed;
  const acted = good.map((entityId): Leaf => ({ service: call.service, entityId }));
  return gated(triple, call, [...acted, ...leaves], nested === "ask" || targetsAsk) ?? allowed;
}

function secondCall(triple: Triple, request: CallRequest): Answer {
  const shut = atTheDoor(triple);
  if (shut !== undefined) return deny(shut);
  const call = spell(request.service, request.target, request.data);
  if ("refused" in call) return deny(call.refused);
  if (isNeverOpen(call.service)) return deny("service_forbidden");
  if (isSpecial(call.service)) {
    const exact = bounds(triple).every((access) => access.services.includes(call.service));
    if (!exact || triple.grant.gates.special === "deny") return deny("service_forbidden");
  }
  return call.target === undefined ? withoutEntity(triple, call) : withEntities(triple, call, call.target);
}

/** The whole evaluation of one case. */
export function second(triple: Triple): Answer {
  const { request } = triple;
  return request.operation === "call_service" ? secondCall(triple, request) : secondRead(triple, request);
}
