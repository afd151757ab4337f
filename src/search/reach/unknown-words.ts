/** What words that nobody knows are taken for by where they stand: another thing, another place. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { PlacesAsked } from "../words/asked/place-asked.ts";
import type { UnknownSigns } from "../words/asked/unknown-signs.ts";
import type { Lexicon } from "../words/lexicon.ts";
import {
  asName,
  FEW_KINDS,
  isAny,
  NO_GROUPS,
  NO_KINDS,
  NO_TERMS,
  overlap,
  WEIGHTS,
  type WordReach,
} from "./reached.ts";

/** Signs of a word that stands in no name here are part of none: "ダイソン" is no ダイキン. */
export function withUnknown(reaches: WordReach[], unknown: UnknownSigns): WordReach[] {
  if (unknown.size === 0) return reaches;
  return reaches.map((each) => {
    const isOther = unknown.get(each.text);
    if (isOther === undefined) return each;
    const nothing = { ...each, kinds: NO_KINDS, terms: NO_TERMS, groups: NO_GROUPS };
    if (isOther) return { ...asName(nothing), isOther };
    return each.role === "name" || each.role === "hint" || each.isUnknown
      ? { ...nothing, role: "soft", weight: WEIGHTS.soft, needed: false, isUnknown: true }
      : each;
  });
}

/** "the fan in the kitchen": known to be a room, in a home where nothing is in one. */
export function withRoomsElsewhere(
  reaches: WordReach[],
  places: () => PlacesAsked,
  visible: Visible,
): WordReach[] {
  const isNowhere = ({ terms, groups }: WordReach) =>
    !isAny(terms, visible.term) && !isAny(groups, visible.group);
  const mayBeRoom = (each: WordReach) =>
    each.role === "name" && each.needed && !each.isPlace && !each.isGuess && isNowhere(each);
  if (!reaches.some(mayBeRoom)) return reaches;
  return reaches.map((each) =>
    mayBeRoom(each) && places().has(each.text) ? { ...each, groups: NO_GROUPS, isPlace: true } : each,
  );
}

/** "the crew cabin", where there are a fore and an aft cabin: what nobody knows beside a word of places tells another. */
export function withOtherPlace(
  reaches: WordReach[],
  { groups, vocabulary, lexicon }: Tables,
  visible: Visible,
): WordReach[] {
  if (!reaches.some(({ isUnknown }) => isUnknown)) return reaches;
  const isSaid = (term: number) => reaches.some(({ terms }) => terms.has(term));
  const isPlaceName = (group: number) => {
    const kind = groups.at(group)?.kind;
    return (kind === "area" || kind === "floor") && visible.group(group);
  };
  /** Names of places with a word, or with that of which it is a form ("pokoju"). */
  const namesBearing = ({ isPlace, stem, terms }: WordReach) => {
    const own = vocabulary.find(stem);
    const some = own === undefined ? [...terms.keys()] : [own];
    const bearing = isPlace ? some.flatMap((term) => groups.byTerm.of(term).filter(isPlaceName)) : undefined;
    const names = bearing?.flatMap((group) => groups.at(group)?.names ?? []);
    return names?.every((name) => name.some((each) => !isSaid(each))) ? names : undefined;
  };
  const isShared = (each: WordReach) =>
    namesBearing(each) !== undefined && vocabulary.find(each.stem) !== undefined;
  // "w pokoju Kacpra", where there is a "Pokój Zosi"; "in de kamer van Thijs", where there is a "Kamer van Sem"
  const isSharedBefore = (each: WordReach | undefined, joint?: WordReach) => {
    const names = each && lexicon.isSparse ? namesBearing(each) : undefined;
    if (names === undefined || names.length === 0) return false;
    const second = joint && vocabulary.find(joint.stem);
    return names.every(
      ([first = -1, ...others]) =>
        others.length > (joint ? 1 : 0) &&
        each?.terms.has(first) === true &&
        (joint === undefined || others[0] === second),
    );
  };
  const isOther = (each: WordReach, at: number) => {
    if (!each.isUnknown || lexicon.saysHow(each.text)) return false;
    // what begins an order may be what is to be done
    const mayBe = at > 0 || !lexicon.isSparse || lexicon.deedsFirst === false;
    const [last, next = each] = [reaches[at - 1], reaches[at + 1]];
    // "朵朵的", where there is a 朵朵房: the last sign of one word with the first of another
    const isSeam = last !== undefined && overlap(last, each);
    if (!lexicon.joinsThings)
      return (
        (mayBe && isShared(next)) ||
        (!isSeam && isSharedBefore(last)) ||
        isSharedBefore(reaches[at - 2], last)
      );
    let before = at - 1;
    while (lexicon.joins(reaches[before]?.text ?? "")) before--;
    return before < at - 1 && isShared(reaches[before] ?? each);
  };
  return reaches.map((each, at) =>
    isOther(each, at) ? { ...asName(each), groups: NO_GROUPS, isPlace: true, isOther: true } : each,
  );
}

/** "dans le garage": a word that may be a kind, of which nothing is here, and is in no name; no state, nor one of "how much". */
function isCalledNowhere(
  { role, groups, kinds, terms, text }: WordReach,
  lexicon: Lexicon,
  visible: Visible,
): boolean {
  const isNothings =
    role === "noun" && !isAny(groups, visible.group) && kinds.every(({ borrowed }) => borrowed);
  return (
    (role === "hint" || isNothings) &&
    !lexicon.isSmallWord(text) &&
    lexicon.states(text) === undefined &&
    !isAny(terms, visible.term)
  );
}

/** "le ventilateur à la vitesse maximale": what is said of the things that are named. */
function isSaidOfKind({ role, groups }: WordReach, reaches: readonly WordReach[]): boolean {
  const isOf = (kind: WordReach) => kind.needed && kind.kinds.length > 0;
  return (
    role === "hint" && reaches.some((each) => isOf(each) && isAny(groups, (group) => each.groups.has(group)))
  );
}

/** "the lamp in the mezzanine": where but a kind is known, a word that nobody knows is the place that is meant. */
export function withUnknownPlace(
  reaches: WordReach[],
  places: () => PlacesAsked,
  lexicon: Lexicon,
  visible: Visible,
): WordReach[] {
  const isUncalled = (each: WordReach) =>
    isCalledNowhere(each, lexicon, visible) && !isSaidOfKind(each, reaches);
  const mayBePlace = (each: WordReach) =>
    each.isGuess ||
    isNearKind(each, lexicon) ||
    each.isHardlySmall ||
    isUncalled(each) ||
    (each.role === "name" && !each.needed && each.terms.size > 0);
  if (!reaches.some(mayBePlace)) return reaches;
  const asked = places();
  const isAsked = ({ isGuess, text }: WordReach) => isGuess && asked.has(text);
  const kindSigns = reaches.filter(({ isSign, kinds }) => isSign && kinds.length > 0);
  // "地下室燈": what is called 浴室燈 is none of it
  const isSeam = (each: WordReach, before: WordReach | undefined) =>
    before !== undefined &&
    isAsked(before) &&
    overlap(before, each) &&
    kindSigns.some(({ text }) => each.text.endsWith(text));
  const needed = reaches.filter(
    (each, at) => each.needed && !isAsked(each) && !isSeam(each, reaches[at - 1]),
  );
  const saysNoKind = !reaches.some(
    ({ groups, role, kinds }) => kinds.length > 0 || (role !== "soft" && isAny(groups, visible.group)),
  );
  const endsInKind = ({ text }: WordReach) =>
    kindSigns.some((sign) => text !== sign.text && text.endsWith(sign.text));
  const names = needed.filter((each) => each.kinds.length === 0 && !endsInKind(each));
  const isSure = (each: WordReach) =>
    (each.isGuess || each.isHardlySmall || isNearKind(each, lexicon)) &&
    !each.isFree &&
    asked.get(each.text) === true;
  const isNearly = (each: WordReach, at: number) =>
    asked.get(each.text) === true && isNearlyOwner(each, reaches[at - 1], lexicon);
  if (saysNoKind && !reaches.some((each, at) => isSure(each) || isNearly(each, at))) return reaches;
  // beside a name a word may say how, unless it says a kind itself ("wandlamp") and the name no place
  const saysPlace = needed.some(({ isPlace }) => isPlace);
  const isHead = (each: WordReach) =>
    !saysPlace && reaches.some(({ text, kinds }) => text === each.text && kinds.length > 0);
  return reaches.map((each, at) => {
    const { isGuess, text, role, terms } = each;
    // behind music may be said where it is played, as where a lamp is
    const isPlayed = (name: WordReach) =>
      lexicon.isSparse && name.role === "verb" && reaches.indexOf(name) < at;
    const saysName = !names.every(isPlayed);
    const isNone = lexicon.isEveryday(text) && !isUncalled(each);
    if (!asked.has(text) || isNone) return each;
    if (isMisspelt(each)) return { ...each, needed: true };
    if (isSure(each))
      return { ...asName(each), groups: NO_GROUPS, isPlace: true, isUnknown: true, isOther: true };
    if (isNearly(each, at)) return { ...each, needed: true, isPlace: true };
    if (saysNoKind) return each;
    if (saysName && !lexicon.joinsThings && !isHead(each)) return each;
    if (isGuess || each.isHardlySmall || (isUncalled(each) && !each.isSign)) {
      const measures = each.measures && asked.get(text) !== true;
      return { ...asName(each), measures, groups: NO_GROUPS, isPlace: true, isUnknown: true };
    }
    // nearly written like a word of the home: "biurze" for the office ("Biuro")
    const isNear = !saysName && role === "name" && terms.size > 0;
    return isNear ? { ...each, needed: true, isPlace: true } : each;
  });
}

/** "lumère du palier": a long word with a single fault is the kind, where there is any of it. */
function isMisspelt({ kinds, stem, groups }: WordReach): boolean {
  return kinds.length > 0 && stem.length >= LONG && [...groups.values()].some((each) => each >= ONE_FAULT);
}

const LONG = 5;
/** Of what a word means, if it has a fault. */
const ONE_FAULT = 0.65;

/** "u vrtu", where there is a door ("vrata"). */
function isNearKind({ role, needed, terms }: WordReach, lexicon: Lexicon): boolean {
  return lexicon.isSparse && role === "noun" && !needed && terms.size > 0;
}

/** "lampada di Marco": nearly Marta, but behind what joins the two whose it is. */
function isNearlyOwner(
  { role, needed, terms, isGuess }: WordReach,
  joint: WordReach | undefined,
  lexicon: Lexicon,
): boolean {
  return role === "name" && !needed && !isGuess && terms.size > 0 && lexicon.joins(joint?.text ?? "");
}

/** "the jacuzzi in the garage", "Emma's tablet": where but a place or an owner is known, a word that nobody knows is the thing. */
export function withUnknownThing(
  reaches: WordReach[],
  places: () => PlacesAsked,
  lexicon: Lexicon,
): WordReach[] {
  if (!reaches.some(({ isUnknown }) => isUnknown)) return reaches;
  // "garbage" may be the garage, and "garbage disposal" is not; other languages have words behind it that say how
  const isNearly = ({ needed, role, terms, isGuess }: WordReach) =>
    !lexicon.isSparse && !needed && role === "name" && terms.size > 0 && !isGuess;
  const isPlace = ({ isPlace, text }: WordReach) =>
    isPlace || (!lexicon.isSparse && places().get(text) === true);
  const named = reaches.filter((each) => each.needed || isNearly(each));
  const namesPlaceAlone = named.length > 0 && named.every((each) => isNearly(each) || isPlace(each));
  const saysKind = reaches.some(
    ({ role, groups, breadth }) => role === "act" && groups.size > 0 && breadth <= FEW_KINDS,
  );
  if (!namesPlaceAlone || saysKind) return reaches;
  const isName = (text: string) => lexicon.hasCapitals && places().has(text) && !lexicon.isEveryday(text);
  // "everything in the garage" names no thing; where nobody knows the verbs, a noun must show that it is one
  const isThing = ({ isUnknown, text }: WordReach) =>
    isUnknown && (lexicon.isSparse ? isName(text) : !lexicon.asksForAll(text));
  return reaches.map((each) => (isThing(each) ? { ...asName(each), isOther: !lexicon.isSparse } : each));
}
