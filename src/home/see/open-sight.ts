/** Hands out what a caller may see, once the grant has said that it may look now. */

import type { Clock } from "../../core/clock.ts";
import { isEntityId } from "../../core/entity-id.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { clientView } from "../../security/grant/decide/client-view.ts";
import { decide } from "../../security/grant/decide/decide.ts";
import { isUnrestricted } from "../../security/grant/decide/unrestricted.ts";
import type { Deny, Reservation } from "../../security/grant/model/decision.ts";
import type { Grant } from "../../security/grant/model/grant.ts";
import type { Subject } from "../../security/grant/model/subject.ts";
import type { Place } from "../../security/grant/model/world.ts";
import { appliesTo } from "../../security/grant/restrict/applies-to.ts";
import type { Counters } from "../../security/grant/restrict/counters.ts";
import { visibleAttributes } from "../../security/grant/scope/attributes.ts";
import { needsExposed, readable } from "../../security/grant/scope/readable.ts";
import { deniedFailure } from "../denials.ts";
import type { Sight } from "./sight.ts";

export type Looking = {
  readonly gateway: Gateway;
  readonly grant: Grant;
  readonly counters: Counters;
  readonly clock: Clock;
  /** Address and PINs of the caller. */
  readonly caller: {
    readonly address?: string;
    readonly pin?: string;
    readonly pins?: Readonly<Record<string, string>>;
  };
};

/** Everything that may be read is looked at: a search, a name, an area. */
export const EVERYTHING: readonly string[] = ["*"];

/** Entity ids are looked up by themselves; for any other text everything has to be looked through. */
export function lookedAt(texts: readonly string[]): readonly string[] {
  const ids = texts.map((text) => text.trim().toLowerCase());
  return ids.length > 0 && ids.every(isEntityId) ? ids : EVERYTHING;
}

/**
 * For a read: throws what the grant says against it (hours, dates, rates, PIN …), else counts it. Whether single entities
 * may be seen is for the sight to say; where everything is looked through, it leaves out those of which a restriction of
 * their own says no.
 */
export async function openSight(looking: Looking, asked: readonly string[]): Promise<Sight> {
  const { reserve, sight } = await mayLook(looking, asked);
  const { counters, grant, clock } = looking;
  const over = reserve.length > 0 ? await counters.reserve(grant.id, reserve, clock.now()) : undefined;
  if (over) throw refusal({ deny: true, step: 21, ...over });
  return sight;
}

/** For a read by service, which is counted as the call that it is. */
export async function openSightUncounted(looking: Looking, asked: readonly string[]): Promise<Sight> {
  return (await mayLook(looking, asked)).sight;
}

type Look = { readonly reserve: readonly Reservation[]; readonly sight: Sight };

async function mayLook(looking: Looking, asked: readonly string[]): Promise<Look> {
  const look = await lookAt(looking, asked);
  if ("deny" in look) throw refusal(look);
  return look;
}

async function lookAt(looking: Looking, asked: readonly string[]): Promise<Look | Deny> {
  const said = await askGrant(looking, asked);
  const whole = await sightOf(looking);
  if (!said.denied) return { reserve: said.reserve, sight: whole };
  const part = asked === EVERYTHING ? await lookAtRest(looking, whole, said.denied) : undefined;
  return part ?? said.denied;
}

/** Everything but what restrictions on single entities refuse; undefined where one refuses all, or nothing is left. */
async function lookAtRest(looking: Looking, whole: Sight, first: Deny): Promise<Look | undefined> {
  let sight = whole;
  let denied: Deny | undefined = first;
  // each round takes one restriction out
  for (let round = 0; denied && round <= looking.grant.restrictions.length; round++) {
    const by: string | undefined = denied.restriction;
    const restriction = looking.grant.restrictions.find(({ id }) => id === by);
    if (!restriction || appliesTo(restriction.applies_to, READING) !== false) return undefined;
    const { applies_to } = restriction;
    sight = without(sight, (id) => appliesTo(applies_to, { ...READING, targets: [id] }) !== false);
    const rest = [...sight.ids()];
    if (rest.length === 0) return undefined;
    const said: Said = await askGrant(looking, rest);
    if (!said.denied) return { reserve: said.reserve, sight };
    denied = said.denied;
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

function without(sight: Sight, refused: (id: string) => boolean): Sight {
  return {
    sees: (id) => sight.sees(id) && !refused(id),
    hides: (id) => sight.hides(id) || (sight.sees(id) && refused(id)),
    attributes: sight.attributes,
    *ids() {
      for (const id of sight.ids()) if (!refused(id)) yield id;
    },
    all: false,
  };
}

/** For an act, which is decided by itself: whoever may not read now acts blind, by ids alone. */
export function sightToAct(looking: Looking, asked: () => readonly string[]): Sight | Promise<Sight> {
  if (isUnrestricted(looking.grant)) return sightOf(looking);
  const named = asked();
  return lookAt(looking, named).then((look) => {
    if (!("deny" in look)) return look.sight;
    const refused = refusal(look);
    // what the caller can help is said in place of "no such name"
    return named === EVERYTHING && refused.denial !== undefined ? { ...BLIND, refused } : BLIND;
  });
}

const BLIND: Sight = {
  sees: () => false,
  hides: () => true,
  attributes: () => ({}),
  ids: () => [],
  all: false,
};

type Said = { readonly denied?: Deny; readonly reserve: readonly Reservation[] };

async function askGrant(
  { gateway, grant, counters, clock, caller }: Looking,
  asked: readonly string[],
): Promise<Said> {
  if (isUnrestricted(grant)) return { reserve: [] };
  const request = { operation: "read" as const, entity_ids: asked, ...caller };
  const renderTemplate = (template: string) => gateway.renderTemplate(template, TEMPLATE_MS);
  const decision = await decide(request, { grant, gateway, clock, counters, renderTemplate });
  if ("allow" in decision) return { reserve: decision.reserve };
  // until the owner can be asked, a question is a no
  if ("ask" in decision)
    return { denied: { deny: true, code: "approval_unavailable", step: decision.step }, reserve: [] };
  return decision.code === "not_found" ? { reserve: [] } : { denied: decision, reserve: [] };
}

function refusal(deny: Deny) {
  const { failureCode, denial, retryAfterSeconds } = clientView(deny, { targetReadable: false });
  return deniedFailure("Reading", {
    code: failureCode,
    ...(denial === undefined ? {} : { denial }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** A restriction's template that takes longer denies. */
export const TEMPLATE_MS = 1_000;

/** Sights that look everything up live can be kept as long as grant and gateway live. */
const kept = new WeakMap<Gateway, WeakMap<Grant, Sight>>();

function sightOf({ gateway, grant }: Looking): Sight | Promise<Sight> {
  if (needsExposed(grant)) {
    return gateway.exposedToAssist().then((exposed) => createSight(grant, gateway, exposed));
  }
  const sights = kept.get(gateway) ?? new WeakMap<Grant, Sight>();
  kept.set(gateway, sights);
  const sight = sights.get(grant) ?? createSight(grant, gateway, undefined);
  sights.set(grant, sight);
  return sight;
}

function createSight(grant: Grant, gateway: Gateway, exposed: ReadonlySet<string> | undefined): Sight {
  const { states } = gateway;
  const place: Place = {
    states,
    get registries() {
      return gateway.registries;
    },
    ...(exposed ? { exposed } : {}),
  };
  const can = readable(grant, place);
  return {
    sees: (id) => states.has(id) && can(id),
    hides: (id) => states.has(id) && !can(id),
    attributes: (state) => visibleAttributes(grant, state.id, state.attributes),
    *ids() {
      for (const id of states.keys()) if (can(id)) yield id;
    },
    all: grant.access.deny.length === 0 && grant.access.read.some(isEverything),
  };
}

function isEverything(rule: Grant["access"]["read"][number]): boolean {
  return rule === "*" || (typeof rule !== "string" && Object.keys(rule).length === 0);
}
