/** Hands out what a caller may see, once the grant has said that it may look now. */

import { isEntityId } from "../../core/entity-id.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import type { Deciding } from "../../security/grant/decide/decide.ts";
import { boundToOthers } from "../../security/grant/decide/identities.ts";
import {
  EVERYTHING,
  isUnrestricted,
  type Look,
  looksAsItActs,
  mayLook,
} from "../../security/grant/decide/look.ts";
import { type Access, coversEverything } from "../../security/grant/model/access.ts";
import type { Denied } from "../../security/grant/model/denied.ts";
import type { Grant } from "../../security/grant/model/grant.ts";
import type { Caller } from "../../security/grant/model/request.ts";
import { visibleAttributes } from "../../security/grant/scope/attributes.ts";
import { needsExposed, readable } from "../../security/grant/scope/readable.ts";
import { deniedFailure } from "../denials.ts";
import { type Why, whyRefused } from "../refused-why.ts";
import { withoutHiddenNames } from "./hidden-names.ts";
import { placeHider, type Sight } from "./sight.ts";

/** Who looks, and where the grant's decision finds its facts. */
export type Looking = { readonly caller: Caller; readonly deciding: Deciding };

/** Entity ids are looked up by themselves; for any other text everything has to be looked through. */
export function lookedAt(texts: readonly string[]): readonly string[] {
  const ids = texts.map((text) => text.trim().toLowerCase());
  return ids.length > 0 && ids.every(isEntityId) ? ids : EVERYTHING;
}

/** For a read: throws what the grant says against it (hours, dates, rates, PIN …), else counts it. */
export async function openSight(looking: Looking, asked: readonly string[]): Promise<Sight> {
  const counted = { ...looking, deciding: { ...looking.deciding, countsNext: true } };
  const look = await lookOrThrow(counted, asked);
  const over = look.reserve && (await look.reserve());
  if (over) throw deniedFailure("Reading", over, whyOf(over, looking));
  return within(look, looking);
}

/** For a read by service, which is counted as the call that it is. */
export async function openSightUncounted(looking: Looking, asked: readonly string[]): Promise<Sight> {
  return within(await lookOrThrow(looking, asked), looking);
}

/** For an act, which is decided by itself: whoever may not look now acts blind, by ids alone. */
export async function sightToAct(looking: Looking, asked: readonly string[]): Promise<Sight> {
  if (isUnrestricted(looking.deciding.grant)) return wholeSight(looking);
  const look = await mayLook(asked, looking.caller, looking.deciding);
  if (!("denied" in look)) return within(look, looking);
  const refused = deniedFailure("Reading", look.denied, whyOf(look.denied, looking));
  // what the caller can help is said in place of "no such name"
  return asked === EVERYTHING && refused.denial !== undefined ? { ...BLIND, refused } : BLIND;
}

/** What may be shown of a call that was decided; the grant is asked only where that does not follow from its yes. */
export function sightAfter(
  allowed: boolean,
  looking: Looking,
  asked: readonly string[],
): Sight | Promise<Sight> {
  return allowed && looksAsItActs(looking.deciding.grant) ? wholeSight(looking) : sightToAct(looking, asked);
}

async function lookOrThrow(looking: Looking, asked: readonly string[]): Promise<Look> {
  const look = await mayLook(asked, looking.caller, looking.deciding);
  if ("denied" in look) throw deniedFailure("Reading", look.denied, whyOf(look.denied, looking));
  return look;
}

function whyOf(denied: Denied, { deciding: { grant, clock } }: Looking): Why {
  return whyRefused(denied, grant, clock.now(), undefined);
}

async function within({ keeps }: Look, looking: Looking): Promise<Sight> {
  const sight = await wholeSight(looking);
  if (keeps === undefined) return sight;
  const ids = function* () {
    for (const id of sight.ids()) if (!keeps(id)) yield id;
  };
  const sees = (id: string) => sight.sees(id) && !keeps(id);
  return {
    sees,
    hides: (id) => sight.hides(id) || (sight.sees(id) && keeps(id)),
    attributes: (state) => withoutHiddenNames(sight.attributes(state), state, looking.deciding.gateway, sees),
    excludes: sight.excludes === true,
    hidesPlace: (kind, text) => placeHider(looking.deciding.gateway, { ids, all: false })(kind, text),
    ids,
    all: false,
  };
}

const BLIND: Sight = {
  sees: () => false,
  hides: () => true,
  attributes: () => ({}),
  ids: () => [],
  all: false,
};

/** Sights that look everything up live can be kept as long as grant and gateway live. */
const kept = new WeakMap<Gateway, WeakMap<Grant, Sight>>();

/** Everything that the scopes open, whatever restrictions say. */
function wholeSight({ caller, deciding }: Looking): Sight | Promise<Sight> {
  const { gateway, grant, ceiling } = deciding;
  const bounds = [...(caller.attenuations ?? []), ...(ceiling === undefined ? [] : [ceiling])];
  const others = boundToOthers(gateway, [grant.access, ...bounds]);
  if (others !== undefined || needsExposed(grant, bounds)) {
    const exposed = needsExposed(grant, bounds) ? gateway.exposedToAssist() : undefined;
    return Promise.all([exposed, others]).then(([ids, impostors]) =>
      createSight(grant, bounds, gateway, ids, impostors),
    );
  }
  if (bounds.length > 0) return createSight(grant, bounds, gateway, undefined);
  const sights = kept.get(gateway) ?? new WeakMap<Grant, Sight>();
  kept.set(gateway, sights);
  const sight = sights.get(grant) ?? createSight(grant, bounds, gateway, undefined);
  sights.set(grant, sight);
  return sight;
}

function createSight(
  grant: Grant,
  bounds: readonly Access[],
  gateway: Gateway,
  exposed: ReadonlySet<string> | undefined,
  impostors?: ReadonlySet<string>,
): Sight {
  const { states } = gateway;
  const place: Place = {
    states,
    get registries() {
      return gateway.registries;
    },
    ...(exposed ? { exposed } : {}),
  };
  const inScope = readable(grant, place, bounds);
  const can = impostors ? (id: string) => !impostors.has(id) && inScope(id) : inScope;
  const all = (impostors?.size ?? 0) === 0 && [grant.access, ...bounds].every(hidesNothing);
  const ids = function* () {
    for (const id of states.keys()) if (can(id)) yield id;
  };
  return {
    sees: (id) => states.has(id) && can(id),
    hides: (id) => states.has(id) && !can(id),
    attributes: (state) => {
      const visible = visibleAttributes(grant, state.id, state.attributes, bounds);
      return all ? visible : withoutHiddenNames(visible, state, place, can);
    },
    excludes: [grant.access, ...bounds].some(
      ({ exclude_attributes }) => Object.keys(exclude_attributes).length > 0,
    ),
    hidesPlace: (kind, text) => placeHider(gateway, { ids, all })(kind, text),
    ids,
    all,
  };
}

function hidesNothing({ deny, read }: Access): boolean {
  return deny.length === 0 && read.some(coversEverything);
}
