/** A decision over plain data: what observe does with a gateway, done without one. */

import type { WireServices } from "../../../src/hass/wire.ts";
import { ROUNDS } from "../../../src/security/grant/decide/decide.ts";
import { merge, referencedBy, resolveLocally } from "../../../src/security/grant/decide/observe.ts";
import { evaluate, isDecision } from "../../../src/security/grant/evaluate/evaluate.ts";
import type { Access } from "../../../src/security/grant/model/access.ts";
import type { Decision, Need } from "../../../src/security/grant/model/decision.ts";
import type { Grant } from "../../../src/security/grant/model/grant.ts";
import type { Request } from "../../../src/security/grant/model/request.ts";
import type { ApprovalState, World } from "../../../src/security/grant/model/world.ts";
import { physicalStir } from "../../../src/security/grant/reach/automations.ts";
import { closureOf } from "../../../src/security/grant/reach/closure.ts";
import type { Counters } from "../../../src/security/grant/restrict/counters.ts";
import { pinState } from "../../../src/security/grant/restrict/pin-check.ts";
import { reservationsOf } from "../../../src/security/grant/restrict/rates.ts";
import { memoryCounters } from "../../../src/security/grant/restrict/store-counters.ts";
import { normaliseCall } from "../../../src/security/grant/target/input.ts";
import type { VectorHome } from "./vector-home.ts";

export type Plain = {
  readonly home: VectorHome;
  readonly services: WireServices;
  readonly now: number;
  readonly ceiling?: Access | undefined;
  readonly render?: string | { readonly error: true } | undefined;
  readonly identities?: ReadonlyMap<string, string> | undefined;
  readonly approval?: ApprovalState | undefined;
  readonly counters?: Counters | undefined;
  readonly extra?: Partial<World> | undefined;
};

export async function decidePlain(request: Request, grant: Grant, plain: Plain): Promise<Decision> {
  let world: World = {
    killed: false,
    place: plain.home.place,
    services: plain.services,
    timeZone: "UTC",
    ...plain.extra,
  };
  for (let round = 0; round <= ROUNDS; round++) {
    const answer = evaluate(request, grant, plain.ceiling, world, plain.now);
    if (isDecision(answer)) return answer;
    for (const need of answer.need) world = merge(world, await fact(need, request, grant, world, plain));
  }
  throw new Error("the evaluation asks for ever more facts");
}

async function fact(
  need: Need,
  request: Request,
  grant: Grant,
  world: World,
  plain: Plain,
): Promise<Partial<World>> {
  const call = request.operation === "call_service" ? normaliseCall(request) : undefined;
  switch (need.fact) {
    case "resolved":
      return call && "selection" in call ? { resolved: resolveLocally(call.selection, world.place) } : {};
    case "references":
      return { resolvedReferences: resolveLocally(referencedBy(request, world), world.place) };
    case "identity":
      return { identities: plain.identities ?? new Map() };
    case "closure": {
      const sources = {
        place: world.place,
        services: world.services,
        configs: plain.home.configs,
        related: new Map(),
      };
      const service = call && "service" in call ? call.service : "";
      return { closure: new Map(need.ids.map((id) => [id, closureOf(service, id, sources).reach])) };
    }
    case "stirred": {
      const { place, services, triggers } = world;
      const sources = { place, services, configs: plain.home.configs, related: new Map(), triggers };
      return { stirred: new Map(need.ids.map((id) => [id, physicalStir(id, sources).leaves])) };
    }
    case "template": {
      const { render } = plain;
      const rendered = typeof render === "string" ? { text: render } : { error: true as const };
      return { templates: new Map([[need.restriction, rendered]]) };
    }
    case "pin": {
      const restriction = grant.restrictions.find(({ id }) => id === need.restriction);
      const state = restriction ? await pinState(restriction, request) : "absent";
      return { pins: new Map([[need.restriction, state]]) };
    }
    case "usage": {
      const counters = plain.counters ?? memoryCounters();
      return {
        usage: await counters.usage(grant.id, reservationsOf(grant, request, "UTC", plain.now), plain.now),
      };
    }
    case "approval":
      return { approval: plain.approval ?? "none" };
  }
}
