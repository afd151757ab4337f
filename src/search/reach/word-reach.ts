/** How far a word of a query reaches: the words and groups of the home that serve it, each with how well. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { PlacesAsked } from "../words/place-asked.ts";
import type { Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";
import { isSpaceless } from "../words/tokenise.ts";
import { correct, inflected } from "./correct.ts";
import { ReachSoFar } from "./reach-so-far.ts";
import { NO_GROUPS, NO_KINDS, NO_TERMS, overlap, WEIGHTS, type WordReach } from "./reached.ts";
import {
  withOtherPlace,
  withRoomsElsewhere,
  withUnknown,
  withUnknownPlace,
  withUnknownThing,
} from "./unknown-words.ts";

/** A doorbell ("deurbel") is no door. */
const ENDING_OF_KIND = 2;
const FEW_UNKNOWN = 2;
/** Of a shorter word one fault makes another: a towel rail is no rain. */
const SHORT = 4;
/** How sure a word with two faults is. */
const FAR = 0.62;
const NEEDED: ReadonlySet<Word["role"]> = new Set(["name", "noun", "verb"] as const);
/**
 * What each word reaches. When no word leads anywhere of itself, the small words are what is asked for. `places`: what
 * stands where a place is said; `unknown`: pairs of signs of words that nobody knows.
 */
export function wordReach(
  words: readonly Word[],
  tables: Tables,
  visible: Visible,
  places: () => PlacesAsked,
  unknown: ReadonlySet<string>,
): WordReach[] {
  const reaches = withUnknown(
    withoutSeams(words.map((word, at) => reach(word, [words[at - 1], words[at + 1]], tables, visible))),
    unknown,
  );
  const idle = reaches.every(({ weight }) => weight <= WEIGHTS.hint);
  const saysKind = reaches.some(({ role, groups }) => role === "hint" && groups.size > 0);
  // "all updates" asks for no thing with "all" in its name
  const isForAll = ({ role, text }: WordReach) =>
    saysKind && role === "soft" && tables.lexicon.asksForAll(text);
  // pairs of signs of small words stand in many names
  if (idle)
    return reaches.map((each) =>
      isForAll(each)
        ? each
        : { ...each, weight: 1, ...(PAIR.test(each.text) && !each.isSign ? { terms: NO_TERMS } : {}) },
    );
  const sure = withKindGuessed(withoutLoneGuess(reaches));
  const known = withUnknownThing(withOtherPlace(sure, tables, visible), places, tables.lexicon);
  return withUnknownPlace(withRoomsElsewhere(known, places, visible), places, tables.lexicon, visible);
}

/** "書房燈光": the pair of signs between a place and a kind is part of neither, though other things here are called so. */
function withoutSeams(reaches: WordReach[]): WordReach[] {
  if (!reaches.some(({ text }) => isSpaceless(text))) return reaches;
  return reaches.map((each, at) => {
    const [before, behind] = [reaches[at - 1], reaches[at + 1]];
    // or between two words of the language: 設定温度
    const isSeam =
      each.role === "name" &&
      before !== undefined &&
      (before.isPlace || (before.role !== "name" && before.role !== "noun" && !before.isUnknown)) &&
      behind?.role === "noun" &&
      overlap(before, each) &&
      overlap(each, behind);
    return isSeam ? { ...each, needed: false } : each;
  });
}

/** "włącz projektor": where nothing else is named, what is nearly written like a kind is. */
function withKindGuessed(reaches: WordReach[]): WordReach[] {
  if (reaches.some(({ needed, role }) => needed || role === "name" || role === "number")) return reaches;
  return reaches.map((each) => (each.isGuess && each.kinds.length > 0 ? { ...each, needed: true } : each));
}

/** "heated towel rail": beside words that nobody knows, one that is nearly written like a kind is no such thing either. */
function withoutLoneGuess(reaches: WordReach[]): WordReach[] {
  // "bird feeder" is nothing with which to "feed the fish"
  const isFar = ({ role, needed, terms, stem }: WordReach) =>
    role === "name" &&
    !needed &&
    terms.size > 0 &&
    (stem.length <= SHORT || Math.max(...terms.values()) <= FAR);
  const isSure = (each: WordReach) => !each.isGuess && !isFar(each) && each.weight > WEIGHTS.hint;
  const unknown = reaches.filter(({ isUnknown }) => isUnknown).length;
  const strange = unknown + reaches.filter(isFar).length;
  if (unknown === 0 || strange < FEW_UNKNOWN || reaches.some(isSure)) return reaches;
  const nothing = { isUnknown: true, terms: NO_TERMS, groups: NO_GROUPS, weight: WEIGHTS.soft } as const;
  return reaches.map((each) => (each.isGuess || isFar(each) ? { ...each, ...nothing, role: "soft" } : each));
}

function reach(
  word: Word,
  neighbours: readonly (Word | undefined)[],
  tables: Tables,
  visible: Visible,
): WordReach {
  const { lexicon } = tables;
  const reached = new ReachSoFar(tables);
  const isNew = reached.byForm(word, neighbours, visible);
  const isUnknown =
    (word.role === "name" || word.role === "free") && !word.tellsKind && !isKnown(word, lexicon);
  const mayBeMisspelt = isNew && isUnknown;
  const ending = mayBeMisspelt && lexicon.isSparse ? inflected(word, tables, visible) : undefined;
  const meant = mayBeMisspelt ? (ending ?? correct(word, tables, visible)) : asWritten(word);
  const { senses, role, certainty, terms } = meant;
  const isEnding = ending !== undefined;
  for (const [term, strength] of terms) reached.add(term, strength);
  // a kind with an ending is also the name of one without
  if (isNew && role === "noun" && senses.some(({ borrowed }) => borrowed))
    for (const [term, strength] of inflected(word, tables, visible, ENDING_OF_KIND)?.terms ?? [])
      reached.add(term, strength);
  if (role === "noun") reached.leaveOtherKinds(word, senses);
  const isOfKind = role === "name" && reached.isDomainAlone(visible);
  reached.byMeaning(senses, certainty);
  const found = {
    isSign: word.isSign === true,
    tellsKind: word.tellsKind === true,
    text: word.text,
    stem: word.stem,
    terms: reached.terms,
    groups: reached.groups,
    ...placeSaid(meant, isEnding, reached, visible),
    isUnknown: false,
    isOther: false,
    isFree: word.role === "free",
    breadth: new Set(senses.flatMap(({ serves }) => [...serves.keys()])).size,
    isHardlySmall: word.role === "soft" && lexicon.isSparse && !lexicon.writesSmall(word.text),
    isGuess: mayBeMisspelt && !(isEnding && role === "noun") && ![...reached.terms.keys()].some(visible.term),
  };
  // what nobody knows decides nothing
  if (mayBeMisspelt && !isEnding && reached.isNowhere(visible))
    return { ...found, isUnknown: true, role: "soft", weight: WEIGHTS.soft, needed: false, kinds: NO_KINDS };
  return {
    ...found,
    role,
    weight: WEIGHTS[role] * word.share,
    // with an ending it is the word that it would be without
    needed: NEEDED.has(role) && (!mayBeMisspelt || isEnding) && !isOfKind,
    kinds: role === "noun" ? senses.filter((sense) => sense.role === "noun") : NO_KINDS,
  };
}

/** Not by the ending of another language: what then has no sense is no word of it. */
function isKnown({ stem, senses }: Word, lexicon: Lexicon): boolean {
  return lexicon.knows(stem) && (senses.length > 0 || lexicon.senses(stem).length === 0);
}

function placeSaid(
  { role, senses }: Pick<Word, "role" | "senses">,
  isEnding: boolean,
  reached: ReachSoFar,
  visible: Visible,
): Pick<WordReach, "isPlace" | "isArea" | "measures"> {
  const isName = role === "name";
  const place = isName || role === "noun" ? reached.placeSaid(visible) : undefined;
  const isArea = place === "area";
  // "bagno" sounds like something wet
  return {
    isArea,
    isPlace: isName && (isEnding || place !== undefined),
    measures: !(isName && isArea) && measures(senses),
  };
}

const PAIR = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{2}$/u;
const MEASURING = /^(?:sensor|binary_sensor|number)(?:\.|$)/;

function measures(senses: readonly Sense[]): boolean {
  const targets = senses.flatMap(({ serves }) => [...serves.keys()]);
  return targets.length > 0 && targets.every((target) => MEASURING.test(target));
}

function asWritten({ senses, role }: Word) {
  return { senses, role, certainty: 1, terms: [] as readonly (readonly [number, number])[] };
}
