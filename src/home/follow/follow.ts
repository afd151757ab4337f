/** Following an entity, an area or the whole home: told of changes that the caller may see, until it may not. */

import { Failure } from "../../core/failure.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import { areaOf } from "../../hass/registries.ts";
import { EVERYTHING } from "../../security/grant/decide/look.ts";
import { askToLook } from "../../security/grant/decide/special-look.ts";
import { deniedFailure } from "../denials.ts";
import { areasWithin } from "../read/overview.ts";
import { whyRefused } from "../refused-why.ts";
import { type Looking, sightToAct } from "../see/open-sight.ts";
import { permitLook } from "../see/permit-reading.ts";
import { fullRow, stateText } from "../see/rows.ts";
import type { Changes } from "./changes.ts";
import type { Hearing, HomeFollowed } from "./hearing.ts";

/**
 * NOT_FOUND, PERMISSION_DENIED; counted once, here. Each change is held against the grant anew; a no ends it, as does
 * `hearing.over`.
 */
export async function followHome(
  input: HomeFollowed,
  hearing: Hearing,
  changes: Changes,
  looking: Looking,
): Promise<() => void> {
  const followed =
    "id" in input ? await followedEntity(input.id, looking) : await followedPlace(input, looking);
  let over = false;
  const end = (why: string) => {
    if (over) return;
    over = true;
    stop();
    hearing.ended(why);
  };
  const { gateway } = looking.deciding;
  const goesOn = async () => {
    const why = await hearing.over();
    if (why !== undefined) end(why);
    return !over;
  };
  const stop = changes.follow({
    ...followed,
    async look(changed) {
      if (!(await goesOn())) return;
      for (const [id, before] of changed) {
        const no = await keptFrom([id], looking);
        // one thing in an area that is closed by itself leaves the others
        if (no !== undefined && followed.ids !== undefined) return end(no);
        if (no !== undefined || !(await isSeenChange(id, before, gateway, looking))) continue;
        if (!over) hearing.changed();
        return;
      }
    },
    async check() {
      if (!(await goesOn())) return;
      const no = await keptFrom(followed.ids ?? EVERYTHING, looking);
      if (no !== undefined) end(no);
    },
  });
  return () => {
    over = true;
    stop();
  };
}

type Followed = {
  /** Undefined = whatever changes is looked at. */
  readonly ids: readonly string[] | undefined;
  /** Whether it may change in ways that the caller is not told. */
  readonly keepsBack: boolean;
  within(id: string): boolean;
};

async function followedEntity(text: string, looking: Looking): Promise<Followed> {
  const { ids, sight } = await permitLook("subscribe", [text], looking);
  if (ids.length > 1)
    throw new Failure("INPUT_INVALID", "A subscription follows one entity.", { hint: "Name one by its id." });
  return { ids, keepsBack: sight.excludes === true, within: () => true };
}

async function followedPlace(
  input: Exclude<HomeFollowed, { id: string }>,
  looking: Looking,
): Promise<Followed> {
  const { gateway, grant, clock } = looking.deciding;
  const sight = await sightToAct(looking, EVERYTHING);
  const areas = await areasWithin(input, gateway, sight);
  const request = { operation: "subscribe", entity_ids: EVERYTHING, ...looking.caller } as const;
  const answer = await askToLook(request, looking.deciding);
  if ("denied" in answer)
    throw deniedFailure("Watching", answer.denied, whyRefused(answer.denied, grant, clock.now(), undefined));
  return {
    ids: undefined,
    keepsBack: !sight.all,
    within: (id) => areas === undefined || areas.has(areaOf(gateway.registries, id)?.id ?? ""),
  };
}

/** The code of the denial that keeps them from being delivered; undefined = nothing does. */
async function keptFrom(ids: readonly string[], looking: Looking): Promise<string | undefined> {
  if (ids !== EVERYTHING) return ask(ids, looking);
  const { caller, deciding } = looking;
  const asked = asking.get(deciding.grant) ?? new Map<string, Promise<string | undefined>>();
  asking.set(deciding.grant, asked);
  const key = JSON.stringify([caller, deciding.ceiling]);
  const answer = asked.get(key) ?? ask(ids, looking).finally(() => asked.delete(key));
  asked.set(key, answer);
  return answer;
}

/** All who follow places ask at the same second: of the whole home one answer, while it is sought, is for all of a caller. */
const asking = new WeakMap<object, Map<string, Promise<string | undefined>>>();

async function ask(ids: readonly string[], { caller, deciding }: Looking): Promise<string | undefined> {
  const request = { operation: "subscribe", entity_ids: ids, delivery: true, ...caller } as const;
  const answer = await askToLook(request, deciding);
  return "denied" in answer ? (answer.denied.denial ?? "not_found") : undefined;
}

/** What the caller cannot tell apart is no change. */
async function isSeenChange(
  id: string,
  before: EntityState | undefined,
  gateway: Gateway,
  looking: Looking,
): Promise<boolean> {
  const sight = await sightToAct(looking, [id]);
  const shown = (state: EntityState | undefined) =>
    state && JSON.stringify(sight.sees(id) ? fullRow(state, gateway, sight) : stateText(state, {}, sight));
  return shown(gateway.states.get(id)) !== shown(before);
}
