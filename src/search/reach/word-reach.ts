/** How far a word of a query reaches: the words and groups of the home that serve it, each with how well. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { PlacesAsked } from "../words/asked/place-asked.ts";
import type { UnknownSigns } from "../words/asked/unknown-signs.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { isDeedForm, type Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";
import { isSpaceless } from "../words/tokenise.ts";
import { withRoutine } from "./before-kinds.ts";
import { calledHere, classCalled } from "./class-called.ts";
import { type Correction, correct, inflected, OTHER_ENDING, otherEnding } from "./correct.ts";
import { floorsSaid, withSent } from "./places-named.ts";
import { ReachSoFar } from "./reach-so-far.ts";
import { isAny, NO_GROUPS, NO_KINDS, NO_TERMS, overlap, WEIGHTS, type WordReach } from "./reached.ts";
import { withToldApart } from "./told-apart.ts";
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
  unknown: UnknownSigns,
): WordReach[] {
  const reached = words.map((word, at) =>
    reach(word, [words[at - 1], words[at + 1], words[at + 2]], tables, visible),
  );
  const reaches = withToldApart(
    withUnknown(withoutSeams(reached, tables, visible), unknown),
    tables,
    visible,
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
  const sure = withRoutine(withKindGuessed(withoutLoneGuess(reaches)), tables, visible);
  const known = withUnknownThing(withOtherPlace(sure, tables, visible), places, tables.lexicon);
  const placed = withUnknownPlace(
    withRoomsElsewhere(known, places, visible),
    places,
    tables.lexicon,
    visible,
  );
  return withSent(placed, tables, visible);
}

/** "書房燈光": the pair of signs between a place and a kind is part of neither, though other things here are called so. */
function withoutSeams(reaches: WordReach[], tables: Tables, visible: Visible): WordReach[] {
  if (!reaches.some(({ text }) => isSpaceless(text))) return reaches;
  const isKindSign = (sign: string | undefined) =>
    reaches.some(({ isSign, role, text }) => isSign && role === "noun" && text === sign);
  return reaches.map((each, at) => {
    const [before, behind] = [reaches[at - 1], reaches[at + 1]];
    // or between two words of the language: 設定温度
    const isSeam =
      each.role === "name" &&
      before !== undefined &&
      (before.isPlace || (before.role !== "name" && before.role !== "noun")) &&
      behind !== undefined &&
      // or what things here of one class are called: 厨房音箱, where there is a 书房音箱
      (behind.role === "noun" ||
        // or one with a sign of a kind: "餐厅灯关了吗"
        (before.isPlace && isKindSign(each.text.at(-1))) ||
        (before.isPlace && classCalled(behind.text, tables, visible) !== undefined)) &&
      // 吊灯 is one word
      !(before.isUnknown && behind.isSign) &&
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
  const isFar = ({ role, needed, terms, stem, isGuess, kinds }: WordReach) =>
    // nor is an "extension lead" any LED
    (isGuess && kinds.length > 0 && stem.length <= SHORT) ||
    (role === "name" &&
      !needed &&
      terms.size > 0 &&
      (stem.length <= SHORT || Math.max(...terms.values()) <= FAR));
  const isSure = (each: WordReach) => !each.isGuess && !isFar(each) && each.weight > WEIGHTS.hint;
  const unknown = reaches.filter(({ isUnknown }) => isUnknown).length;
  const strange = unknown + reaches.filter(isFar).length;
  if (unknown === 0 || strange < FEW_UNKNOWN || reaches.some(isSure)) return reaches;
  const nothing = { isUnknown: true, terms: NO_TERMS, groups: NO_GROUPS, weight: WEIGHTS.soft } as const;
  return reaches.map((each) => (each.isGuess || isFar(each) ? { ...each, ...nothing, role: "soft" } : each));
}

/** "rolety", by which a routine is called here, are blinds ("roleta") as well. */
function formOfKind(
  { stem, senses }: Word,
  role: Word["role"],
  isNew: boolean,
  tables: Tables,
): readonly Sense[] {
  const mayBe = !isNew && role === "name" && senses.length === 0 && stem.length > SHORT;
  return (mayBe && otherEnding(stem, tables)) || [];
}

function reach(
  read: Word,
  neighbours: readonly (Word | undefined)[],
  tables: Tables,
  visible: Visible,
): WordReach {
  const reached = new ReachSoFar(tables);
  const word = reached.asPerson(read, visible);
  const isNew = reached.byForm(word, neighbours, visible);
  const { meant, mayBeMisspelt, isEnding } = understood(word, isNew, tables, visible);
  const { certainty, terms } = meant;
  const called = calledHere(word.text, meant.role, neighbours, tables, visible);
  const isArea = saysArea(word.text, meant, reached, tables, visible);
  const role = isArea || (meant.role === "soft" && called !== undefined) ? "name" : meant.role;
  const senses = isArea ? NO_KINDS : meant.senses;
  reached.addAll(terms);
  // a kind with an ending is also the name of one without
  if (isNew && role === "noun" && senses.some(({ borrowed }) => borrowed))
    reached.addAll(inflected(word, tables, visible, ENDING_OF_KIND)?.terms ?? []);
  reached.byMeaning(formOfKind(word, role, isNew, tables), OTHER_ENDING, visible);
  if (role === "noun") reached.leaveOtherKinds(word, senses);
  const isOfKind = role === "name" && reached.isDomainAlone(visible);
  reached.byMeaning(senses, certainty, visible);
  if (role === "name") for (const floor of floorsSaid(word.text, tables, visible)) reached.addGroup(floor);
  if (called !== undefined) reached.addGroup(called);
  const isGuess = mayBeMisspelt && !(isEnding && role === "noun") && !isAny(reached.terms, visible.term);
  // what nobody knows decides nothing
  const isNobodys = mayBeMisspelt && !isEnding && reached.isNowhere(visible);
  const place = placeSaid({ senses, role }, isEnding, reached, visible);
  const isNoun = !isNobodys && role === "noun";
  // one literal: this is made for every word of every query
  return {
    stem: word.stem,
    text: word.text,
    role: isNobodys ? "soft" : role,
    weight: isNobodys ? WEIGHTS.soft : WEIGHTS[role] * word.share,
    // with an ending it is the word that it would be without
    needed: !isNobodys && NEEDED.has(role) && (!mayBeMisspelt || isEnding) && !isOfKind,
    ...place,
    isSign: word.isSign === true,
    tellsKind: word.tellsKind === true,
    isUnknown: isNobodys,
    isFree: word.role === "free",
    isOther: false,
    isGuess,
    isHardlySmall: word.role === "soft" && tables.lexicon.isSparse && !tables.lexicon.writesSmall(word.text),
    breadth: breadthOf(senses),
    kinds: isNoun ? senses.filter((sense) => sense.role === "noun") : NO_KINDS,
    nth: role === "number" ? tables.lexicon.ordinal(word.text) : undefined,
    terms: seen(reached.terms, visible.term),
    groups: seen(reached.groups, visible.group),
  };
}

/** Without what is of hidden things alone: that there is any would tell of them. */
function seen(
  reached: ReadonlyMap<number, number>,
  isSeen: (number: number) => boolean,
): ReadonlyMap<number, number> {
  if (!isAny(reached, (number) => !isSeen(number))) return reached;
  return new Map([...reached].filter(([number]) => isSeen(number)));
}

function breadthOf(senses: readonly Sense[]): number {
  const [sense, ...others] = senses;
  if (others.length === 0) return sense?.serves.size ?? 0;
  return new Set(senses.flatMap(({ serves }) => [...serves.keys()])).size;
}

/** "bagno", of two that are here, is no form of "bagnato". */
function saysArea(
  text: string,
  { role, senses }: Correction,
  reached: ReachSoFar,
  { lexicon }: Tables,
  visible: Visible,
): boolean {
  if (role !== "hint" || isSpaceless(text) || lexicon.writes(text)) return false;
  return senses.every(({ borrowed }) => borrowed) && reached.placeSaid(visible) === "area";
}

type Understood = {
  readonly meant: Correction;
  /** Whether neither the home nor the languages have it so. */
  readonly mayBeMisspelt: boolean;
  /** Whether it is a word with an ending. */
  readonly isEnding: boolean;
};

function understood(word: Word, isNew: boolean, tables: Tables, visible: Visible): Understood {
  const { lexicon } = tables;
  const isName = word.role === "name" || word.role === "free";
  const isNobodys = isNew && isName && !word.tellsKind && !isKnown(word, lexicon);
  const isDeed = isNobodys && endsOtherwise(word).some((stem) => isDeedForm(word.text, stem, lexicon));
  if (!isNobodys || isDeed) {
    const { senses } = word;
    const meant = { senses, role: isDeed ? ("soft" as const) : word.role, certainty: 1, terms: [] };
    return { meant, mayBeMisspelt: false, isEnding: false };
  }
  const ending = lexicon.isSparse ? inflected(word, tables, visible) : undefined;
  const meant = ending ?? correct(word, tables, visible);
  return { meant, mayBeMisspelt: true, isEnding: ending !== undefined };
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
  let any = false;
  for (const { serves } of senses)
    for (const target of serves.keys()) {
      if (!MEASURING.test(target)) return false;
      any = true;
    }
  return any;
}

/** The stem, and what it may be before a last letter that is no part of it: "kapcsolj". */
function endsOtherwise({ stem }: Word): readonly string[] {
  return [stem, stem.slice(0, -1)];
}
