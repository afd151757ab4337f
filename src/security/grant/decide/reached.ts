/** Every entity that a grant reaches in a home as it is. */

import { systemClock } from "../../../core/clock.ts";
import { domainOf } from "../../../core/entity-id.ts";
import type { Gateway } from "../../../hass/gateway.ts";
import { areaOf } from "../../../hass/registries.ts";
import { actableBy } from "../../../hass/service-target.ts";
import { evaluate, isDecision } from "../evaluate/evaluate.ts";
import type { Access } from "../model/access.ts";
import type { Decision } from "../model/decision.ts";
import type { Grant } from "../model/grant.ts";
import type { World } from "../model/world.ts";
import { memoryCounters } from "../restrict/store-counters.ts";
import { needsExposed, readable } from "../scope/readable.ts";
import { type Deciding, decide, homeNow } from "./decide.ts";

/** Its reach at any time: hours, PINs and rates say when, not what. */
export function always(grant: Grant): Grant {
  return { ...grant, compiled: [], restrictions: [] };
}

export type Reached = {
  readonly id: string;
  readonly name: string;
  readonly area: string;
  readonly read: boolean;
  readonly acts: readonly string[];
  /** Services that want the owner's yes. */
  readonly asks: readonly string[];
};

/** In the order of their ids. Restrictions count as they do at this moment. */
export async function* reachedBy(
  grant: Grant,
  ceiling: Access | undefined,
  gateway: Gateway,
): AsyncGenerator<Reached> {
  const bounds = ceiling === undefined ? [] : [ceiling];
  const exposed = needsExposed(grant, bounds) ? await gateway.exposedToAssist() : undefined;
  const { states, registries } = gateway;
  const can = readable(grant, { states, registries, ...(exposed ? { exposed } : {}) }, bounds);
  const deciding = { grant, ceiling, gateway, clock: systemClock, counters: memoryCounters() };
  const looking: Looking = { ...deciding, world: await homeNow(deciding), services: new Map() };
  for (const id of [...gateway.states.keys()].sort()) {
    const { acts, asks } = await servicesOn(id, looking);
    const read = can(id);
    if (!read && acts.length === 0 && asks.length === 0) continue;
    const name = String(gateway.states.get(id)?.attributes["friendly_name"] ?? id);
    yield { id, name, area: areaOf(gateway.registries, id)?.name ?? "", read, acts, asks };
  }
}

/** One look at a home: many decisions on the same world. */
type Looking = Deciding & {
  readonly world: World;
  /** By domain: each service that has targets, and what it can act on. */
  readonly services: Map<string, readonly OwnService[]>;
};

type OwnService = {
  readonly name: string;
  /** With its domain. */
  readonly whole: string;
  readonly canActOn: ReturnType<typeof actableBy>;
};

/** The services of its own domain, each decided as the live road would. */
async function servicesOn(id: string, looking: Looking) {
  const acts: string[] = [];
  const asks: string[] = [];
  const domain = domainOf(id);
  const { gateway } = looking;
  const state = gateway.states.get(id);
  for (const { name, whole, canActOn } of state ? servicesOf(domain, looking) : []) {
    if (!state || !canActOn(state, gateway)) continue;
    const decided = decisionOn(whole, id, looking);
    const decision = decided instanceof Promise ? await decided : decided;
    if ("allow" in decision) acts.push(name);
    else if ("ask" in decision || decision.code === "approval_unavailable") asks.push(name);
  }
  return { acts, asks };
}

function servicesOf(domain: string, { gateway, services }: Looking): readonly OwnService[] {
  const known = services.get(domain);
  if (known) return known;
  const own = Object.entries(gateway.services[domain] ?? {})
    .filter(([, { target }]) => target)
    .map(([name]): OwnService => {
      const whole = `${domain}.${name}`;
      return { name, whole, canActOn: actableBy(whole, gateway.services) };
    });
  services.set(domain, own);
  return own;
}

/** Waits only where something is still to be found out: most is decided on what lies at hand. */
function decisionOn(service: string, id: string, looking: Looking): Decision | Promise<Decision> {
  const { grant, ceiling, world, clock } = looking;
  const request = { operation: "call_service" as const, service, target: { entity_id: [id] }, data: {} };
  const answer = evaluate(request, grant, ceiling, world, clock.now());
  return isDecision(answer) ? answer : decide(request, looking);
}

export function countReached(reached: readonly Reached[]) {
  const of = (holds: (each: Reached) => boolean) => reached.filter(holds).length;
  return {
    entities: reached.length,
    read: of(({ read }) => read),
    controlled: of(({ acts }) => acts.length > 0),
    /** Only with the owner's yes. */
    asks: of(({ asks }) => asks.length > 0),
  };
}
