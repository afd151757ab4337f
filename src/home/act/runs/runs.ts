/** What scenes, scripts and automations come to, as their configurations have it. */

import { domainOf, isEntityId, objectOf } from "../../../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { EntityState, Gateway } from "../../../hass/gateway.ts";
import { membersOf } from "../../../hass/group-members.ts";
import { KEY_OF_KIND, memberTest, TARGET_KINDS } from "../../../hass/target-kinds.ts";
import { fetchConfigs } from "../../../security/grant/decide/configs.ts";
import { scriptOf } from "../../../security/grant/model/service-kinds.ts";
import { expectationFor } from "../expected/expect.ts";
import type { Expectation } from "../expected/expectation.ts";
import { expectationOf } from "../expected/members.ts";
import { type RunCall, runCalls } from "./run-calls.ts";
import type { Run, RunLeaf } from "./run-verdict.ts";

/** Routines in routines in routines: nothing that a person wrote is deeper. */
const MAX_DEPTH = 5;
const RUNS: Readonly<Record<string, (verb: string, before: EntityState) => boolean>> = {
  scene: (verb) => verb === "turn_on",
  script: (verb, { id, state }) =>
    verb === "turn_on" || verb === objectOf(id) || (verb === "toggle" && state !== "on"),
  automation: (verb) => verb === "trigger",
};

type Home = Pick<Gateway, "states" | "registries" | "query"> & Gateway;

/** By target; only those of `ids` that the service runs. Never rejects: what cannot be read has no leaves. */
export async function runsOf(
  service: string,
  ids: readonly string[],
  gateway: Home,
): Promise<ReadonlyMap<string, Run>> {
  const runs = new Map<string, Run>();
  for (const id of ids) {
    const state = gateway.states.get(id);
    const kind = domainOf(id);
    if (!state || !RUNS[kind]?.(objectOf(service), state)) continue;
    const leaves = await leavesIn(id, gateway, true, new Set());
    runs.set(id, { kind: kind as Run["kind"], leaves: oncePerEntity(leaves) });
  }
  return runs;
}

async function leavesIn(
  id: string,
  gateway: Home,
  certain: boolean,
  passed: Set<string>,
): Promise<readonly RunLeaf[]> {
  if (passed.has(id) || passed.size > MAX_DEPTH) return [];
  passed.add(id);
  const config = await configOf(id, gateway);
  if (domainOf(id) === "scene") return sceneLeaves(id, config, gateway, certain);
  if (!isJsonObject(config)) return [];
  const steps = config["sequence"] ?? config["actions"] ?? config["action"];
  const leaves: RunLeaf[] = [];
  for (const call of runCalls(steps)) leaves.push(...(await leavesOfCall(call, gateway, certain, passed)));
  return leaves;
}

async function configOf(id: string, gateway: Home): Promise<unknown> {
  try {
    if (domainOf(id) !== "scene") return (await fetchConfigs(gateway, [id])).get(id);
    const answer = await gateway.query({ type: "scene/config", entity_id: id });
    return isJsonObject(answer) ? answer["config"] : undefined;
  } catch {
    // not an administrator's token, an older version, or a moment without a connection: then its leaves are not known
    return undefined;
  }
}

function sceneLeaves(id: string, config: unknown, { states }: Home, certain: boolean): readonly RunLeaf[] {
  const entities = isJsonObject(config) && isJsonObject(config["entities"]) ? config["entities"] : {};
  return membersOf(states.get(id)).map((member) => {
    const before = states.get(member);
    const known = before && Object.hasOwn(entities, member);
    return {
      id: member,
      certain,
      expectation: known ? expectationFor("scene.apply", { entities }, before) : undefined,
    };
  });
}

async function leavesOfCall(
  call: RunCall,
  gateway: Home,
  certain: boolean,
  passed: Set<string>,
): Promise<readonly RunLeaf[]> {
  const sure = certain && call.certain;
  const leaves: RunLeaf[] = [];
  const script = scriptOf(call.service, gateway.registries);
  const own = script !== undefined && gateway.states.has(script) ? [script] : [];
  for (const id of [...own, ...targetsOf(call, gateway)]) {
    const before = gateway.states.get(id);
    if (!before) continue;
    if (RUNS[domainOf(id)]?.(objectOf(call.service), before)) {
      leaves.push(...(await leavesIn(id, gateway, sure, passed)));
      continue;
    }
    const expectation = expectationOf(call.service, call.data, before, gateway.states);
    leaves.push({ id, expectation, certain: sure });
  }
  return leaves;
}

function targetsOf({ service, target }: RunCall, { states, registries }: Home): readonly string[] {
  const ids = new Set(listOf(target["entity_id"]).filter(isEntityId));
  for (const kind of TARGET_KINDS) {
    for (const place of listOf(target[KEY_OF_KIND[kind]])) {
      const within = memberTest(kind, place, registries);
      for (const id of states.keys())
        if (domainOf(id) === domainOf(service) && within(id) && !registries.entities.get(id)?.hidden)
          ids.add(id);
    }
  }
  return [...ids];
}

function listOf(value: unknown): readonly string[] {
  return (typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [])
    .filter((each): each is string => typeof each === "string")
    .map((each) => each.trim());
}

/** An entity of several steps is as wanted when it is as any of them wants it: some are there to be undone. */
function oncePerEntity(leaves: readonly RunLeaf[]): readonly RunLeaf[] {
  const byId = new Map<string, RunLeaf>();
  for (const leaf of leaves) {
    const other = byId.get(leaf.id);
    byId.set(leaf.id, other ? either(other, leaf) : leaf);
  }
  return [...byId.values()];
}

function either(one: RunLeaf, other: RunLeaf): RunLeaf {
  const certain = one.certain || other.certain;
  const [first, second] = [one.expectation, other.expectation];
  if (!first || !second) return { id: one.id, certain, expectation: undefined };
  const expectation: Expectation = {
    done: (now, before) => first.done(now, before) || second.done(now, before),
    moving: (now, before) => first.moving?.(now, before) === true || second.moving?.(now, before) === true,
  };
  return { id: one.id, certain, expectation };
}

/** What a call on entities named in its data is judged by: `scene.apply` sets each of them. */
export function entitiesInData(service: string, data: JsonObject, { states }: Home): readonly string[] {
  const entities = data["entities"];
  if (service !== "scene.apply" || !isJsonObject(entities)) return [];
  return Object.keys(entities).filter((id) => states.has(id));
}
