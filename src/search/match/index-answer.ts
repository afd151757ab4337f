/** How sure the search is of what it found. */

import { domainOf } from "../../core/entity-id.ts";
import type { Hit, IndexAnswer } from "../query.ts";
import { COUSIN, SERVED, type WordReach } from "../reach/reached.ts";
import type { Sense } from "../words/sense.ts";
import { isLettered, isSpaceless } from "../words/tokenise.ts";
import { type Scored, WORDING } from "./score.ts";
import type { FoundEntities } from "./search-entities.ts";
import type { ScoredGroup } from "./search-groups.ts";

/** So many of the best are asked whether they serve a word. */
const JUDGED = 5;
const NEAREST = 3;
/** Hits that are so much worse than the best are left out. */
const WORTH = 0.4;
/** A place that is a kind as well ("garage") is served so by what is in it, or is of the kind, not by a cousin. */
const IN_PLACE = 0.5;

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
    match: worth[0]?.whole && !(worth[0].id === best?.id && isPlaceAsked(best, reaches)) ? "exact" : "close",
    hits,
    ...(left.length > 0 ? { left } : {}),
    byKind: needed.length === 1 && needed.every(({ kinds }) => kinds.length > 0) && !saysNumber,
    total: worth.length,
    totalIs: more && worth.length === ranked.length ? "at_least" : "exact",
  };
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
  return meant.length > 0 ? meant : thoseMeasured(found, reaches);
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

/** "Next track in the kitchen": where but a place is named, what is to be done, if it can be with nothing there. */
function deedsOfNone(scored: readonly Scored[], reaches: readonly WordReach[]): readonly string[] {
  const needed = reaches.flatMap((reach, at) => (reach.needed ? [{ at, isArea: reach.isArea }] : []));
  const deeds = reaches.flatMap(({ role, groups, isGuess }, at) =>
    role === "act" && groups.size > 0 && !isGuess ? [at] : [],
  );
  if (needed.length === 0 || deeds.length === 0 || !needed.every(({ isArea }) => isArea)) return [];
  const isDone = ({ served }: Scored) =>
    needed.every(({ at }) => (served[at] ?? 0) >= IN_PLACE) && deeds.some((at) => (served[at] ?? 0) > 0);
  return scored.some(isDone) ? [] : joined(deeds.map((at) => reaches[at]?.text ?? ""));
}

/** The needed words that no one thing serves all of: those that the nearest lacks. Empty = some thing serves them all. */
function unmetBy(scored: readonly Scored[], reaches: readonly WordReach[]): readonly string[] {
  const best = scored.slice(0, JUDGED);
  const [first] = best;
  const other = first?.other;
  if (other !== undefined && !best.some((thing) => (thing.served[other] ?? 0) >= SERVED))
    return [reaches[other]?.text ?? ""];
  const number = numberOfNone(scored, reaches);
  if (number !== undefined) return [number];
  const serves = ({ served }: Scored, at: number) =>
    (served[at] ?? 0) >= (reaches[at]?.isPlace ? IN_PLACE : SERVED);
  const isThere = (thing: Scored) =>
    !thing.placed || reaches.every(({ isPlace }, at) => !isPlace || serves(thing, at));
  // "home theater thermostat" is none that is called Thermostat
  const isOther = (thing: Scored) =>
    reaches.some((reach, at) => reach.needed && !serves(thing, at) && saysOtherKind(reach, thing));
  // of a thing that is named anything may be asked, where it is
  const isMeant = (thing: Scored) =>
    thing.named &&
    !(thing.bare && isOther(thing)) &&
    isThere(thing) &&
    !isOwnerOfOther(thing, reaches) &&
    !isPlaceOfOther(thing, reaches) &&
    !isOfOtherKind(thing, reaches) &&
    // "mirror light in the hallway" is no Hallway light, where there is a Mirror light
    reaches.every(({ tellsKind }, at) => !tellsKind || serves(thing, at)) &&
    !(thing.placed && reaches.some(({ isOther }) => isOther));
  if (first && isMeant(first)) return [];
  // of a kind that is there, what is measured may be its own
  const about = reaches.some(
    ({ role, needed, measures, groups }, at) =>
      role === "noun" && needed && !measures && groups.size > 0 && best.some((thing) => serves(thing, at)),
  );
  const needed = reaches.flatMap(({ needed, measures }, at) => (needed && !(about && measures) ? [at] : []));
  if (isSetByNone(best, needed, reaches)) return needed.map((at) => reaches[at]?.text ?? "");
  // all by one thing: the blind of another room is not the one that was meant
  if (needed.length === 0 || best.some((thing) => needed.every((at) => serves(thing, at)))) return [];
  const lacking = needed.filter((at) => first === undefined || !serves(first, at));
  return joined(lacking.map((at) => reaches[at]?.text ?? ""));
}

/** "Camera 2", where none is called so; the "second camera", where there is but one. */
function numberOfNone(scored: readonly Scored[], reaches: readonly WordReach[]): string | undefined {
  const at = reaches.findIndex(
    ({ role, nth, text }) => role === "number" && (nth !== undefined || DIGIT.test(text)),
  );
  const said = reaches[at];
  if (!said || scored.some(({ served }) => (served[at] ?? 0) >= SERVED)) return undefined;
  const { nth, text } = said;
  const serves = ({ served }: Scored) =>
    reaches.every(({ needed }, other) => !needed || (served[other] ?? 0) >= SERVED);
  const [first] = scored;
  const isLike = ({ id }: Scored) => domainOf(id) === domainOf(first?.id ?? "");
  // "second bedroom lamp"
  const isOfName = (first?.served[at + 1] ?? 0) >= BY_OWN_NAME;
  if (nth !== undefined && reaches[at + 1]?.isPlace && !isOfName) return undefined;
  if (nth !== undefined)
    return scored.filter((each) => isLike(each) && serves(each)).length < nth ? text : undefined;
  // what is to be set may be set to it
  const isSet = reaches.some(({ role }) => role === "act" || role === "verb" || role === "value");
  const isValue = isSet || first === undefined || SET_BY_NUMBER.has(domainOf(first.id));
  return isValue || reaches[at - 1]?.needed !== true ? undefined : text;
}

/** A larger one is rather what a thing is set to. */
const DIGIT = /^[1-9]$/;
const SET_BY_NUMBER: ReadonlySet<string> = new Set(["fan", "number", "input_number", "counter", "timer"]);

/** "Set the temperature to 22": what only tells a temperature sets none. */
function isSetByNone(
  best: readonly Scored[],
  needed: readonly number[],
  reaches: readonly WordReach[],
): boolean {
  const setting = reaches.findIndex(({ role, groups }) => role === "act" && groups.size > 0);
  const isSet = setting >= 0 && needed.length > 0 && reaches.some(({ role }) => role === "value");
  const isQuantities = needed.every((at) => reaches[at]?.kinds.some(isQuantity));
  return isSet && isQuantities && !best.some(({ served }) => (served[setting] ?? 0) >= SERVED);
}

/** "The fan in the bedroom" is no player that is called Bedroom: it says the place of a thing of another kind. */
function isPlaceOfOther({ served }: Scored, reaches: readonly WordReach[]): boolean {
  const serves = (_: WordReach, at: number) => (served[at] ?? 0) >= SERVED;
  // what is to be done may be done with any thing
  const said = reaches.filter((reach, at) => serves(reach, at) && WORDING.has(reach.role));
  const left = reaches.filter((reach, at) => reach.needed && !serves(reach, at));
  const isOther = ({ kinds, measures, role }: WordReach) =>
    role === "name" || kinds.some((kind) => !(measures && isQuantity(kind)));
  return said.length > 0 && said.every(({ isArea }) => isArea) && left.some(isOther);
}

/**
 * "Driveway light" is no camera that is called Driveway, "patio door lock" no contact of the Patio door: right behind the name
 * stands a kind that its domain or its class has nothing to do with. What a word of the home's language may be is less sure.
 */
function isOfOtherKind(thing: Scored, reaches: readonly WordReach[]): boolean {
  const { served } = thing;
  return reaches.some(
    (reach, at) =>
      reach.needed &&
      (served[at] ?? 0) < SERVED &&
      (served[at - 1] ?? 0) >= BY_OWN_NAME &&
      (saysOtherKind(reach, thing) || (served[at] === COUSIN && !reach.measures)),
  );
}

function saysOtherKind({ kinds, measures }: WordReach, { id }: Scored): boolean {
  const domain = domainOf(id);
  const isOther = (kind: Sense) =>
    !kind.borrowed && !isQuantity(kind) && ![...kind.serves.keys()].some((each) => domainOf(each) === domain);
  return !measures && kinds.length > 0 && kinds.every(isOther);
}

/** "Claire's fan" is not Claire: beside people a thing of theirs is meant. */
function isOwnerOfOther({ id, served }: Scored, reaches: readonly WordReach[]): boolean {
  const isOfPeople = ({ serves }: Sense) => [...serves.keys()].some((each) => domainOf(each) === PERSON);
  // "Dana's tablet", or "花子のパソコン" where there is another's
  const isOfOther = ({ text, role, terms, isOther, isPlace }: WordReach) =>
    isSpaceless(text) ? !isLettered(text) && role === "name" && terms.size > 0 : isOther && !isPlace;
  const isThing = (reach: WordReach) =>
    isOfOther(reach) || (reach.kinds.length > 0 && !reach.kinds.some(isOfPeople));
  // "Dana's computer", where somebody else has one
  const isOwned = ({ role, isPlace }: WordReach, owner: WordReach | undefined) =>
    role === "name" && !isPlace && owner?.role === "name" && owner.text !== owner.stem;
  return (
    domainOf(id) === PERSON &&
    reaches.some((reach, at) => {
      if ((served[at] ?? 0) >= SERVED) return false;
      return (
        (reach.needed && isThing(reach)) ||
        ((served[at - 1] ?? 0) >= SERVED && isOwned(reach, reaches[at - 1]))
      );
    })
  );
}

const PERSON = "person";

/** So well a word of the name serves. */
const BY_OWN_NAME = 0.95;

/** Anything may have a temperature, or be set to one. */
function isQuantity({ serves }: Sense): boolean {
  return [...serves.keys()].some((target) => target.startsWith("sensor.") || target.startsWith("number."));
}

/** Pairs of signs that overlap are the word that they were cut from. */
function joined(texts: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (const text of texts) {
    const last = words.at(-1);
    const overlaps = last !== undefined && PAIR.test(text) && last.at(-1) === text[0];
    if (overlaps) words[words.length - 1] = last + text.slice(1);
    else words.push(text);
  }
  return words;
}

const PAIR = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{2}$/u;
