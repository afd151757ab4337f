/** Whether a caller may look at the home now: what restrictions say of reading, apart from which entities are in scope. */

import type { Place } from "../../../hass/place.ts";
import type { Access } from "../model/access.ts";
import type { Decision, Deny, Reservation } from "../model/decision.ts";
import type { Denied, Reserve } from "../model/denied.ts";
import type { Grant, Restriction } from "../model/grant.ts";
import type { Caller } from "../model/request.ts";
import { canonicalType } from "../model/restriction-types.ts";
import type { Subject } from "../model/subject.ts";
import { appliesTo, concernsAll } from "../restrict/applies-to.ts";
import { needsExposed, readable } from "../scope/readable.ts";
import { type Deciding, decide } from "./decide.ts";
import { denialFor } from "./disclosure.ts";
import { unanswered } from "./permission.ts";

export type Look = {
  /** To be taken where the look is a request of its own; undefined = nothing is counted. */
  readonly reserve: Reserve | undefined;
  /** What restrictions of their own keep from this look; undefined = nothing. */
  readonly keeps: ((id: string) => boolean) | undefined;
};

/** Everything that may be read is looked at: a search, a name, an area. */
export const EVERYTHING: readonly string[] = ["*"];

/**
 * Whether single entities may be seen is for their scopes to say; where everything is looked through, those are kept back
 * of which a restriction of their own says no.
 */
export async function mayLook(
  asked: readonly string[],
  caller: Caller,
  deciding: Deciding,
): Promise<Look | { readonly denied: Denied }> {
  const first = await askToRead(asked, caller, deciding);
  if (!("deny" in first)) return lookWith(first.reserve, await keptBeside(asked, caller, deciding), deciding);
  const rest = asked === EVERYTHING ? await lookAtRest(first, caller, deciding) : undefined;
  return rest ?? { denied: denialFor(first, { targetReadable: false }) };
}

/** What stands beside the ids that were asked for (members of a group) is kept back as in a look at everything. */
async function keptBeside(
  asked: readonly string[],
  caller: Caller,
  deciding: Deciding,
): Promise<Look["keeps"]> {
  const single = deciding.grant.restrictions.some(
    ({ enabled, applies_to }) => enabled && appliesTo(applies_to, READING) === false,
  );
  if (!single || asked === EVERYTHING) return undefined;
  const all = await askToRead(EVERYTHING, caller, deciding);
  if (!("deny" in all)) return undefined;
  const rest = await lookAtRest(all, caller, deciding);
  const keeps = rest?.keeps ?? (rest === undefined ? () => true : undefined);
  return keeps && ((id) => !asked.includes(id) && keeps(id));
}

function lookWith(
  reservations: readonly Reservation[],
  keeps: Look["keeps"],
  { counters, clock, grant }: Deciding,
): Look {
  if (reservations.length === 0) return { reserve: undefined, keeps };
  const reserve = async () => {
    const refusal = await counters.reserveRead(grant.id, reservations, clock.now());
    return refusal && denialFor({ deny: true, step: 21, ...refusal }, { targetReadable: false });
  };
  return { reserve, keeps };
}

/** Everything but what restrictions on single entities refuse; undefined where one refuses all, or nothing is left. */
async function lookAtRest(first: Deny, caller: Caller, deciding: Deciding): Promise<Look | undefined> {
  const { restrictions } = deciding.grant;
  let rest = await readableIds(caller, deciding);
  const keepers: ((id: string) => boolean)[] = [];
  let denied: Deny = first;
  // each round takes one restriction out
  while (keepers.length <= restrictions.length) {
    const { restriction: by } = denied;
    const restriction = restrictions.find(({ id }) => id === by);
    if (!restriction || appliesTo(restriction.applies_to, READING) !== false) return undefined;
    const { applies_to } = restriction;
    const keeps = (id: string) => appliesTo(applies_to, { ...READING, targets: [id] }) !== false;
    keepers.push(keeps);
    rest = rest.filter((id) => !keeps(id));
    if (rest.length === 0) return undefined;
    const said = await askToRead(rest, caller, deciding);
    if (!("deny" in said)) return lookWith(said.reserve, (id) => keepers.some((keep) => keep(id)), deciding);
    denied = said;
  }
  return undefined;
}

/** A look at nothing in particular: what concerns it concerns every look. */
const READING: Subject = {
  operations: ["read"],
  service: undefined,
  targets: [],
  leaves: [],
  asks: undefined,
  capability: undefined,
};

async function readableIds(
  caller: Caller,
  { grant, gateway, ceiling }: Deciding,
): Promise<readonly string[]> {
  const bounds: readonly Access[] = [
    ...(caller.attenuations ?? []),
    ...(ceiling === undefined ? [] : [ceiling]),
  ];
  const { states, registries } = gateway;
  const place: Place = needsExposed(grant, bounds)
    ? { states, registries, exposed: await gateway.exposedToAssist() }
    : { states, registries };
  return [...states.keys()].filter(readable(grant, place, bounds));
}

async function askToRead(
  asked: readonly string[],
  caller: Caller,
  deciding: Deciding,
): Promise<Deny | { readonly reserve: readonly Reservation[] }> {
  if (isUnrestricted(deciding.grant)) return { reserve: [] };
  const decision: Decision = await decide({ operation: "read", entity_ids: asked, ...caller }, deciding);
  if ("allow" in decision) return { reserve: decision.reserve };
  const denied = unanswered(decision, false);
  return denied.code === "not_found" ? { reserve: [] } : denied;
}

const alike = new WeakMap<Grant, boolean>();

/** Whether what lets a call through lets its caller look as well: then the grant need not be asked again. */
export function looksAsItActs(grant: Grant): boolean {
  const known = alike.get(grant);
  if (known !== undefined) return known;
  const answer = grant.restrictions.every((each) => !each.enabled || bindsAlike(each));
  alike.set(grant, answer);
  return answer;
}

/** About everything, or about calls alone; what counts entities or takes the owner's yes is about each by itself. */
function bindsAlike({ type, applies_to }: Restriction): boolean {
  const kind = canonicalType(type);
  if (kind === undefined || kind === "approval" || kind === "max_entities") return false;
  if (concernsAll(applies_to)) return true;
  return typeof applies_to === "string" && appliesTo(applies_to, READING) === false;
}

/** No restriction, no date, no limit, and active: every read decision would allow, so none need be made. */
export function isUnrestricted({ status, compiled, restrictions }: Grant): boolean {
  return status === "active" && compiled.length === 0 && restrictions.every(({ enabled }) => !enabled);
}
