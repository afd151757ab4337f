/** The words of a query that nothing here serves beside the others. */

import { domainOf } from "../../core/entity-id.ts";
import { IN_PLACE, SERVED, type WordReach } from "../reach/reached.ts";
import {
  BY_OWN_NAME,
  isOfOtherKind,
  isOwnerOfOther,
  isPlaceOfOther,
  isQuantity,
  saysOtherKind,
} from "./another-thing.ts";
import type { Scored } from "./score.ts";

/** So many of the best are asked whether they serve a word. */
const JUDGED = 5;

/** "Next track in the kitchen": where but a place is named, what is to be done, if it can be with nothing there. */
export function deedsOfNone(scored: readonly Scored[], reaches: readonly WordReach[]): readonly string[] {
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
export function unmetBy(scored: readonly Scored[], reaches: readonly WordReach[]): readonly string[] {
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
  // "home theater thermostat" is none that is called Thermostat, nor "dinosaur thermostat", where something else is a dinosaur
  const isOther = (thing: Scored) =>
    reaches.some((reach, at) => {
      if (!reach.needed || serves(thing, at)) return false;
      return (
        saysOtherKind(reach, thing) || (isOfAnother(reach) && (thing.served[at + 1] ?? 0) >= BY_OWN_NAME)
      );
    });
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

/** A word of another thing's name, which is no place; it tells the thing whose kind is said right behind it. */
function isOfAnother({ role, isPlace, terms }: WordReach): boolean {
  return role === "name" && !isPlace && [...terms.values()].includes(1);
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
