/** Places that a query says in small words, or by where they are; things so called likewise. */

import type { Tables } from "../index/tables.ts";
import { LOOKED_AT, type Visible } from "../index/visible.ts";
import { fold } from "../words/normalise.ts";
import type { Word } from "../words/query-words.ts";
import { signs, tokenise } from "../words/tokenise.ts";
import { FEW_KINDS, isAny, WEIGHTS, type WordReach } from "./reached.ts";

/** The longest name of an area, floor or thing that is looked for, in words. */
const WORDS_MAX = 6;
const SMALL: ReadonlySet<Word["role"]> = new Set(["soft", "hint", "act", "verb", "free", "value"] as const);

/**
 * "the work area" says where, though neither word says much alone: words that are a place's whole name are made names. In
 * a language that is known by its words for kinds alone, those of a thing's whole name too: "TV" is a small word in some
 * lists, and what is called エアコン is meant by it.
 */
export function withPlaces(words: readonly Word[], tables: Tables, visible: Visible): readonly Word[] {
  const { groups, vocabulary, byName, entities, lexicon } = tables;
  const terms = lexicon.isSparse ? words.map(({ stem }) => vocabulary.find(stem) ?? -1) : [];
  const isThing = (from: number, end: number) => {
    const name = terms.slice(from, end);
    if (name.length === 0 || name.includes(-1)) return false;
    if (!words.slice(from, end).some(({ role }) => SMALL.has(role))) return false;
    return byName.of(name).some((entity) => {
      const { nameLength, words: own = [] } = entities.at(entity) ?? {};
      return (
        nameLength === name.length && name.every((term, at) => term === own[at]) && visible.entity(entity)
      );
    });
  };
  const isPlace = (joined: string) => {
    for (const group of groups.named(joined)) {
      const kind = groups.at(group)?.kind;
      if ((kind === "area" || kind === "floor") && visible.group(group)) return true;
    }
    return false;
  };
  const named = new Set<Word>();
  for (let from = 0; from < words.length; from++) {
    const joined = joinedFrom(words, from);
    for (let length = joined.length; length > 0; length--) {
      const isOfPlace = isPlace(joined[length - 1] ?? "");
      if (!isOfPlace && !isThing(from, from + length)) continue;
      for (const word of words.slice(from, from + length))
        if (isOfPlace || SMALL.has(word.role)) named.add(word);
      break;
    }
  }
  return named.size === 0
    ? words
    : words.map((word) => (named.has(word) ? { ...word, senses: asPlace(word), role: "name" } : word));
}

/** The stems of one word, of two, and so on, written together. */
function joinedFrom(words: readonly Word[], from: number): readonly string[] {
  const joined: string[] = [];
  for (let at = from; at < Math.min(from + WORDS_MAX, words.length); at++)
    joined.push((joined.at(-1) ?? "") + (words[at]?.stem ?? ""));
  return joined;
}

/** What is done to things ("lower") is not done where a place is called so ("lower deck"). */
function asPlace({ role, senses }: Word): Word["senses"] {
  return role === "act" || role === "verb" ? [] : senses;
}

/** What stands beside a sign that is a word of its own in Japanese: particles. */
const PARTICLE = /^\p{Script=Hiragana}$/u;
const HAN = /^\p{Script=Han}$/u;

/** "庭の照明", "庭の鍵": a place whose name is one sign, which no pair of signs says; and a thing of one, as others here are called. */
export function signPlaces(text: string, tables: Tables, visible: Visible): readonly Word[] {
  const { vocabulary } = tables;
  const all = signs(text);
  const isFree = (sign: string | undefined) => sign === undefined || PARTICLE.test(sign);
  const isCalled = (pair: string) => {
    const term = vocabulary.find(pair);
    return term !== undefined && visible.term(term);
  };
  const found = new Map<string, string>();
  for (const [at, sign] of all.entries()) {
    if (all.length < 2 || !HAN.test(sign) || !isFree(all[at - 1]) || !isFree(all[at + 1])) continue;
    const pair = `${all[at - 1] ?? ""}${sign}`;
    if (isNamed(sign, tables, visible)) found.set(sign, sign);
    else if (
      tables.lexicon.senses(sign).length === 0 &&
      isCalled(pair) &&
      (at > 0 || endsName(sign, tables, visible))
    )
      found.set(sign, pair);
  }
  return [...found].map(([text, stem]) => ({ stem, text, senses: [], role: "name", share: 1, isSign: true }));
}

/** "鍵は閉まってる？", where something is called 玄関の鍵; "消えている照明" names no 消費電力. */
function endsName(sign: string, { vocabulary, byTerm, entities }: Tables, visible: Visible): boolean {
  const term = vocabulary.find(sign);
  if (term === undefined) return false;
  return visible.some(byTerm.of(term), LOOKED_AT, (entity) => {
    const { words = [], nameLength = 0 } = entities.at(entity) ?? {};
    return vocabulary.text(words[nameLength - 1] ?? -1).endsWith(sign);
  });
}

/** Whether a place that may be seen has this name. */
function isNamed(name: string, { groups }: Tables, visible: Visible): boolean {
  return [...groups.named(name)].some((group) => {
    const kind = groups.at(group)?.kind;
    return (kind === "area" || kind === "floor") && visible.group(group);
  });
}

/** 一二三 as well. */
const HAN_DIGITS = new Intl.NumberFormat("zh", { numberingSystem: "hanidec", useGrouping: false }).format(
  1234567890,
);
const NUMBERED = new RegExp(`((?:\\p{N}|[${HAN_DIGITS}])+)(?![${HAN_DIGITS}])(\\p{Script=Han})`, "gu");

export type NumberedPlace = {
  readonly number: string;
  readonly name: string;
  /** As the place is called that is here: 二楼 for 2楼. */
  readonly here: string | undefined;
};

/** "2階の照明": the number says a place where others here are called so. */
export function numberedPlaces(text: string, tables: Tables, visible: Visible): readonly NumberedPlace[] {
  const { groups } = tables;
  return [...fold(text).matchAll(NUMBERED)].flatMap(([name, number = "", sign = ""]) => {
    const isNumbered = (place: string) => NUMBERED_WHOLE.test(place) && place.endsWith(sign);
    const isLike = (group: number) => {
      const { kind, joined = [] } = groups.at(group) ?? {};
      // "3楼", where the floors are 楼上 and 楼下
      const isOne = (place: string) => isNumbered(place) || (kind === "floor" && place.includes(sign));
      return visible.group(group) && joined.some(isOne);
    };
    const isPlace = (["area", "floor"] as const).some((kind) => [...groups.ofKind(kind)].some(isLike));
    const here = [name, otherDigits(number) + sign].find((each) => isNamed(each, tables, visible));
    return isPlace ? [{ number, name, here }] : [];
  });
}

const NUMBERED_WHOLE = new RegExp(`^(?:\\p{N}|[${HAN_DIGITS}])+\\p{Script=Han}$`, "u");

/** Of one digit alone: beyond nine the signs for numbers are others than digits. */
function otherDigits(number: string): string {
  const at = HAN_DIGITS.indexOf(number);
  if (number.length !== 1) return number;
  return at < 0 ? (HAN_DIGITS[(Number(number) + 9) % 10] ?? number) : String((at + 1) % 10);
}

/** The numbers of such places made names of them. */
export function withNumbers(words: readonly Word[], places: readonly NumberedPlace[]): readonly Word[] {
  return words.map((word) => {
    const place = places.find(({ number, name }) => number === word.text || name === word.text);
    if (!place) return word;
    // a digit is a word of its own, a sign for it is one of a pair
    const [stem = word.stem] = tokenise(place.here ?? "");
    return { ...word, stem, text: place.name, role: "name" };
  });
}

const NO_FLOORS: readonly number[] = [];

/** Of floors that may be seen with a level, or a name that says one: the lowest over ground, or those above it. */
export function floorsSaid(
  text: string,
  { groups, lexicon, levelOf, vocabulary }: Tables,
  visible: Visible,
): readonly number[] {
  const storeyOf = (group: number) => {
    for (const term of groups.at(group)?.words ?? []) {
      const storey = lexicon.storey(vocabulary.text(term));
      if (storey !== undefined) return storey;
    }
    return undefined;
  };
  const isUpper = lexicon.saysUpper(text);
  if (!isUpper && !lexicon.saysLower(text)) return NO_FLOORS;
  const floors = [...groups.ofKind("floor")].filter(visible.group).flatMap((group) => {
    const level = levelOf(group) ?? storeyOf(group) ?? -1;
    return level < 0 ? [] : [{ group, level }];
  });
  const lowest = Math.min(...floors.map(({ level }) => level));
  if (!floors.some(({ level }) => level > lowest)) return NO_FLOORS;
  return floors.filter(({ level }) => level > lowest === isUpper).map(({ group }) => group);
}

/** "Vacuum the lounge": to a place that stands right behind what is to be done is sent what moves, wherever it stands. */
export function withSent(reaches: WordReach[], { groups, lexicon }: Tables, visible: Visible): WordReach[] {
  const at = reaches.findIndex(({ role }) => role !== "soft");
  const sent = reaches[at];
  const isMoved = (domain: string) => {
    const group = groups.find("domain", domain);
    return group !== undefined && visible.group(group) && sent?.groups.has(group) === true;
  };
  const isOrder = sent !== undefined && sent.breadth <= FEW_KINDS && SENT.some(isMoved);
  const places = reaches.slice(at + 2);
  const isArea = (group: number) => groups.at(group)?.kind === "area";
  // nor to one that is not here
  const isPlace = (each: WordReach) =>
    (each.isPlace && each.terms.size > 0 && !each.isOther) ||
    (each.role === "name" && isAny(each.groups, isArea));
  const isSaid = (each: WordReach) => isPlace(each) || each.role === "soft";
  const isTo = lexicon.isOneOf(reaches[at + 1]?.text ?? "") && places[0] && isPlace(places[0]);
  if (!isOrder || !isTo || !places.every(isSaid)) return reaches;
  const where = { role: "hint", weight: WEIGHTS.hint, needed: false, isPlace: false } as const;
  return reaches.map((each) => (isPlace(each) ? { ...each, ...where } : each));
}

const SENT = ["vacuum", "lawn_mower"] as const;
