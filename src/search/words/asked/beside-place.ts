/** Words that stand where the place of a thing is said, or the thing of a place. */

import type { Lexicon } from "../lexicon.ts";
import { fold, unfolded } from "../normalise.ts";
import { isMeasured, isSmall } from "./signs-asked.ts";
import {
  endsSoon,
  isJoint,
  isNobodys,
  LONGEST_ARTICLE,
  NUMBER,
  type Stands,
  type WordAt,
} from "./word-at.ts";

/** "다락방에", where several places end in 방: another of them, with what is written onto words or not. Of one place it tells before a kind. */
export function endsAsPlaces({ texts, at, lexicon, said }: WordAt): boolean {
  const word = texts[at] ?? "";
  if (!HANGUL.test(word) || said.isName(word) || lexicon.isEveryday(word) || isSmall(word, lexicon))
    return false;
  const syllables = [...unfolded(word)].map(fold);
  const isBeforeKind = said.kind(texts[at + 1] ?? "") !== undefined;
  return syllables.some((syllable, place) => {
    const ending = syllables.slice(place + 1).join("");
    const isEnd = ending === "" || lexicon.isSmallWord(ending);
    return place > 0 && isEnd && said.endsPlaces(syllable) >= (isBeforeKind ? 1 : SEVERAL);
  });
}

const HANGUL = /^\p{Script=Hangul}+$/u;
const SEVERAL = 2;

/** "démarre le four dans la cave": between an article and what leads to a place is a thing. */
export function standsBeforePlace({ texts, at, lexicon, said }: WordAt): boolean {
  const isSmallAt = (place: number) => isJoint(texts[at + place] ?? "", lexicon);
  if (!lexicon.joinsThings || !said.isPlace(texts[at + 3] ?? "")) return false;
  return !isSmallAt(0) && [-1, 1, 2].every(isSmallAt);
}

/** "secadora en la cocina": where nothing else is said but a place. */
export function beginsBeforePlace(word: WordAt): boolean {
  const { texts, at, lexicon, said } = word;
  if (!lexicon.isSparse || at >= LONGEST_THING) return false;
  const areNobodys = texts.slice(0, at + 1).every((each) => isNobodys(each, word));
  if (!areNobodys || lexicon.byForm?.isDeed(texts[at] ?? "")) return false;
  const behind = texts.slice(at + 1);
  const place = behind.findIndex((each) => !isJoint(each, lexicon));
  // "im", where nouns show themselves; "éteins tout dans la cuisine" says how much, as does "spegni tutto in cucina"
  const isLed = place >= (lexicon.hasCapitals ? 1 : LEADING) && place <= LEADING;
  if (!lexicon.hasCapitals && lexicon.hasSmallForms(behind[0] ?? "")) return false;
  // "condizionatore di Giulia"
  if (place === 1 && lexicon.joinsThings && lexicon.joins(behind[0] ?? "") && said.isPlace(behind[1] ?? ""))
    return endsSoon(behind.slice(2), lexicon);
  // "Lüfter im Stall" may be the Stalllüfter
  if (said.isName(`${behind[place]}${texts[at]}`)) return false;
  return isLed && said.isPlace(behind[place] ?? "") && endsSoon(behind.slice(place + 1), lexicon);
}

/** "sèche-linge" */
const LONGEST_THING = 2;
/** A preposition with its article. */
const LEADING = 2;

/** "in the mezzanine", "in the wine cellar", at the end of what is said. */
export function behindPreposition({ texts, at, lexicon, said }: WordAt): Stands {
  const isFrom = (first: number) => {
    const [before = "", one = ""] = texts.slice(Math.max(0, first - 2), first);
    // "light the fireplace", "water the vineyard"
    const isDone = () => said.kind(before) !== undefined || lexicon.senses(`${before} ${one}`).length > 0;
    return lexicon.isOneOf(one) && (lexicon.saysWhere(before) || isDone());
  };
  const endsAt = (last: number) =>
    !isSmall(texts[last] ?? "", lexicon) && endsSoon(texts.slice(last + 1), lexicon);
  // "tv of grandma"
  if (lexicon.saysWhose(texts[at - 1] ?? "") && endsAt(at)) return "surely";
  // "in the kitchen: boil now", "in the middle position"
  const isNoPlace = (place: number) => {
    const word = texts[place] ?? "";
    return said.isName(word) || lexicon.senses(lexicon.stem(word)).length > 0;
  };
  if (isFrom(at)) {
    if (endsAt(at)) return "surely";
    if (!endsAt(at + 1)) return undefined;
    return said.isPlace(texts[at + 1] ?? "") || !isNoPlace(at + 1) ? "surely" : "perhaps";
  }
  if (!isFrom(at - 1) || !endsAt(at)) return undefined;
  return isNoPlace(at - 1) ? "perhaps" : "surely";
}

/**
 * "accendi le luci della mansarda": behind a kind and small words of a language that has no word apart for "in". A single one
 * must be such as join a thing to another, or stand where something is but switched ("włącz światło w piwnicy"): else behind it a
 * colour may stand. What follows may say how.
 */
export function behindKind(word: WordAt): Stands {
  const { texts, at, lexicon, said } = word;
  if (!lexicon.isSparse || lexicon.byForm?.switches(texts[at] ?? "")) return undefined;
  // "in huis", "w całym domu": anywhere
  if (texts.slice(at).some(lexicon.isHome)) return undefined;
  const before = thingBefore(word);
  const between = texts.slice(before + 1, at);
  const told = texts[before] ?? "";
  const isJoined = lexicon.joins(between[0] ?? "");
  // "a persiana da sala até a metade": where it is has been said
  if (!isJoined && said.isPlace(told)) return undefined;
  const isArticle = between.length === 2 && (between.at(-1)?.length ?? 0) <= LONGEST_ARTICLE;
  // "ouvre les stores à moitié", "sube las persianas a la mitad": how far
  if (!isJoined && isShort(between[0]) && isHowFar(told, between[0], word)) return undefined;
  if (!isJoined && saysWhen(between, word)) return undefined;
  const isIn = between.length === 1 && isShort(between[0]) && leadsToPlace(between[0] ?? "", before, word);
  const behind = texts.slice(at + 1, asksState(word, before) ? -1 : undefined);
  if (!(isJoined || ((isArticle || isIn) && endsSoon(behind, lexicon)))) return undefined;
  // "pausa la música en el jardín"
  const isDone = lexicon.senses(lexicon.stem(told)).some(({ role }) => role === "verb");
  if (said.kind(told) === undefined && !said.isName(told) && !isDone) return undefined;
  const isNominal = texts.slice(0, before).every((each) => isSmall(each, lexicon));
  return isJoined || isNominal || isIn || isSwitched(texts, lexicon) ? "surely" : "perhaps";
}

/**
 * "hur varmt är det i källaren", "czy w piwnicy pali się światło": in a question, behind what leads to a time in which something is, as
 * to a place. In an order it may be how far something is done.
 */
export function behindIn(word: WordAt): Stands {
  const { texts, at, lexicon, said } = word;
  const isQuestion = at > 1 && isSmall(texts[0] ?? "", lexicon);
  if (!isQuestion || !lexicon.leadsIn(texts[at - 1] ?? "") || lexicon.joinsThings) return undefined;
  if (texts.some((each) => said.isPlace(each) || lexicon.isHome(each))) return undefined;
  const text = texts[at] ?? "";
  const isState = lexicon.byForm?.states(text) !== undefined;
  return isNobodys(text, word) && !NUMBER.test(text) && !isState ? "surely" : undefined;
}

const LONGEST_IN = 2;

function isShort(word = ""): boolean {
  return word.length <= LONGEST_IN;
}

/** "allume la lumière à minuit": a language that joins its things by a word has its places behind articles. */
export function saysWhen([small = "", ...others]: readonly string[], { lexicon }: WordAt): boolean {
  const isAlone = LATIN.test(small) && others.length === 0;
  // "a casa": or with the word that leads there
  if (lexicon.isAtHome(small)) return false;
  return lexicon.joinsThings && isAlone;
}

/** In Bulgarian one letter is "in". */
const LATIN = /^\p{Script=Latin}$/u;

/** What opens stands anywhere between, behind a word that is said of nobody who is at home. */
function isHowFar(thing: string, small = "", { texts, lexicon, said }: WordAt): boolean {
  if (!lexicon.joinsThings || texts.some((text) => NUMBER.test(text))) return false;
  const served = [...(said.kind(thing)?.keys() ?? [])];
  return served.some((target) => OPENING.test(target)) && !lexicon.isAtHome(small);
}

const OPENING = /^(?:cover|valve)(?:\.|$)/;

/** The place among the words of what stands before the small words before this one. */
function thingBefore({ texts, at, lexicon }: WordAt): number {
  let before = at - 1;
  // "på" is on as well, where nothing follows it
  if (isSmall(texts[before] ?? "", lexicon) && isShort(texts[before])) before--;
  while (isJoint(texts[before] ?? "", lexicon)) before--;
  return before;
}

/** "är lamporna i trädgården tända": behind a thing that comes first, what ends the question is how it is. */
function asksState({ texts, at, lexicon }: WordAt, thing: number): boolean {
  const { byForm } = lexicon;
  const last = texts.at(-1) ?? "";
  if (!byForm || at === texts.length - 1 || byForm.isDeed(last)) return false;
  const isFirst = texts.slice(0, thing).every((each) => isSmall(each, lexicon));
  const isState = byForm.states(last) !== undefined || byForm.statesAlike(last) !== undefined;
  return isFirst && (isState || byForm.switches(last));
}

/** What is switched, measured, in a state, or set to a number behind it, is set to no colour. */
function saysNoValue(word: WordAt, thing: number): boolean {
  const { texts, at, lexicon, said } = word;
  const kind = said.kind(texts[thing] ?? "");
  const isSo = (word: string, place: number) => place !== thing && lexicon.byForm?.states(word) !== undefined;
  const isSet = texts.slice(at + 1).some((word) => NUMBER.test(word));
  return (
    isSet ||
    asksState(word, thing) ||
    isSwitched(texts, lexicon) ||
    texts.some(isSo) ||
    (kind !== undefined && isMeasured(kind))
  );
}

/** A single word does where nothing else can stand behind it, or where nobody knows what is to be done. */
function leadsToPlace(between: string, thing: number, word: WordAt): boolean {
  const { texts, at, lexicon } = word;
  // "la semaine dernière"
  if ((lexicon.leadsIn(between) && !lexicon.joinsThings) || saysNoValue(word, thing)) return true;
  const isNobodys = lexicon.senses(lexicon.stem(texts[0] ?? "")).length === 0;
  const kind = word.said.kind(texts[thing] ?? "");
  // "ustaw rolety na połowę"
  const opens = [...(kind?.keys() ?? [])].some((target) => OPENING.test(target));
  return !opens && isNobodys && thing === 1 && at === texts.length - 1;
}

/** On or off: what is done is done to a siren as well, and to no number. */
function isSwitched(texts: readonly string[], lexicon: Lexicon): boolean {
  if (texts.some((word) => lexicon.byForm?.switches(word))) return true;
  const deeds = texts
    .flatMap((word) => lexicon.senses(lexicon.stem(word)))
    .filter(({ role }) => role === "act");
  return deeds.length > 0 && deeds.every(({ serves }) => serves.has("siren") && !serves.has("number"));
}
