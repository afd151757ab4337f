/** What a call names, and which scope opens it, told literally from the specification. */

import type { Access } from "../../../src/security/grant/model/access.ts";
import type { Leaf } from "../../../src/security/grant/model/world.ts";
import { isIndirect, isReadService, reachOf } from "../effects.ts";
import { domainOf, type Home, liesIn, type Named, standsFor } from "../home.ts";
import { covered, opened, openedWholly, openedWithoutEntity } from "../scopes.ts";
import { SERVICES } from "../services.ts";
import { isEntityId, type Parts, type Spelled, stringsIn } from "../spelling.ts";

function named(parts: Parts | undefined): Named {
  const { areas = [], floors = [], labels = [], devices = [] } = parts ?? {};
  return { areas, floors, labels, devices };
}

/** The specification leaves this open: `exclude` takes groups as they are; what is unknown excludes nothing. */
export function excludedFrom(home: Home, call: Spelled): ReadonlySet<string> {
  const within = home.entities.filter((entity) => liesIn(home, named(call.exclude), entity));
  return new Set([...(call.exclude?.entities ?? []), ...within.map(({ id }) => id)]);
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
export function isLeftAlone(service: string | undefined, id: string): boolean {
  return domainOf(id) === "scene" && service === "homeassistant.update_entity";
}

/** Fields that hold nothing but entities. */
const ENTITY_FIELDS: Readonly<Record<string, string>> = {
  "media_player.join": "group_members",
  "scene.apply": "entities",
};
/** Domains of entities without services of their own. */
const OTHER_DOMAINS = ["sensor", "camera", "siren", "button", "input_button"];

export function idsIn(data: unknown): readonly string[] {
  return stringsIn(data)
    .flatMap((text) => text.split(",").map((word) => word.trim().toLowerCase()))
    .filter(isEntityId);
}

/** Entity ids that the data names, beside those of the target. */
export function nestedIn(home: Home, { service, data }: Spelled): readonly string[] {
  const domains = [
    ...OTHER_DOMAINS,
    ...Object.keys(SERVICES),
    ...home.entities.map(({ id }) => domainOf(id)),
  ];
  const field = ENTITY_FIELDS[service];
  const fields = field === undefined ? [] : idsIn(data[field]);
  const ids = idsIn(data);
  // The specification leaves this open: an id of a known domain counts whether it exists or not, so that none is found out.
  const counts = (id: string) => domains.includes(domainOf(id));
  return [...new Set([...fields, ...ids.filter(counts)])];
}

export function permits(home: Home, access: Access, service: string, id: string): boolean {
  return isReadService(service) ? covered(home, access.read, id) : opened(home, access, service, id);
}

export function leafOpened(home: Home, access: Access, leaf: Leaf): boolean {
  if (leaf.entityId === undefined)
    return leaf.service !== undefined && openedWithoutEntity(access, leaf.service);
  return leaf.service === undefined
    ? openedWholly(home, access, leaf.entityId)
    : opened(home, access, leaf.service, leaf.entityId);
}
