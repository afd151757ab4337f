/** What nobody knows in a language that shows by particles what its words are, as Japanese does. */

import { HAN_DICTIONARY, segmentsOf } from "../icu.ts";
import type { Lexicon } from "../lexicon.ts";
import type { Said } from "../state-by-form.ts";
import { tokenise } from "../tokenise.ts";
import { HIRAGANA, NAMING } from "./known-signs.ts";
import { isMeasured } from "./signs-asked.ts";

const HAN_SIGN = /^\p{Script=Han}$/u;
const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;
/** 兄ちゃん */
const WITH_KANA = /^\p{Script=Han}+\p{Script=Hiragana}+$/u;
const HAN = /^\p{Script=Han}+$/u;
const ENDS_IN_NUMBER = /\p{N}$/u;
const WRITTEN = /[\p{Script=Han}\p{Script=Hiragana}]$/u;
const THING = /^(?:[\p{Script=Han}\p{Script=Katakana}ー]+|\p{Script=Latin}+)$/u;
const SHORTEST = 2;
const HOW_MANY = 4;
/** What is to be done is said with fewer signs. */
const LONG = 3;

/** Before a particle or what it is written together with; behind one at the end. Else it may be what is to be done. */
export function nameAt(
  words: readonly string[],
  { at, end, hasKind }: { readonly at: number; readonly end: number; readonly hasKind: boolean },
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  const name = words.slice(at, end).join("");
  const next = words[end] ?? "";
  // "半分閉めて": a sign with an ending is what is to be done
  const isVerb =
    [...next].length === 1 &&
    HIRAGANA.test(words[end + 1] ?? "") &&
    !lexicon.isBehindKinds(words[end + 1] ?? "");
  const isFirst = !words.slice(0, at).some((word) => NAMING.test(word));
  if (isFirst && KATAKANA.test(name) && [...name].length >= LONG && !isOfKnown(name, said))
    return tokenise(name);
  // "最大の明るさ": what is joined to no other word here is how
  const isNoun = THING.test(words[end + 1] ?? "");
  // and what a thing of a kind does something to is none ("スピーカーで音楽を流して")
  const isBefore = lexicon.joins(next) ? isNoun : lexicon.isBehindKinds(next) && !hasKind;
  const pair = pairOfSign(words, at, lexicon, said);
  if (pair !== undefined) return tokenise(pair);
  // of one sign nothing is left but the pair with the particle
  // and "左のカーテン" is what names here end in
  if ([...name].length < SHORTEST)
    return lexicon.joins(next) && isNoun && !said.isName(name) ? tokenise(name + next) : [];
  const isLast = !words.slice(end).some((word) => tokenise(word).length > 0);
  // "カメラの映像" is what a thing has
  let from = at - 1;
  // 電気毛布 is one thing
  while (NAMING.test(words[from] ?? "") && !said.isPlace(words[from] ?? "")) from--;
  const isBehind =
    isLast && lexicon.joins(words[from] ?? "") && !hasParts(words[from - 1] ?? "", words[from] ?? "", said);
  return isBefore || isBehind || (NAMING.test(next) && !isVerb) ? tokenise(name) : [];
}

/** One sign that nobody knows, with the one before it or behind that makes it another thing. */
function pairOfSign(words: readonly string[], at: number, lexicon: Lexicon, said: Said): string | undefined {
  const [before = "", sign = "", next = ""] = [words[at - 1], words[at], words[at + 1]];
  if (isThingOfPlace(words, at, lexicon, said)) return before + sign;
  return isBeforeKind(words, at, lexicon, said) ? `${sign}${[...next][0]}` : undefined;
}

/** "玄関の鍵を": one sign that nobody knows, of a place that is here. */
function isThingOfPlace(words: readonly string[], at: number, lexicon: Lexicon, said: Said): boolean {
  const [place = "", joint = "", sign = "", behind = ""] = words.slice(Math.max(0, at - 2), at + 2);
  const isEnd = tokenise(behind).length === 0 || (lexicon.isBehindKinds(behind) && !lexicon.joins(behind));
  const isOfPlace = lexicon.joins(joint) && tokenise(place).every(said.isPlace);
  return isOfPlace && isEnd && HAN_SIGN.test(sign) && !said.isWhole(sign);
}

/** 床暖房: one sign that nobody knows, of one word with a kind; of what is measured it tells how, before Katakana which. */
function isBeforeKind(words: readonly string[], at: number, lexicon: Lexicon, said: Said): boolean {
  const [before = "", sign = "", next = ""] = [words[at - 1], words[at], words[at + 1]];
  const kind = HAN.test(next) ? said.kind(next) : undefined;
  if (kind === undefined || isMeasured(kind) || !HAN_SIGN.test(sign)) return false;
  const { alone, before: all, leads, home } = lexicon.smallSigns;
  const isSmallSign = [...alone, ...all, ...leads, ...home].includes(sign);
  return !isSmallSign && !NAMING.test(before) && !ENDS_IN_NUMBER.test(before);
}

/** "じろうのパソコン", "お兄ちゃんの部屋": who has it, or where it is, in Hiragana or with it. */
export function ownerOf(
  words: readonly string[],
  isKnown: readonly boolean[],
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  return words.flatMap((joint, at) => {
    const thing = words[at + 1] ?? "";
    if (!lexicon.joins(joint) || !THING.test(thing)) return [];
    let from = at;
    const isPart = (place: number) =>
      isKnown[place] === false &&
      (HIRAGANA.test(words[place] ?? "") ||
        // お兄ちゃん; 消し忘れ is what was done
        (WITH_KANA.test(words[place] ?? "") && isPrefix(words, place - 1, lexicon)));
    // the last sign of ゆうた is a small word too
    const isEnd = (place: number) => [...(words[place] ?? "")].length === 1 && isPart(place - 1);
    while (isPart(from - 1) || (from === at && isEnd(from - 1))) from--;
    if (from < at && isPrefix(words, from - 1, lexicon)) from--;
    const owner = words.slice(from, at).join("");
    // a short word that the dictionary has may as well say how many: すべて
    const isShort = at - from === 1 && [...owner].length <= HOW_MANY;
    if (isShort || isWrittenOnto(words, from, lexicon)) return [];
    return [...owner].length < SHORTEST || said.isWhole(owner + joint) ? [] : tokenise(owner);
  });
}

/** っぱなし of つけっぱなし */
function isWrittenOnto(words: readonly string[], at: number, lexicon: Lexicon): boolean {
  const before = words[at - 1] ?? "";
  return HIRAGANA.test(before) && !isParticle(before, lexicon);
}

/** お, which stands behind no word of which it could be the end. */
function isPrefix(words: readonly string[], at: number, lexicon: Lexicon): boolean {
  const [before = "", word = ""] = [words[at - 1], words[at]];
  const isFirst = !WRITTEN.test(before) || isParticle(before, lexicon);
  return isFirst && [...word].length === 1 && HIRAGANA.test(word);
}

function isParticle(word: string, lexicon: Lexicon): boolean {
  return lexicon.joins(word) || lexicon.isBehindKinds(word);
}

/** "朝の雨戸", where something is called 雨戸 and nothing 朝の: it may be another. */
export function signsBefore(words: readonly string[], lexicon: Lexicon, said: Said): readonly string[] {
  return words.flatMap((sign, at) => {
    const [joint = "", thing = ""] = words.slice(at + 1, at + 3);
    const isFirst = HAN_SIGN.test(sign) && !NAMING.test(words[at - 1] ?? "");
    return isFirst &&
      lexicon.joins(joint) &&
      NAMING.test(thing) &&
      !said.isWhole(sign) &&
      !said.isWhole(sign + joint)
      ? [sign + joint]
      : [];
  });
}

/** "スタート", "パーセント": what is done, or how much, is no part of a name with signs of it ("トースター"). */
export function deedsAmong(
  words: readonly string[],
  isKnown: readonly boolean[],
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  // of Home Assistant's texts, where it is said of no kind and no state
  const isOfNone = (word: string) =>
    lexicon.isEveryday(word) &&
    lexicon.states(word) === undefined &&
    lexicon.senses(tokenise(word).map(lexicon.stem).join(" ")).length === 0 &&
    said.kind(word) === undefined &&
    !said.isWhole(word);
  const isDeed = (word: string, at: number) =>
    KATAKANA.test(word) &&
    [...word].length >= LONG &&
    (isKnown[at] ? isOfNone(word) : !isOfKnown(word, said));
  const others = words.filter((word, at) => !isDeed(word, at)).flatMap(tokenise);
  return words
    .filter(isDeed)
    .flatMap(tokenise)
    .filter((pair) => !others.includes(pair));
}

/** Whether it is a thing, and nobody of whom there are things. */
export function hasParts(word: string, joint: string, said: Said): boolean {
  return said.kind(word) !== undefined || (isThingHere(word, said) && !said.isWhole(word + joint));
}

export function isThingHere(word: string, said: Said): boolean {
  return said.isWhole(word) && !tokenise(word).every(said.isPlace);
}

/** "ルンバスタート", "スマートロック": begins with a name here, or ends in a kind. */
function isOfKnown(name: string, said: Said): boolean {
  const parts = segmentsOf(name, HAN_DICTIONARY);
  const [first = ""] = parts;
  if (parts.length < 2) return false;
  return ([...first].length >= LONG && said.isWhole(first)) || said.kind(parts.at(-1) ?? "") !== undefined;
}
