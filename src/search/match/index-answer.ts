/** How sure the search is of what it found. */

import type { Hit, IndexAnswer } from "../query.ts";
import { IN_PLACE, SERVED, type WordReach } from "../reach/reached.ts";
import { isPlaceOfOther } from "./another-thing.ts";
import { type Scored, WORDING } from "./score.ts";
import type { FoundEntities } from "./search-entities.ts";
import type { ScoredGroup } from "./search-groups.ts";
import { deedsOfNone, unmetBy } from "./unmet.ts";

const NEAREST = 3;
/** Hits that are so much worse than the best are left out. */
const WORTH = 0.4;

type Wanted = {
  readonly limit: number;
  readonly idle: boolean;
  /** The best score of an earlier page, 0 on the first. */
  readonly top: number;
};
export type Page = { readonly limit: number; readonly offset: number };

/** Puts entities and groups in one order; an entity before a group that fits as well. */
export function answerOf(
  { scored: found, more }: FoundEntities,
  groups: readonly ScoredGroup[],
  reaches: readonly WordReach[],
  { limit, idle, top: before }: Wanted,
): IndexAnswer {
  const scored = thoseMeant(found, reaches);
  const [best] = scored;
  const undone = deedsOfNone(scored, reaches);
  const unmet = groups.length === 0 && undone.length === 0 ? unmetBy(scored, reaches) : undone;
  const isServed = best?.whole === true || best?.served.some((each) => each >= SERVED) === true;
  const isWorth = Math.max(before, best?.score ?? 0, groups[0]?.score ?? 0) > 0;
  const isNone = unmet.length > 0 || (!isServed && groups.length === 0) || !isWorth;
  if (isNone || (idle && !best?.whole && !groups[0]?.whole)) {
    const nearest = scored.slice(0, NEAREST).map(({ id }) => id);
    const none = { match: "none", hits: [], total: 0, totalIs: "exact", nearest, unmet } as const;
    return idle ? { ...none, saysNothing: true } : none;
  }
  const top = Math.max(before, best?.score ?? 0, groups[0]?.score ?? 0);
  const entities = scored.map(({ id, score, whole }) => ({ kind: "entity" as const, id, score, whole }));
  // the order of equals is that of the list, and sorting keeps it
  const ranked = [...entities, ...groups].sort((a, b) => b.score - a.score);
  const worth = ranked.filter(({ score }) => score >= top * WORTH);
  const hits: Hit[] = worth.slice(0, limit).map(({ kind, id, score, whole }) => ({ kind, id, score, whole }));
  const needed = reaches.filter((reach) => reach.needed);
  const left = worth[0]?.kind === "entity" ? leftBy(best, reaches) : [];
  // "outlet 1" is one of them
  const saysNumber = reaches.some(({ role }) => role === "number");
  return {
    match: worth[0]?.whole && !(worth[0].id === best?.id && isOtherMeant(best, reaches)) ? "exact" : "close",
    hits,
    ...(left.length > 0 ? { left } : {}),
    byKind: needed.length === 1 && needed.every(({ kinds }) => kinds.length > 0) && !saysNumber,
    total: worth.length,
    totalIs: more && worth.length === ranked.length ? "at_least" : "exact",
  };
}

function isOtherMeant(best: Scored, reaches: readonly WordReach[]): boolean {
  return isPlaceAsked(best, reaches) || isDoneToOther(best, reaches);
}

/** To a sensor nothing can be done. */
const SENSOR = /^(?:binary_)?sensor\./;

/** "Unlock the front door" is done to no contact of that name. */
function isDoneToOther({ id, served }: Scored, reaches: readonly WordReach[]): boolean {
  const isDone = ({ role, groups, isGuess }: WordReach, at: number) =>
    (role === "act" || role === "verb") && groups.size > 0 && !isGuess && (served[at] ?? 0) < SERVED;
  return SENSOR.test(id) && reaches.some(isDone);
}

/** "Is anyone in the living room" is asked of no light that is called Living room. */
function isPlaceAsked({ served }: Scored, reaches: readonly WordReach[]): boolean {
  const isAsked = ({ role, groups }: WordReach, at: number) =>
    role === "hint" && groups.size > 0 && (served[at] ?? 0) < SERVED;
  return reaches.some(isAsked) && reaches.every(({ role, isArea }) => !WORDING.has(role) || isArea);
}

/** What is named, and what may be measured of anything is not. */
function leftBy(best: Scored | undefined, reaches: readonly WordReach[]): readonly string[] {
  const isLeft = ({ needed, isSign, measures }: WordReach, at: number) =>
    needed && !isSign && !measures && (best?.served[at] ?? 0) < SERVED;
  return best === undefined ? [] : reaches.filter(isLeft).map(({ text }) => text);
}

/** Beside one that serves all that is needed, and every name however it is spelled, those that do not are not meant. */
function thoseMeant(found: readonly Scored[], reaches: readonly WordReach[]): readonly Scored[] {
  const needed = reaches.flatMap(({ needed, role, isPlace }, at) =>
    needed || role === "name" ? [{ at, isPlace, least: isPlace ? IN_PLACE : SERVED }] : [],
  );
  const isMeant = (thing: Scored) => {
    const { served, whole, placed } = thing;
    const named = whole || (thing.named && !isPlaceOfOther(thing, reaches));
    return needed.every(
      ({ at, least, isPlace }) => (served[at] ?? 0) >= least || (named && !(isPlace && placed)),
    );
  };
  const meant = found.filter(isMeant);
  return meant.length > 0 ? thoseAsked(meant, reaches) : thoseMeasured(found, reaches);
}

/** "How many degrees in the hall": where but a place is named, what is there of which that can be asked, or with which it can be done. */
function thoseAsked(meant: readonly Scored[], reaches: readonly WordReach[]): readonly Scored[] {
  const isDeed = ({ role, groups, isGuess }: WordReach) => role === "act" && groups.size > 0 && !isGuess;
  if (!reaches.some(isDeed) || !reaches.every(({ needed, isArea }) => !needed || isArea)) return meant;
  const asked = meant.filter(({ served }) =>
    reaches.some((reach, at) => isDeed(reach) && (served[at] ?? 0) >= SERVED),
  );
  return asked.length > 0 ? asked : meant;
}

/** "Battery of the doorbell": where no thing is both, what may be measured of the doorbell is asked of it. */
function thoseMeasured(found: readonly Scored[], reaches: readonly WordReach[]): readonly Scored[] {
  const saysThing = reaches.some(({ role, needed, measures }) => role === "noun" && needed && !measures);
  if (!saysThing || !reaches.some(({ needed, measures }) => needed && measures)) return found;
  const measured = found.filter(({ served }) =>
    reaches.every(({ needed, measures }, at) => !needed || measures || (served[at] ?? 0) >= SERVED),
  );
  return measured.length > 0 ? measured : found;
}
