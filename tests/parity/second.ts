/** A second, plain and slow telling of the rules for service calls, from the specification alone. */

import type { Access } from "../../src/security/grant/access.ts";
import type { CallRequest } from "../../src/security/grant/request.ts";
import type { Leaf } from "../../src/security/grant/world.ts";
import { type Answer, ASK, atTheDoor, bounds, deny, restricted, type Triple } from "./answer.ts";
import {
  isGatedDomain,
  isIndirect,
  isNeverOpen,
  isPhysical,
  isReadService,
  isSpecial,
  reachOf,
} from "./effects.ts";
import { domainOf, entityOf, type Home, membersOf, type Named, standsFor } from "./home.ts";
import { couldDeny, covered, opened, openedWholly, openedWithoutEntity } from "./scopes.ts";
import { secondRead } from "./second-reads.ts";
import { SERVICES } from "./services.ts";
import { type Parts, type Spelled, spell, stringsIn } from "./spelling.ts";

function named(parts: Parts | undefined): Named {
  const { areas = [], floors = [], labels = [], devices = [] } = parts ?? {};
  return { areas, floors, labels, devices };
}

/** What the areas, floors, labels and devices of a call stand for; both implementations are told this. */
export function resolvedOf(home: Home, call: Spelled): { entityIds: readonly string[]; missing: readonly string[] } {
  const wanted = standsFor(home, named(call.target));
  const away = standsFor(home, named(call.exclude));
  const excluded = new Set([...away.entityIds, ...(call.exclude?.entities ?? [])]);
  return {
    entityIds: wanted.entityIds.filter((id) => !excluded.has(id)),
    missing: [...wanted.missing, ...away.missing],
  };
}

/** Entity ids that the data names, beside those of the target. */
function nestedIn(home: Home, data: unknown): readonly string[] {
  const ids = stringsIn(data).flatMap((text) => text.split(",").map((word) => word.trim().toLowerCase()));
  return [...new Set(ids.filter((id) => entityOf(home, id) !== undefined))];
}

function permits(home: Home, access: Access, service: string, id: string): boolean {
  return isReadService(service) ? covered(home, access.read, id) : opened(home, access, service, id);
}

function leafOpened(home: Home, access: Access, leaf: Leaf): boolean {
  if (leaf.entityId === undefined) return leaf.service !== undefined && openedWithoutEntity(access, leaf.service);
  return leaf.service === undefined
    ? openedWholly(home, access, leaf.entityId)
    : opened(home, access, leaf.service, leaf.entityId);
}

/** Why one target may not be acted on, `ask`, or undefined when it may. */
function judgeIndirect(triple: Triple, service: string, id: string): string | undefined {
  const { home, grant } = triple;
  if (!isIndirect(home, id)) return undefined;
  const reach = reachOf(home, service, id);
  const ids = reach.leaves.flatMap((leaf) => leaf.entityId ?? []);
  if (grant.indirect === "pinned") {
    const pinned = grant.pinned[id];
    if (pinned !== undefined) {
      const same = JSON.stringify([...pinned].sort()) === JSON.stringify([...new Set(ids)].sort());
      return same ? undefined : "closure_changed";
    }
  }
  if (grant.indirect === "trust_named") {
    const exact = grant.access.actions.some((rule) => typeof rule === "string" && rule.endsWith(`@${id}`));
    if (exact) return undefined;
  }
  const fine = reach.leaves.every((leaf) => bounds(triple).every((access) => leafOpened(home, access, leaf)));
  if (fine) return undefined;
  return grant.indirect === "confirm" ? "ask" : "indirect_denied";
}

function dataCode(triple: Triple, call: Spelled): string | undefined {
  const { data_keys: keys, data_limits: limits } = triple.grant;
  const allowed = keys[call.service];
  if (allowed !== undefined && Object.keys(call.data).some((key) => !allowed.includes(key))) return "data_key_denied";
  for (const [key, limit] of Object.entries(limits[call.service] ?? {})) {
    if (!Object.hasOwn(call.data, key)) continue;
    const value = call.data[key];
    const [low, high] = limit;
    if (limit.length === 2 && typeof low === "number" && typeof high === "number") {
      if (typeof value !== "number" || value < low || value > high) return "data_limit";
    } else if (!limit.includes(value)) return "data_limit";
  }
  return undefined;
}

/** Step 20, once everything else is fine. */
function gated(triple: Triple, call: Spelled, pairs: readonly Leaf[], asks: boolean): Answer | undefined {
  const { gates } = triple.grant;
  const physical = pairs.some((pair) =>
    pair.entityId === undefined
      ? isGatedDomain(triple.home, domainOf(call.service))
      : isPhysical(triple.home, pair.service, pair.entityId),
  );
  const modes = [
    ...(isSpecial(call.service) ? [gates.special] : []),
    ...(physical ? [gates.physical] : []),
  ];
  if (modes.includes("deny")) return deny("approval_denied");
  return asks || modes.includes("confirm") ? ASK : undefined;
}

function withoutEntity(triple: Triple, call: Spelled): Answer {
  const { home } = triple;
  if (!bounds(triple).every((access) => openedWithoutEntity(access, call.service))) return deny("scope_denied");
  if (bounds(triple).some((access) => couldDeny(access.deny, domainOf(call.service)))) return deny("entity_denied");
  const nested = nestedCode(triple, call);
  if (nested !== undefined) return deny(nested);
  const code =
    dataCode(triple, call) ??
    restricted(triple, { operation: "action", service: call.service, entities: [], leaves: [] });
  if (code !== undefined) return deny(code);
  const gate = gated(triple, call, [{ service: call.service, entityId: undefined }], false);
  return gate ?? { kind: "allow", targets: undefined, leftOut: [] };
}

function nestedCode(triple: Triple, call: Spelled): string | undefined {
  const { home } = triple;
  const ids = nestedIn(home, call.data);
  if (ids.some((id) => bounds(triple).some((access) => covered(home, access.deny, id)))) return "entity_denied";
  const fine = (access: Access, id: string): boolean =>
    call.service === "scene.apply" ? openedWholly(home, access, id) : opened(home, access, call.service, id);
  return ids.every((id) => bounds(triple).every((access) => fine(access, id))) ? undefined : "nested_entity_denied";
}

/** What a service can act on, as its description says. */
function actsOn(service: string, id: string): boolean {
  const [domain = "", name = ""] = service.split(".");
  const target = SERVICES[domain]?.[name]?.target;
  if (target === undefined) return false;
  return target.entity === undefined || target.entity.some((one) => one.domain?.includes(domainOf(id)) ?? true);
}

function everyEntity(home: Home, service: string): readonly string[] {
  return home.entities
    .map((entity) => entity.id)
    .filter((id) => domainOf(id) === domainOf(service) && membersOf(entityOf(home, id)).length === 0);
}

function withEntities(triple: Triple, call: Spelled, target: Parts): Answer {
  const { home, grant } = triple;
  const excluded = resolvedExclusion(home, call);
  const namedIds = target.entities.filter((id) => !excluded.has(id));
  const resolved = resolvedOf(home, call);
  if (resolved.missing.length > 0) return deny("unresolved_target");
  const brought = [
    ...resolved.entityIds,
    ...(target.all ? everyEntity(home, call.service).filter((id) => !excluded.has(id)) : []),
  ].filter((id) => actsOn(call.service, id));
  const scoped = (id: string) => bounds(triple).every((access) => permits(home, access, call.service, id));
  if (namedIds.some((id) => entityOf(home, id) === undefined && scoped(id))) return deny("unresolved_target");
  const ids = [...new Set([...namedIds, ...brought])];
  if (ids.length === 0) return deny("unresolved_target");

  const denied = (id: string) => bounds(triple).some((access) => covered(home, access.deny, id));
  const leavesOf = (id: string): readonly Leaf[] =>
    isIndirect(home, id) && !isReadService(call.service)
      ? reachOf(home, call.service, id).leaves
      : [{ service: call.service, entityId: id }];
  const verdict = (id: string): string | undefined => {
    if (denied(id) || leavesOf(id).some((leaf) => leaf.entityId !== undefined && denied(leaf.entityId)))
      return "entity_denied";
    if (!scoped(id)) return "scope_denied";
    return isReadService(call.service) ? undefined : judgeIndirect(triple, call.service, id);
  };
  const verdicts = new Map(ids.map((id) => [id, verdict(id)]));
  const bad = ids.filter((id) => ![undefined, "ask"].includes(verdicts.get(id)));
  const good = ids.filter((id) => !bad.includes(id));
  if (bad.length > 0 && (grant.target_mode === "reject" || good.length === 0)) {
    const codes = bad.map((id) => verdicts.get(id));
    return deny(["entity_denied", "scope_denied", "closure_changed"].find((code) => codes.includes(code)) ?? "indirect_denied");
  }
  const nested = nestedCode(triple, call);
  if (nested !== undefined) return deny(nested);
  const leaves = good.flatMap((id) => (isIndirect(home, id) ? leavesOf(id) : []));
  const code =
    dataCode(triple, call) ??
    restricted(triple, { operation: "action", service: call.service, entities: good, leaves });
  if (code !== undefined) return deny(code);
  const asks = good.some((id) => verdicts.get(id) === "ask");
  return gated(triple, call, good.flatMap(leavesOf), asks) ?? { kind: "allow", targets: good, leftOut: bad };
}

function resolvedExclusion(home: Home, call: Spelled): ReadonlySet<string> {
  return new Set([...(call.exclude?.entities ?? []), ...standsFor(home, named(call.exclude)).entityIds]);
}

function secondCall(triple: Triple, request: CallRequest): Answer {
  const shut = atTheDoor(triple);
  if (shut !== undefined) return deny(shut);
  const call = spell(request.service, request.target, request.data);
  if ("refused" in call) return deny(call.refused);
  if (isNeverOpen(call.service)) return deny("service_forbidden");
  if (isSpecial(call.service) && !triple.grant.access.services.includes(call.service))
    return deny("service_forbidden");
  return call.target === undefined ? withoutEntity(triple, call) : withEntities(triple, call, call.target);
}

/** The whole evaluation of one case. */
export function second(triple: Triple): Answer {
  const { request } = triple;
  return request.operation === "call_service" ? secondCall(triple, request) : secondRead(triple, request);
}

