/** `call_service`: find the service, merge and check, find the entities, run them at once, answer when all are done. */

import type { Call, Data, Service, ServiceTable } from "../services/service.ts";
import { Misfit, mergedTarget, notAnOption, targetKeys } from "../world/checks.ts";
import { Fault, hassError, invalidFormat, invalidValue, notSupported } from "../world/fault.ts";
import { joinAll } from "../world/joined.ts";
import { membersOf } from "../world/members.ts";
import type { Context } from "../world/states.ts";
import { extract, extractExcluded, selectionOf } from "../world/targets.ts";
import { type Entity, isAvailable, type User, type World } from "../world/world.ts";

type CallRequest = {
  readonly domain: string;
  readonly service: string;
  /** Already merged with the target, the target's keys winning. */
  readonly data: Data;
  readonly context: Context;
  /** Undefined when nobody called: an automation. */
  readonly user: User | undefined;
  readonly returnResponse: boolean;
};

/** Runs a call; a promise only when something in it takes time. Throws (or rejects with) Fault. */
export type Calls = (request: CallRequest) => unknown;

export function createCalls(world: World, services: ServiceTable): Calls {
  const run: Calls = (request) => {
    const { domain, service: name, context, user } = request;
    const service = services.get(domain)?.get(name);
    if (!service) throw notFound(domain, name);
    checkResponse(service, request.returnResponse);
    const data = checkData(service, request.data);
    const ordinaryUser = user !== undefined && !user.isAdmin;
    if (service.admin && ordinaryUser) throw hassError("Unauthorized");
    const call: Call = {
      domain,
      service: name,
      data,
      context,
      ordinaryUser,
      returnResponse: request.returnResponse,
      run(innerDomain, innerName, innerData) {
        const inner = { domain: innerDomain, service: innerName, data: innerData };
        world.fire("call_service", { ...inner, service_data: innerData }, context);
        return run({ ...inner, context, user, returnResponse: false });
      },
    };
    if (service.plain) return service.plain(world, call);
    return runOnEntities(world, service, call);
  };
  return run;
}

function notFound(domain: string, service: string): Fault {
  return new Fault("not_found", `Service ${domain}.${service} not found.`, {
    domain: "homeassistant",
    key: "service_not_found",
    placeholders: { domain, service },
  });
}

function checkResponse(service: Service, wanted: boolean): void {
  const { response } = service.wire;
  const placeholders = { return_response: "return_response=True" };
  if (wanted && !response) {
    throw invalidValue(
      "An action which does not return responses can't be called with return_response=True",
      "homeassistant",
      "service_does_not_support_response",
      placeholders,
    );
  }
  if (!wanted && response && !response.optional) {
    throw invalidValue(
      "The action requires responses and must be called with return_response=True",
      "homeassistant",
      "service_lacks_response_request",
      placeholders,
    );
  }
}

function checkData(service: Service, data: Data): Data {
  if (service.open && !service.domain) return checkTargetKeys(data);
  const checked: Record<string, unknown> = {};
  for (const key of Object.keys(data)) {
    const check = service.checks[key] ?? (service.domain ? mergedTarget[key] : undefined);
    if (check) checked[key] = fit(() => check(data[key], key));
    else {
      const known = [...Object.keys(service.checks), ...(service.domain ? Object.keys(mergedTarget) : [])];
      throw invalidFormat(`${notAnOption(key, known)} at '${key}'`);
    }
  }
  for (const key of service.required) {
    if (!Object.hasOwn(data, key)) throw invalidFormat(`required key not provided at '${key}'`);
  }
  for (const [group, keys] of Object.entries(service.exclusive)) {
    if (keys.filter((key) => Object.hasOwn(data, key)).length > 1) {
      throw invalidFormat(`two or more values in the same group of exclusion '${group}' at '<${group}>'`);
    }
  }
  if (service.anyOf.length > 0) needsAny(service.anyOf, data);
  if (service.domain) needsAny(targetKeys, data);
  return checked;
}

/** A service that takes any data still reads its target keys as a target. */
function checkTargetKeys(data: Data): Data {
  const checked: Record<string, unknown> = { ...data };
  for (const [key, check] of Object.entries(mergedTarget)) {
    if (Object.hasOwn(data, key)) checked[key] = fit(() => check(data[key], key));
  }
  return checked;
}

function needsAny(keys: readonly string[], data: Data): void {
  if (keys.some((key) => Object.hasOwn(data, key))) return;
  throw invalidFormat(`at least one of [${keys.map((key) => `'${key}'`).join(", ")}] is required`);
}

function fit(check: () => unknown): unknown {
  try {
    return check();
  } catch (thrown) {
    if (thrown instanceof Misfit) throw invalidFormat(`${thrown.message} at '${thrown.path}'`);
    throw thrown;
  }
}

type Target = { readonly ids: Iterable<string>; readonly explicit: ReadonlySet<string> };

function targetOf(world: World, domain: string, data: Data): Target {
  const selection = selectionOf(data);
  if (data["entity_id"] !== "all") {
    const found = extract(world.registries, membersOf(world), selection, {
      expandGroup: true,
      primaryOnly: true,
    });
    if (found.indirect.size === 0) return { ids: found.explicit, explicit: found.explicit };
    return { ids: new Set([...found.explicit, ...found.indirect]), explicit: found.explicit };
  }
  const all = [...world.entities.values()]
    .filter((entity) => entity.domain === domain)
    .map((entity) => entity.id);
  if (!selection.exclude) return { ids: all, explicit: new Set() };
  const excluded = extractExcluded(world.registries, membersOf(world), selection.exclude, true);
  const kept = all.filter((id) => !excluded.explicit.has(id) && !excluded.indirect.has(id));
  return { ids: kept, explicit: new Set() };
}

/** The entities a call reaches: of the service's domain, answering, able; an explicit one that is not able is an error. */
function entitiesFor(world: World, service: Service, call: Call): Entity[] {
  const { domain = "", masks } = service;
  const { ids, explicit } = targetOf(world, domain, call.data);
  const reached: Entity[] = [];
  for (const id of ids) {
    const entity = world.entities.get(id);
    if (entity?.domain !== domain || !isAvailable(world.states.get(id)?.state)) continue;
    const features = entity.features ?? 0;
    if (!masks || masks.some((mask) => (features & mask) === mask)) reached.push(entity);
    else if (explicit.has(id)) throw notSupported(call.domain, call.service, id);
  }
  return reached;
}

function runOnEntities(world: World, service: Service, call: Call): unknown {
  const reached = entitiesFor(world, service, call);
  if (reached.length === 0) {
    if (call.returnResponse) {
      throw hassError("Service call requested response data but did not match any entities");
    }
    return undefined;
  }
  const data = withoutTarget(call.data);
  return joinAll(
    reached.map((entity) => () => runOn(world, service, call, entity, data)),
    (responses) =>
      call.returnResponse
        ? Object.fromEntries(reached.map((entity, index) => [entity.id, responses[index]]))
        : undefined,
  );
}

function runOn(world: World, service: Service, call: Call, entity: Entity, data: Data): unknown {
  world.touch(entity, call.context);
  const act = (): unknown => service.onEntity?.(world, entity, data, call);
  switch (entity.quirk?.kind) {
    case undefined:
      return act();
    case "liar":
      return undefined;
    case "fail":
      throw entity.quirk.fault;
    case "slow":
      world.ticker.after(3000, act);
      return undefined;
    case "block":
      return world.ticker.sleep(15_000).then(act);
  }
}

function withoutTarget(data: Data): Data {
  const rest: Record<string, unknown> = {};
  for (const key of Object.keys(data)) if (!Object.hasOwn(mergedTarget, key)) rest[key] = data[key];
  return rest;
}
