/** A second, plain and slow telling of the rules for service calls, from the specification alone. */

import type { Access } from "../../src/security/grant/model/access.ts";
import type { CallRequest } from "../../src/security/grant/model/request.ts";
import type { Leaf } from "../../src/security/grant/model/world.ts";
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
import { domainOf, entityOf, type Home, heldBy, membersOf, type Named, standsFor } from "./home.ts";
import { couldDeny, covered, opened, openedWholly, openedWithoutEntity } from "./scopes.ts";
import { secondRead } from "./second-reads.ts";
import { SERVICES } from "./services.ts";
import { isEntityId, type Parts, type Spelled, spell, stringsIn } from "./spelling.ts";

function named(parts: Parts | undefined): Named {
  const { areas = [], floors = [], labels = [], devices = [] } = parts ?? {};
  return { areas, floors, labels, devices };
}

/** The specification leaves this open: `exclude` takes groups as they are; what is unknown excludes nothing. */
function excludedFrom(home: Home, call: Spelled): ReadonlySet<string> {
  return new Set([...(call.exclude?.entities ?? []), ...heldBy(home, named(call.exclude))]);
}

/** What the areas, floors, labels and devices of a call stand for; both implementations are told this. */
export function resolvedOf(
  home: Home,
  call: Spelled,
): { entityIds: readonly string[]; missing: readonly string[] } {
  const wanted = standsFor(home, named(call.target));
  const excluded = excludedFrom(home, call);
  return { entityIds: wanted.entityIds.filter((id) => !excluded.has(id)), missing: wanted.missing };
}

/** What one entity comes to: by the call's own service, or by anything that may be done to what the data names. */
export function reachIn(home: Home, service: string | undefined, id: string): ReturnType<typeof reachOf> {
  return isIndirect(home, id) ? reachOf(home, service, id) : { leaves: [], through: [] };
}

/** A scene that the call does not run. */
function isLeftAlone(service: string | undefined, id: string): boolean {
  return domainOf(id) === "scene" && service === "homeassistant.update_entity";
}

/** Fields that hold nothing but entities. */
const ENTITY_FIELDS: Readonly<Record<string, string>> = {
  "media_player.join": "group_members",
  "scene.apply": "entities",
};
/** Domains of entities without services of their own. */
const OTHER_DOMAINS = ["sensor", "camera", "siren", "button", "input_button"];

function idsIn(data: unknown): readonly string[] {
  return stringsIn(data)
    .flatMap((text) => text.split(",").map((word) => word.trim().toLowerCase()))
    .filter(isEntityId);
}

/** Entity ids that the data names, beside those of the target. */
function nestedIn(home: Home, { service, data }: Spelled): readonly string[] {
  const domains = [
    ...OTHER_DOMAINS,
    ...Object.keys(SERVICES),
    ...home.entities.map(({ id }) => domainOf(id)),
  ];
  const field = ENTITY_FIELDS[service];
  const fields = field === undefined ? [] : idsIn(data[field]);
  const ids = idsIn(data);
  // The specification leaves this open: to a read only what exists is named; else an id of a known domain counts whether it exists or not, so that none is found out.
  const counts = (id: string) =>
    isReadService(service) ? entityOf(home, id) !== undefined : domains.includes(domainOf(id));
  return [...new Set([...fields, ...ids.filter(counts)])];
}

function permits(home: Home, access: Access, service: string, id: string): boolean {
  return isReadService(service) ? covered(home, access.read, id) : opened(home, access, service, id);
}

function leafOpened(home: Home, access: Access, leaf: Leaf): boolean {
  if (leaf.entityId === undefined)
    return leaf.service !== undefined && openedWithoutEntity(access, leaf.service);
  return leaf.service === undefined
    ? openedWholly(home, access, leaf.entityId)
    : opened(home, access, leaf.service, leaf.entityId);
}

/** Why one target may not be acted on, `ask`, or undefined when it may. */
function judgeIndirect(triple: Triple, service: string | undefined, id: string): string | undefined {
  const { home, grant } = triple;
  // A helper carries what automations do on it: nothing in these homes, which a pin may not say.
  const helper = domainOf(id).startsWith("input_");
  if ((!isIndirect(home, id) && !helper) || isLeftAlone(service, id)) return undefined;
  const reach = reachIn(home, service, id);
  const ids = reach.leaves.flatMap((leaf) => leaf.entityId ?? []);
  if (grant.indirect === "pinned") {
    const pinned = grant.pinned[id];
    if (pinned !== undefined) {
      const same = JSON.stringify([...new Set(pinned)].sort()) === JSON.stringify([...new Set(ids)].sort());
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

/** Keys and limits hold for whatever carries the data to the same end. */
function dataCode(triple: Triple, call: Spelled, acted: readonly string[]): string | undefined {
  const { data_keys: keys, data_limits: limits } = triple.grant;
  const [domain = "", verb = ""] = call.service.split(".");
  const reached = domain === "homeassistant" ? acted.map(domainOf) : [domain];
  const verbs = [call.service, ...reached.map((each) => `${each}.${verb}`)];
  if (verb === "toggle")
    verbs.push(
      ...reached.filter((each) => keys[`${each}.toggle`] === undefined).map((each) => `${each}.turn_on`),
    );
  for (const name of verbs) {
    const allowed = keys[name];
    if (allowed !== undefined && Object.keys(call.data).some((key) => !allowed.includes(key)))
      return "data_key_denied";
  }
  const bound = (service: string, key: string) =>
    service === call.service ||
    (reached.includes(domainOf(service)) && limits[call.service]?.[key] === undefined);
  for (const [service, table] of Object.entries(limits))
    for (const [key, limit] of Object.entries(table))
      if (bound(service, key) && Object.hasOwn(call.data, key) && !fits(call.data[key], limit))
        return "data_limit";
  return call.service === "scene.apply" ? sceneCode(triple, call.data["entities"]) : undefined;
}

/** A scene made on the spot writes states: limits on what becomes the state bind it. */
function sceneCode({ grant }: Triple, entities: unknown): string | undefined {
  for (const [id, wanted] of Object.entries((entities ?? {}) as Record<string, unknown>)) {
    const attributes = typeof wanted === "object" && wanted !== null ? wanted : { state: wanted };
    const mine = <T>(table: Readonly<Record<string, T>>) =>
      Object.keys(table)
        .filter((service) => domainOf(service) === domainOf(id.trim().toLowerCase()))
        .flatMap((service) => table[service] ?? []);
    const lists = mine<unknown>(grant.data_keys);
    const named = Object.keys(grant.data_keys).some(
      (service) => domainOf(service) === domainOf(id.trim().toLowerCase()),
    );
    for (const [key, value] of Object.entries(attributes)) {
      if (key !== "state" && named && !lists.includes(key)) return "data_key_denied";
      for (const table of mine(grant.data_limits))
        for (const [limited, limit] of Object.entries(table)) {
          const meant = key === "state" ? STATE_KEYS.includes(limited) : limited === key;
          if (meant && !fits(value, limit)) return "data_limit";
        }
    }
  }
  return undefined;
}

const STATE_KEYS = ["value", "option", "hvac_mode", "operation_mode"];

function fits(value: unknown, limit: readonly unknown[]): boolean {
  const [low, high] = limit;
  if (limit.length !== 2 || typeof low !== "number" || typeof high !== "number") return limit.includes(value);
  // The specification leaves this open: a number may be sent as its decimal text.
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= low && number <= high;
}

/** Step 20, once everything else is fine. */
function gated(triple: Triple, call: Spelled, pairs: readonly Leaf[], asks: boolean): Answer | undefined {
  const { gates } = triple.grant;
  const physical = pairs.some((pair) =>
    pair.entityId === undefined
      ? isGatedDomain(triple.home, domainOf(call.service))
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
  const readable = ids.every((id) => bounds(triple).every((access) => covered(home, access.read, id)));
  if (ids.length === 0 || !readable) return deny("scope_denied");
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
  const leaves = nestedLeaves(home, call);
  const code =
    dataCode(
      triple,
      call,
      leaves.flatMap((leaf) => leaf.entityId ?? []),
    ) ?? restricted(triple, { operation: "action", service: call.service, entities: [], leaves });
  if (code !== undefined) return deny(code);
  const itself: Leaf = { service: call.service, entityId: undefined };
  const gate = gated(triple, call, [itself, ...leaves], nested === "ask");
  return gate ?? { kind: "allow", targets: undefined, leftOut: [] };
}

/** What the data names, as things that are done to somehow. */
function nestedLeaves(home: Home, call: Spelled): readonly Leaf[] {
  if (isReadService(call.service)) return [];
  const there = nestedIn(home, call).filter((id) => entityOf(home, id) !== undefined);
  return there.flatMap((entityId) => [
    { service: undefined, entityId },
    ...reachIn(home, undefined, entityId).leaves,
  ]);
}

/** What lies behind the groups and scenes that the data names. */
function nestedReach(triple: Triple, ids: readonly string[]): string | undefined {
  const { home } = triple;
  const denied = (id: string) => bounds(triple).some((access) => covered(home, access.deny, id));
  const reaches = ids.map((id) => reachIn(home, undefined, id));
  const behind = reaches.flatMap(({ leaves, through }) => [
    ...leaves.flatMap((leaf) => leaf.entityId ?? []),
    ...through,
  ]);
  if (behind.some(denied)) return "entity_denied";
  return ids.map((id) => judgeIndirect(triple, undefined, id)).find((code) => code !== undefined);
}

function nestedCode(triple: Triple, call: Spelled): string | undefined {
  const { home } = triple;
  const ids = nestedIn(home, call);
  const denied = (id: string) => bounds(triple).some((access) => covered(home, access.deny, id));
  if (isReadService(call.service)) return undefined;
  const everywhere = (permitted: (access: Access) => boolean) => bounds(triple).every(permitted);
  // The specification leaves this open: what permits a reference is the same service on it, or all of its domain.
  const fine = (id: string): boolean =>
    everywhere((access) => opened(home, access, call.service, id)) ||
    everywhere((access) => openedWholly(home, access, id));
  const denies = bounds(triple).some((access) => access.deny.length > 0);
  // The specification leaves this open: references are told of in the order they stand in.
  for (const id of ids) {
    if (denied(id) || (denies && entityOf(home, id) === undefined)) return "entity_denied";
    if (!fine(id)) return "nested_entity_denied";
  }
  const gone =
    call.service === "media_player.join" &&
    idsIn(call.data["group_members"]).some((id) => entityOf(home, id) === undefined);
  if (gone) return "unresolved_target";
  return nestedReach(triple, ids);
}

/** What a service can act on, as its description says. */
function actsOn(service: string, id: string): boolean {
  const [domain = "", name = ""] = service.split(".");
  if (domain === "homeassistant" && ["turn_on", "turn_off", "toggle"].includes(name))
    // The specification leaves this open: what the gate is about is never dropped.
    return SERVICES[domainOf(id)]?.[name] !== undefined || ["cover", "lock"].includes(domainOf(id));
  const description = SERVICES[domain]?.[name];
  if (description === undefined) return false;
  const { target } = description;
  // The specification leaves this open: a service that says nothing of targets may act on anything.
  if (target === undefined) return true;
  return (
    target.entity === undefined || target.entity.some((one) => one.domain?.includes(domainOf(id)) ?? true)
  );
}

function everyEntity(home: Home, service: string): readonly string[] {
  return (
    home.entities
      .map((entity) => entity.id)
      // The specification leaves this open: to `homeassistant.*`, whatever has a service of that name.
      .filter((id) =>
        domainOf(service) === "homeassistant"
          ? SERVICES[domainOf(id)]?.[service.slice("homeassistant.".length)] !== undefined
          : domainOf(id) === domainOf(service),
      )
      .filter((id) => domainOf(id) !== "group" && membersOf(entityOf(home, id)).length === 0)
  );
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
  ].filter((id) => entityOf(home, id) !== undefined && actsOn(call.service, id));
  const denied = (id: string) => bounds(triple).some((access) => covered(home, access.deny, id));
  const scoped = (id: string) => bounds(triple).every((access) => permits(home, access, call.service, id));
  // The specification leaves this open: a read by service is never narrowed.
  const whole = grant.target_mode === "reject" || isReadService(call.service);
  const gone = (id: string) => entityOf(home, id) === undefined;
  if (whole && target.entities.some((id) => gone(id) && scoped(id) && !denied(id)))
    return deny("unresolved_target");
  const ids = [...new Set([...namedIds, ...brought])];
  if (ids.length === 0) return deny("unresolved_target");

  const leavesOf = (id: string): readonly Leaf[] =>
    isIndirect(home, id) && !isReadService(call.service)
      ? reachIn(home, call.service, id).leaves
      : [{ service: call.service, entityId: id }];
  const verdict = (id: string): string | undefined => {
    if (denied(id)) return "entity_denied";
    if (!scoped(id))
      return domainOf(call.service) === "homeassistant" ? "cross_domain_service" : "scope_denied";
    if (!whole && gone(id)) return "unresolved_target";
    // The specification leaves this open: whether a leaf's denial is told before the scope of its group.
    if (leavesOf(id).some((leaf) => leaf.entityId !== undefined && denied(leaf.entityId)))
      return "leaf_denied";
    if (!isReadService(call.service) && reachIn(home, call.service, id).through.some(denied))
      return "leaf_denied";
    return isReadService(call.service) ? undefined : judgeIndirect(triple, call.service, id);
  };
  // To a read by service, what its data names is a target like any other.
  const judged = isReadService(call.service) ? [...ids, ...nestedIn(home, call)] : ids;
  const verdicts = new Map(judged.map((id) => [id, verdict(id)]));
  const bad = judged.filter((id) => ![undefined, "ask"].includes(verdicts.get(id)));
  const good = ids.filter((id) => !bad.includes(id));
  const codes = bad.flatMap((id) => verdicts.get(id) ?? []);
  const stages = codes.map((code) => STAGES.findIndex((stage) => stage.includes(code)));
  const behind = stages.includes(2);
  if (bad.length > 0 && (whole || good.length === 0)) {
    const stage = !whole && behind ? 2 : Math.min(...stages);
    const nested = stage === 2 ? nestedCode(triple, call) : undefined;
    if (nested !== undefined && nested !== "ask") return deny(nested);
    const told = codes.filter((_, index) => stages[index] === stage);
    const [code = "policy_error"] = told.includes("leaf_denied") ? ["leaf_denied"] : told;
    return deny(code === "leaf_denied" ? "entity_denied" : code);
  }
  const nested = nestedCode(triple, call);
  if (nested !== undefined && nested !== "ask") return deny(nested);
  const leaves = [
    ...good.flatMap((id) => (isIndirect(home, id) ? leavesOf(id) : [])),
    ...nestedLeaves(home, call),
  ];
  const code =
    dataCode(triple, call, [...good, ...leaves.flatMap((leaf) => leaf.entityId ?? [])]) ??
    restricted(triple, { operation: "action", service: call.service, entities: good, leaves });
  if (code !== undefined) return deny(code);
  const asks = nested === "ask" || good.some((id) => verdicts.get(id) === "ask");
  if (isReadService(call.service)) return { kind: "allow", targets: good, leftOut: bad };
  const acted = good.map((entityId): Leaf => ({ service: call.service, entityId }));
  const pairs = [...acted, ...leaves];
  return gated(triple, call, pairs, asks) ?? { kind: "allow", targets: good, leftOut: bad };
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
