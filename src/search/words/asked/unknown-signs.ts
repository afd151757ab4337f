/** Words of a script without spaces that nobody knows and that stand where a thing or an owner is said ("ダイソンを止めて"). */

import type { Lexicon } from "../lexicon.ts";
import { HAN_DICTIONARY, segmentsOf } from "../segments.ts";
import type { Sense } from "../sense.ts";
import type { Said } from "../state-by-form.ts";
import { tokenise } from "../tokenise.ts";
import { cutSigns, withKatakanaWhole } from "./cut-signs.ts";
import { isDone, isInPlace, isMeasured, isQuantity, isSmall } from "./signs-asked.ts";

const NAMING = /^[\p{Script=Han}\p{Script=Katakana}ー]+$/u;
const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;
const HAN_SIGN = /^\p{Script=Han}$/u;
const HIRAGANA = /^\p{Script=Hiragana}+$/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const SHORTEST = 2;
/** What is to be done is said with fewer signs. */
const LONG = 3;
/** So many words of the dictionary may be one of the home. */
const LONGEST = 6;

/** Pairs of signs, each with whether it tells another thing; else it says nothing, though names here have the pair. */
export type UnknownSigns = ReadonlyMap<string, boolean>;

export function unknownSigns(text: string, lexicon: Lexicon, said: Said): UnknownSigns {
  if (!lexicon.isSparse) return NONE;
  const words = withKatakanaWhole(cutSigns(text, said));
  const isKnown = knownAmong(words, lexicon, said);
  // "エコードットで": what a thing does something with
  const isThing = (word: string, next = "") =>
    said.kind(word) !== undefined ||
    (HIRAGANA.test(next) && (lexicon.joins(next) ? hasParts(word, next, said) : isThingHere(word, said)));
  const kind = words.findIndex((word, at) => NAMING.test(word) && isThing(word, words[at + 1]));
  const found: string[] = [];
  for (let at = 0; at < words.length; ) {
    let end = at;
    while (end < words.length && NAMING.test(words[end] ?? "") && !isKnown[end]) end++;
    if (!lexicon.hasParticles && end > at && isDone(words[at] ?? "", lexicon)) end = at;
    // the end of a longer word: 二酸化炭素濃度
    const before = words[at - 1] ?? "";
    const isTail = NAMING.test(before) && said.kind(before) !== undefined && !said.isPlace(before);
    if (end > at && !isTail)
      found.push(
        ...(lexicon.hasParticles
          ? nameAt(words, { at, end, hasKind: kind >= 0 && kind < at }, lexicon, said)
          : nameBeside(words, { at, end }, lexicon, said)),
      );
    at = Math.max(end, at + 1);
  }
  if (lexicon.hasParticles) found.push(...ownerOf(words, isKnown, lexicon, said));
  if (words.every((word) => !KANA.test(word))) found.push(...thingBehind(words, lexicon, said));
  const idle = [...deedsAmong(words, isKnown, said), ...signsBefore(words, lexicon, said)].map(
    (pair) => [pair, false] as const,
  );
  return new Map([...idle, ...found.map((pair) => [pair, true] as const)]);
}

const NONE: UnknownSigns = new Map();

/** "朝の雨戸", where something is called 雨戸 and nothing 朝の: it may be another. */
function signsBefore(words: readonly string[], lexicon: Lexicon, said: Said): readonly string[] {
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

/** "スタート": what is done is no part of a name with signs of it ("トースター"). */
function deedsAmong(words: readonly string[], isKnown: readonly boolean[], said: Said): readonly string[] {
  const isDeed = (word: string, at: number) =>
    !isKnown[at] && KATAKANA.test(word) && [...word].length >= LONG && !isOfKnown(word, said);
  const others = words.filter((word, at) => !isDeed(word, at)).flatMap(tokenise);
  return words
    .filter(isDeed)
    .flatMap(tokenise)
    .filter((pair) => !others.includes(pair));
}

/** Before a particle or what it is written together with; behind one at the end. Else it may be what is to be done. */
function nameAt(
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
  const isNoun = NAMING.test(words[end + 1] ?? "");
  // and what a thing of a kind does something to is none ("スピーカーで音楽を流して")
  const isBefore = lexicon.joins(next) ? isNoun : lexicon.isBehindKinds(next) && !hasKind;
  // of one sign nothing is left but the pair with the particle
  if ([...name].length < SHORTEST) return lexicon.joins(next) && isNoun ? tokenise(name + next) : [];
  const isLast = !words.slice(end).some((word) => tokenise(word).length > 0);
  // "カメラの映像" is what a thing has
  let from = at - 1;
  // 電気毛布 is one thing
  while (NAMING.test(words[from] ?? "") && !said.isPlace(words[from] ?? "")) from--;
  const isBehind =
    isLast && lexicon.joins(words[from] ?? "") && !hasParts(words[from - 1] ?? "", words[from] ?? "", said);
  return isBefore || isBehind || (NAMING.test(next) && !isVerb) ? tokenise(name) : [];
}

/** Whether it is a thing, and nobody of whom there are things. */
function hasParts(word: string, joint: string, said: Said): boolean {
  return said.kind(word) !== undefined || (isThingHere(word, said) && !said.isWhole(word + joint));
}

function isThingHere(word: string, said: Said): boolean {
  return said.isWhole(word) && !tokenise(word).every(said.isPlace);
}

/** "ルンバスタート", "スマートロック": begins with a name here, or ends in a kind. */
function isOfKnown(name: string, said: Said): boolean {
  const parts = segmentsOf(name, HAN_DICTIONARY);
  const [first = ""] = parts;
  if (parts.length < 2) return false;
  return ([...first].length >= LONG && said.isWhole(first)) || said.kind(parts.at(-1) ?? "") !== undefined;
}

/** "じろうのパソコン", where there is another's. */
function ownerOf(
  words: readonly string[],
  isKnown: readonly boolean[],
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  return words.flatMap((joint, at) => {
    const thing = joint + (words[at + 1] ?? "");
    if (!lexicon.joins(joint) || !NAMING.test(words[at + 1] ?? "") || !said.isWhole(thing)) return [];
    let from = at;
    while (from > 0 && HIRAGANA.test(words[from - 1] ?? "") && !isKnown[from - 1]) from--;
    const owner = words.slice(from, at).join("");
    return [...owner].length < SHORTEST || said.isWhole(owner + joint) ? [] : tokenise(owner);
  });
}

/** A language without particles shows by small words alone what its words are: 阁楼的灯, 客厅的冰箱. */
function nameBeside(
  words: readonly string[],
  { at, end }: { readonly at: number; readonly end: number },
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  const [next = ""] = words.slice(end);
  // "小刚的电脑": of a name that no dictionary has one sign may be a small word
  const isCut = end === at + 1 && isSmall(words[at - 1] ?? "", lexicon) && isSmall(next, lexicon);
  const name = words.slice(isCut ? at - 1 : at, end).join("");
  if ([...name].length < SHORTEST || isDone(name, lexicon)) return [];
  const isLast = !words.slice(end).some((word) => NAMING.test(word));
  const isBehind = isLast && isSmall(words[at - 1] ?? "", lexicon) && said.isWhole(words[at - 2] ?? "");
  const rest = [...words.slice(end + 1).join("")].slice(0, LONGEST);
  const isThing = (word: string) => said.kind(word) !== undefined || said.isWhole(word);
  const isBefore =
    isSmall(next, lexicon) && rest.some((_, sign) => isThing(rest.slice(0, sign + 1).join("")));
  const isNoPlace = (word: string) => {
    const kind = said.kind(word);
    return (
      !tokenise(word).some(said.isPlace) && (kind === undefined ? said.isWhole(word) : !isMeasured(kind))
    );
  };
  // what stands first is what is to be done, if it is not too long for that (健身房音箱), and so is what stands before a place
  const behind = [...words.slice(end).join("")].slice(0, LONGEST);
  const isWholeThing = (word: string) => said.isWhole(word) && !tokenise(word).some(said.isPlace);
  const isJoined =
    at > 0 &&
    NAMING.test(next) &&
    behind.some(
      (_, sign) => [...next].length <= sign + 1 && isWholeThing(behind.slice(0, sign + 1).join("")),
    );
  const isLong =
    [...name].length >= LONG &&
    NAMING.test(next) &&
    behind.some((_, sign) => isNoPlace(behind.slice(0, sign + 1).join("")));
  return isBefore || isBehind || isJoined || isLong ? tokenise(name) : [];
}

/** "打开主卧的洗衣机": behind a place and a small word stands a thing, also where signs of it alone say something. */
function thingBehind(words: readonly string[], lexicon: Lexicon, said: Said): readonly string[] {
  const joint = words.findIndex((word, at) => isSmall(word, lexicon) && isBehindPlace(words, at, said));
  // "厨房洗碗机" as well
  const from = joint < 0 ? words.findIndex((_, at) => isBehindPlace(words, at, said)) : joint + 1;
  const behind = from < 0 ? [] : words.slice(from);
  const isLonger = (word: string) => [...word].length > 1;
  const ends = behind.findIndex(
    (word) =>
      !NAMING.test(word) || isSmall(word, lexicon) || (isLonger(word) && isKnownWord(word, lexicon, said)),
  );
  const thing = ends < 0 ? behind : behind.slice(0, ends);
  const name = thing.join("");
  const signs = [...name];
  const isKind = ([sense, ...others]: readonly Sense[]) => sense?.role === "noun" && others.length === 0;
  const isThing = (word: string) =>
    said.kind(word) !== undefined ||
    said.isWhole(word) ||
    (isKind(lexicon.hanSign(word)) && !isQuantity(word, lexicon));
  const hasThing = (some: readonly string[]) => some.some((_, at) => isThing(some.slice(0, at + 1).join("")));
  // a word of the dictionary says more than its signs: 打印机 opens (打) nothing
  const isOther = thing.every(
    (word, at) => !isDone(word, lexicon) || ((isLonger(word) || at > 0) && at < thing.length - 1),
  );
  if (signs.length < SHORTEST || !isOther || signs.some((_, at) => hasThing(signs.slice(at)))) return [];
  return tokenise(name);
}

/** 主卧 is no word of the dictionary. */
function isBehindPlace(words: readonly string[], at: number, said: Said): boolean {
  let place = "";
  for (let from = at - 1; from >= 0 && place.length < LONGEST; from--) {
    place = (words[from] ?? "") + place;
    if ([...place].length >= SHORTEST && said.isWhole(place)) return tokenise(place).every(said.isPlace);
  }
  return false;
}

/** Whether each word is one of the home's or the language's, or a part of one. */
function knownAmong(words: readonly string[], lexicon: Lexicon, said: Said): readonly boolean[] {
  const known = words.map(() => false);
  for (const from of words.keys())
    for (let end = Math.min(words.length, from + LONGEST); end > from; end--) {
      const word = words.slice(from, end).join("");
      // a longer one that ends in a kind is known for that alone
      const isKind = end === from + 1 && said.kind(word) !== undefined;
      if (!isKind && !isKnownWord(word, lexicon, said)) continue;
      known.fill(true, from, end);
      break;
    }
  return known;
}

function isKnownWord(word: string, lexicon: Lexicon, said: Said): boolean {
  const stems = tokenise(word).map(lexicon.stem);
  return (
    lexicon.senses(stems.join(" ")).length > 0 ||
    lexicon.hanSign(word).length > 0 ||
    lexicon.isEveryday(word) ||
    [...word].every((sign) => isSmall(sign, lexicon)) ||
    lexicon.states(word) !== undefined ||
    said.isWhole(word) ||
    isInPlace(word, said)
  );
}
