/** A grant as the page shows it on which a person picks one. */

import { createHash } from "node:crypto";
import type { Gateway } from "../../hass/gateway.ts";
import { areaOf } from "../../hass/registries.ts";
import { countReached, type Reached } from "../../security/grant/decide/reached.ts";
import type { Access } from "../../security/grant/model/access.ts";
import type { Grant, Mode } from "../../security/grant/model/grant.ts";
import { parseInstant } from "../../security/grant/model/instant.ts";
import { openingHours, otherRestrictions } from "../../security/grant/restrict/opening-hours.ts";
import { readable } from "../../security/grant/scope/readable.ts";
import { sessionEndOf } from "../../security/identity/grant-validity.ts";
import type {
  OfferedGrant,
  PreviewedArea,
  PreviewedGrant,
  PreviewedThing,
} from "../../transport/person-road.ts";

export function offerOf(
  grant: Grant,
  ceiling: Access | undefined,
  { states, registries, house }: Gateway,
  exposed: ReadonlySet<string>,
  now: number,
): OfferedGrant {
  const sees = readable(grant, { states, registries, exposed }, ceiling ? [ceiling] : []);
  let readCount = 0;
  for (const id of states.keys()) if (sees(id)) readCount += 1;
  const { id, name, note, expires_at, access, capabilities, gates } = grant;
  const end = Math.min(
    expires_at === "never"
      ? Number.POSITIVE_INFINITY
      : (parseInstant(expires_at) ?? Number.NEGATIVE_INFINITY),
    sessionEndOf(grant, now),
  );
  const having = (mode: Mode) =>
    Object.entries(capabilities).flatMap(([capability, said]) => (said === mode ? [capability] : []));
  return {
    id,
    name,
    note,
    digest: createHash("sha256")
      .update(JSON.stringify([grant, ceiling]))
      .digest("hex"),
    expiresAt: Number.isFinite(end) ? end : undefined,
    hours: openingHours(grant, house.timeZone),
    restrictions: [...new Set([...otherRestrictions(grant), ...wallsOf(grant)].map(({ type }) => type))],
    capabilities: { allowed: having("allow"), asking: having("confirm") },
    physical: access.actions.length > 0 ? gates.physical : undefined,
    readCount,
    homeCount: states.size,
  };
}

/** Where it may be used from. */
function wallsOf({ compiled }: Grant) {
  return compiled.filter(({ type }) => type === "ip" || type === "origin");
}

export function previewOf(
  offer: OfferedGrant,
  reached: readonly Reached[],
  { states, registries }: Pick<Gateway, "states" | "registries">,
): PreviewedGrant {
  const areas = new Map<string, { homeCount: number; things: Reached[] }>();
  for (const id of states.keys()) {
    const name = areaOf(registries, id)?.name ?? "";
    const area = areas.get(name);
    if (area) area.homeCount += 1;
    else areas.set(name, { homeCount: 1, things: [] });
  }
  for (const each of reached) areas.get(each.area)?.things.push(each);
  return {
    ...offer,
    reached: countReached(reached),
    areas: [...areas]
      .sort(([a], [b]) => Number(a === "") - Number(b === "") || a.localeCompare(b))
      .map(
        ([name, { homeCount, things }]): PreviewedArea => ({
          name,
          homeCount,
          reached: countReached(things),
          things: things.map(thingOf),
        }),
      ),
  };
}

function thingOf({ name, read, acts, asks }: Reached): PreviewedThing {
  return { name, read, controlled: acts.length > 0, asks: asks.length > 0 };
}
