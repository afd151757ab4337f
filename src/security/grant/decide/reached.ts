/** Every entity that a grant reaches in a home as it is. */

import { systemClock } from "../../../core/clock.ts";
import { domainOf } from "../../../core/entity-id.ts";
import type { Gateway } from "../../../hass/gateway.ts";
import { areaOf } from "../../../hass/registries.ts";
import { actableBy } from "../../../hass/service-target.ts";
import type { Access } from "../model/access.ts";
import type { Grant } from "../model/grant.ts";
import { memoryCounters } from "../restrict/store-counters.ts";
import { needsExposed, readable } from "../scope/readable.ts";
import { type Deciding, decide } from "./decide.ts";

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
  for (const id of [...gateway.states.keys()].sort()) {
    const { acts, asks } = await servicesOn(id, { grant, ceiling }, gateway);
    const read = can(id);
    if (!read && acts.length === 0 && asks.length === 0) continue;
    const name = String(gateway.states.get(id)?.attributes["friendly_name"] ?? id);
    yield { id, name, area: areaOf(gateway.registries, id)?.name ?? "", read, acts, asks };
  }
}

/** The services of its own domain, each decided as the live road would. */
async function servicesOn(id: string, bounds: Pick<Deciding, "grant" | "ceiling">, gateway: Gateway) {
  const acts: string[] = [];
  const asks: string[] = [];
  const domain = domainOf(id);
  const state = gateway.states.get(id);
  for (const service of Object.keys(gateway.services[domain] ?? {})) {
    const whole = `${domain}.${service}`;
    if (
      !state ||
      !gateway.services[domain]?.[service]?.target ||
      !actableBy(whole, gateway.services)(state, gateway)
    )
      continue;
    const request = {
      operation: "call_service" as const,
      service: whole,
      target: { entity_id: [id] },
      data: {},
    };
    const decision = await decide(request, {
      ...bounds,
      gateway,
      clock: systemClock,
      counters: memoryCounters(),
    });
    if ("allow" in decision) acts.push(service);
    else if ("ask" in decision || decision.code === "approval_unavailable") asks.push(service);
  }
  return { acts, asks };
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
