/** How far a word of a query reaches: the words and groups of the home that serve it, each with how well. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";
import { isSpaceless } from "../words/tokenise.ts";
import { correct, inflected } from "./correct.ts";
import { ReachSoFar } from "./reach-so-far.ts";

export type WordReach = {
  readonly stem: string;
  /** As the query has it, folded. */
  readonly text: string;
  readonly role: Word["role"];
  /** What the word counts for in the score. */
  readonly weight: number;
  /** Whether a hit that does not serve it is at best a near one. */
  readonly needed: boolean;
  /** Whether it is a word of an area's name, or may be one with an ending. */
  readonly isPlace: boolean;
  /** Whether it is a sign of another word here, and no word of a name. */
  readonly isSign: boolean;
  /** Whether a word of an area is written so, though it may be a kind as well ("garage"). */
  readonly isArea: boolean;
  /** Whether neither home nor languages know it. */
  readonly isUnknown: boolean;
  /** Whether it is but nearly written like a word of a language, and like none of the home. */
  readonly isGuess: boolean;
  /** What it means as a word for a kind. */
  readonly kinds: readonly Sense[];
  /** Whether it says what is measured: a kind of its own, or a property of another thing. */
  readonly measures: boolean;
  /** Numbers of words → how well they serve, 0 to 1. */
  readonly terms: ReadonlyMap<number, number>;
  /** Numbers of groups other than areas → how well their members are served by belonging to it. */
  readonly groups: ReadonlyMap<number, number>;
};

/** Served less, a word counts as not served. */
export const SERVED = 0.3;

/** A doorbell ("deurbel") is no door. */
const ENDING_OF_KIND = 2;
const WEIGHTS: Readonly<Record<Word["role"], number>> = {
  name: 1,
  noun: 1,
  act: 0.65,
  verb: 0.5,
  free: 0.5,
  number: 0.5,
  hint: 0.12,
  value: 0.05,
  soft: 0.05,
};
/** What can be done to so few kinds says which is meant ("dim"). */
const FEW_KINDS = 3;
const FEW_UNKNOWN = 2;
const NEEDED: ReadonlySet<Word["role"]> = new Set(["name", "noun", "verb"] as const);
/**
 * What each word reaches. When no word leads anywhere of itself, the small words are what is asked for. `places`: what
 * stands where a place is said; `unknown`: pairs of signs of words that nobody knows.
 */
export function wordReach(
  words: readonly Word[],
  tables: Tables,
  visible: Visible,
  places: () => ReadonlySet<string>,
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
  const known = withUnknownThing(sure, places, tables.lexicon);
  return withUnknownPlace(withRoomsElsewhere(known, places, visible), places, tables.lexicon, visible);
}

/** Signs of a word that stands in no name here are part of none: "ダイソン" is no ダイキン. */
function withUnknown(reaches: WordReach[], unknown: ReadonlySet<string>): WordReach[] {
  if (unknown.size === 0) return reaches;
  return reaches.map((each) =>
    unknown.has(each.text) ? { ...asName(each), kinds: NO_KINDS, terms: NO_TERMS, groups: NO_GROUPS } : each,
  );
}

/** "the fan in the kitchen": known to be a room, in a home where nothing is in one. */
function withRoomsElsewhere(
  reaches: WordReach[],
  places: () => ReadonlySet<string>,
  visible: Visible,
): WordReach[] {
  const isNowhere = ({ terms, groups }: WordReach) =>
    ![...terms.keys()].some(visible.term) && ![...groups.keys()].some(visible.group);
  const mayBeRoom = (each: WordReach) =>
    each.role === "name" && each.needed && !each.isPlace && !each.isGuess && isNowhere(each);
  if (!reaches.some(mayBeRoom)) return reaches;
  return reaches.map((each) =>
    mayBeRoom(each) && places().has(each.text) ? { ...each, groups: NO_GROUPS, isPlace: true } : each,
  );
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

function overlap(one: WordReach, other: WordReach): boolean {
  return isSpaceless(one.text) && one.text.length > 1 && one.text.at(-1) === other.text[0];
}

/** "włącz projektor": where nothing else is named, what is nearly written like a kind is. */
function withKindGuessed(reaches: WordReach[]): WordReach[] {
  if (reaches.some(({ needed, role }) => needed || role === "name" || role === "number")) return reaches;
  return reaches.map((each) => (each.isGuess && each.kinds.length > 0 ? { ...each, needed: true } : each));
}

/** "heated towel rail": beside words that nobody knows, one that is nearly written like a kind is no such thing either. */
function withoutLoneGuess(reaches: WordReach[]): WordReach[] {
  const isSure = ({ isGuess, weight }: WordReach) => !isGuess && weight > WEIGHTS.hint;
  const unknown = reaches.filter(({ isUnknown }) => isUnknown);
  if (unknown.length < FEW_UNKNOWN || reaches.some(isSure)) return reaches;
  return reaches.map((each) =>
    each.isGuess ? { ...each, isUnknown: true, groups: NO_GROUPS, role: "soft", weight: WEIGHTS.soft } : each,
  );
}

/** "the lamp in the mezzanine": where but a kind is known, a word that nobody knows is the place that is meant. */
function withUnknownPlace(
  reaches: WordReach[],
  places: () => ReadonlySet<string>,
  lexicon: Lexicon,
  visible: Visible,
): WordReach[] {
  const mayBePlace = ({ isGuess, role, needed, terms }: WordReach) =>
    isGuess || (role === "name" && !needed && terms.size > 0);
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
    ({ groups, role, kinds }) =>
      kinds.length > 0 || (role !== "soft" && [...groups.keys()].some(visible.group)),
  );
  const saysName = needed.some(({ kinds }) => kinds.length === 0);
  if (saysNoKind) return reaches;
  // beside a name a word may say how, unless it says a kind itself ("wandlamp") and the name no place
  const saysPlace = needed.some(({ isPlace }) => isPlace);
  const isHead = (each: WordReach) =>
    !saysPlace && reaches.some(({ text, kinds }) => text === each.text && kinds.length > 0);
  return reaches.map((each) => {
    const { isGuess, text, role, terms } = each;
    if (!asked.has(text) || lexicon.isEveryday(text)) return each;
    if (saysName && !lexicon.joinsThings && !isHead(each)) return each;
    if (isGuess) return { ...asName(each), groups: NO_GROUPS, isPlace: true, isUnknown: true };
    // nearly written like a word of the home: "biurze" for the office ("Biuro")
    const isNear = !saysName && role === "name" && terms.size > 0;
    return isNear ? { ...each, needed: true, isPlace: true } : each;
  });
}

function asName(reach: WordReach): WordReach {
  return { ...reach, role: "name", weight: WEIGHTS.name, needed: true };
}

/** "the jacuzzi in the garage": where but a place is known, a word that nobody knows is the thing. */
function withUnknownThing(
  reaches: WordReach[],
  places: () => ReadonlySet<string>,
  lexicon: Lexicon,
): WordReach[] {
  const needed = reaches.filter((each) => each.needed);
  const namesPlaceAlone = needed.length > 0 && needed.every(({ isPlace }) => isPlace);
  const saysKind = reaches.some(
    ({ role, groups }) => role === "act" && groups.size > 0 && groups.size <= FEW_KINDS,
  );
  if (!namesPlaceAlone || saysKind) return reaches;
  const isName = (text: string) => lexicon.hasCapitals && places().has(text) && !lexicon.isEveryday(text);
  // "everything in the garage" names no thing; where nobody knows the verbs, a noun must show that it is one
  const isThing = ({ isUnknown, text }: WordReach) =>
    isUnknown && (lexicon.isSparse ? isName(text) : !lexicon.asksForAll(text));
  return reaches.map((each) => (isThing(each) ? asName(each) : each));
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
  const isUnknown = (word.role === "name" || word.role === "free") && !isKnown(word, lexicon);
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
  reached.byMeaning(senses, certainty);
  const found = {
    isSign: word.isSign === true,
    text: word.text,
    stem: word.stem,
    terms: reached.terms,
    groups: reached.groups,
    ...placeSaid(meant, isEnding, reached, visible),
    isUnknown: false,
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
    needed: NEEDED.has(role) && (!mayBeMisspelt || isEnding),
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

const NO_KINDS: readonly Sense[] = [];
const PAIR = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{2}$/u;
const NO_TERMS: ReadonlyMap<number, number> = new Map();
const NO_GROUPS: ReadonlyMap<number, number> = new Map();
const MEASURING = /^(?:sensor|binary_sensor|number)\./;

function measures(senses: readonly Sense[]): boolean {
  const targets = senses.flatMap(({ serves }) => [...serves.keys()]);
  return targets.length > 0 && targets.every((target) => MEASURING.test(target));
}

function asWritten({ senses, role }: Word) {
  return { senses, role, certainty: 1, terms: [] as readonly (readonly [number, number])[] };
}
