/** `hearthgate grants preview`: every entity that a grant reaches today. */

import { systemClock } from "../core/clock.ts";
import { domainOf } from "../core/entity-id.ts";
import type { Gateway } from "../hass/gateway.ts";
import { areaOf } from "../hass/registries.ts";
import { actableBy } from "../hass/service-target.ts";
import { readCeiling } from "../security/grant/book/ceiling-file.ts";
import { findGrant } from "../security/grant/book/grant-file.ts";
import { type Deciding, decide } from "../security/grant/decide/decide.ts";
import type { Access } from "../security/grant/model/access.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { memoryCounters } from "../security/grant/restrict/store-counters.ts";
import { needsExposed, readable } from "../security/grant/scope/readable.ts";
import { type GrantsCommand, nameIn, say, table } from "./grants-command.ts";
import { linesOf, notesOn } from "./grants-notes.ts";
import { withHome } from "./home.ts";

type Reach = {
  readonly id: string;
  readonly name: string;
  readonly area: string;
  readonly read: boolean;
  readonly acts: readonly string[];
  /** Services that want the owner's yes. */
  readonly asks: readonly string[];
};

export async function previewGrant({ homePath, positionals, values }: GrantsCommand): Promise<void> {
  const grant = findGrant(homePath, nameIn(positionals), Date.now());
  // hours, PINs and rates say when, not what
  const always = { ...grant, compiled: [], restrictions: [] };
  const { reached, notes } = await withHome(values.demo, async (gateway) => ({
    reached: await closureOf(always, readCeiling(homePath), gateway),
    notes: await notesOn(grant, gateway),
  }));
  if (values.json) {
    say(JSON.stringify({ grant: grant.id, entities: reached, ...notes }));
    return;
  }
  const rows = reached.map(({ id, area, read, acts, asks }) => [
    id,
    area,
    read ? "read" : "",
    shortened(acts),
    shortened(asks),
  ]);
  say(table(["entity", "area", "", "acts", "asks the owner"], rows));
  say(
    `\n${reached.length} entities: ${reached.filter(({ read }) => read).length} read, ${reached.filter(({ acts }) => acts.length > 0).length} controlled, ${reached.filter(({ asks }) => asks.length > 0).length} only with the owner's yes`,
  );
  for (const line of linesOf(notes)) say(line);
  const held = grant.restrictions.filter(({ enabled }) => enabled).map(({ id, type }) => `${id} (${type})`);
  if (held.length > 0) say(`Not counted here: its restrictions ${held.join(", ")}.`);
  if (grant.status !== "active") say(`The grant is ${grant.status}: it opens nothing now.`);
}

async function closureOf(
  grant: Grant,
  ceiling: Access | undefined,
  gateway: Gateway,
): Promise<readonly Reach[]> {
  const bounds = ceiling === undefined ? [] : [ceiling];
  const exposed = needsExposed(grant, bounds) ? await gateway.exposedToAssist() : undefined;
  const { states, registries } = gateway;
  const can = readable(grant, { states, registries, ...(exposed ? { exposed } : {}) }, bounds);
  const reached: Reach[] = [];
  for (const id of [...gateway.states.keys()].sort()) {
    const { acts, asks } = await servicesOn(id, { grant, ceiling }, gateway);
    const read = can(id);
    if (!read && acts.length === 0 && asks.length === 0) continue;
    const name = String(gateway.states.get(id)?.attributes["friendly_name"] ?? id);
    reached.push({ id, name, area: areaOf(gateway.registries, id)?.name ?? "", read, acts, asks });
  }
  return reached;
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

function shortened(services: readonly string[]): string {
  return services.length <= 4
    ? services.join(" ")
    : `${services.slice(0, 4).join(" ")} +${services.length - 4}`;
}
