/** Words of a script without spaces that stand before a kind ("屋根裏の照明"). */

import type { Lexicon } from "../lexicon.ts";
import { SENSING, type Sense } from "../sense.ts";
import type { Said } from "../state-by-form.ts";
import { tokenise } from "../tokenise.ts";
import { cutSigns } from "./cut-signs.ts";
import { isIdle } from "./idle-signs.ts";
import { isQuantity } from "./quantity.ts";

const NAMING = /^[\p{Script=Han}\p{Script=Katakana}ー]+$/u;
const LONGEST_KIND = 8;

/** What a kind is said with, joined by a small word or not: 屋根裏の照明, 阁楼的灯, 泳池燈. */
export function* beforeKinds(
  text: string,
  lexicon: Lexicon,
  said: Said,
): Generator<readonly [string, boolean]> {
  const words = cutSigns(text, said);
  const kinds = kindsAt(words, said);
  for (const at of words.keys()) {
    const kind = kinds[at];
    if (isOtherKind(words[at] ?? "", lexicon, said)) yield* pairsOf(words[at] ?? "", true);
    if (!kind) continue;
    const isJoined = isSmall(words[at - 1] ?? "", lexicon);
    const naming = namingAt(words, isJoined ? at - 2 : at - 1, lexicon);
    // "拉开纱帘": the last sign before that of the kind is of a name here together with it
    const thing = `${words[at - 1] ?? ""}${words[at] ?? ""}`;
    if (!isJoined && HAN_PAIR.test(thing) && naming.length > 1 && said.isWhole(thing)) continue;
    if (naming.length < SHORTEST_NAME || said.kind(naming) !== undefined) continue;
    if (tellsNone(naming, isJoined, lexicon, said)) continue;
    // "開燈", "關掉所有燈": before the kind may stand what is to be done with it
    if (saysDeed(naming, words.slice(0, at), lexicon)) continue;
    // and before what is measured how ("室内温度")
    if (isJoined || !isMeasured(kind)) yield* pairsOf(naming, isJoined);
  }
}

/** By a sign; or as 拉上 where nothing else comes before the kind: a small sign behind another says how far something is done. */
function saysDeed(naming: string, before: readonly string[], lexicon: Lexicon): boolean {
  const { alone } = lexicon.smallSigns;
  if (isDone(naming, lexicon)) return true;
  return before.join("") === naming && HAN_PAIR.test(naming) && alone.includes(naming.slice(-1));
}

/** The kinds that begin with a word; the last sign of one is none: of 风扇 that of 循环扇, where the dictionary cuts both so. */
function kindsAt(words: readonly string[], said: Said): readonly (ReadonlyMap<string, number> | undefined)[] {
  let left = 0;
  return words.map((word, at) => {
    const signs = [...words.slice(at).join("")].slice(0, LONGEST_KIND);
    const beginnings =
      left > 0 && word.length === 1 ? [] : signs.map((_, end) => signs.slice(0, end + 1).join(""));
    const found = beginnings.filter((each) => said.kind(each) !== undefined);
    left = Math.max(left, found.at(-1)?.length ?? 0) - word.length;
    return said.kind(found[0] ?? "");
  });
}

/** What is said of anything anywhere, or where in a place that is here. */
function tellsNone(naming: string, isJoined: boolean, lexicon: Lexicon, said: Said): boolean {
  return (
    lexicon.isEveryday(naming) ||
    isInPlace(naming, lexicon, said) ||
    isIdle(naming, { isJoined }, lexicon, said)
  );
}

function pairsOf(word: string, isSure: boolean): readonly (readonly [string, boolean])[] {
  return tokenise(word).map((pair) => [pair, isSure]);
}

/** 吊灯, where lamps are that are called otherwise: a word of the dictionary that ends in the sign for a kind. What is but measured, as in 电灯, tells none apart. */
function isOtherKind(word: string, lexicon: Lexicon, said: Said): boolean {
  const before = word.slice(0, -1);
  if (!HAN_WORD.test(word) || said.kind(word.slice(-1)) === undefined) return false;
  // 电风扇: what is measured before a whole kind
  const isLed = isQuantity(word[0] ?? "", lexicon) && lexicon.senses(word.slice(1)).length > 0;
  if (isLed || isQuantity(before, lexicon) || saysOneKind(before, word.slice(-1), lexicon)) return false;
  const isKnown = lexicon.senses(tokenise(word).join(" ")).length > 0 || said.isWhole(word);
  if (isKnown || isDone(before, lexicon) || isSmall(before, lexicon) || lexicon.isEveryday(word))
    return false;
  return !isIdle(before, { isJoined: false }, lexicon, said);
}

const HAN_WORD = /^\p{Script=Han}{2,3}$/u;

/** 锁门: what is done with a thing that both signs are said of. */
function saysOneKind(first: string, last: string, lexicon: Lexicon): boolean {
  const kindsOf = (sign: string) =>
    lexicon
      .hanSign(sign)
      .flatMap(({ role, serves }) => (role === "noun" ? [...serves] : []))
      .flatMap(([target, share]) => (share === 1 ? [target] : []));
  const others = new Set(kindsOf(last));
  return kindsOf(first).some((target) => !SENSING.test(target) && others.has(target));
}

export function isMeasured(kind: ReadonlyMap<string, number>): boolean {
  const surest = [...kind].filter(([, share]) => share === 1);
  return surest.every(([target]) => target.startsWith("sensor.") || target.startsWith("number."));
}

/** 车库里: a place or a thing here with a sign that says where in it; 电动车 is nothing of a thing here that is 电动. */
export function isInPlace(word: string, { smallSigns, joins }: Lexicon, said: Said): boolean {
  const place = word.slice(0, -1);
  // 玄関の鍵 is a thing there
  if (joins(place.slice(-1))) return false;
  if (!HAN_END.test(word) || word.length <= SHORTEST_NAME || !said.isWhole(place)) return false;
  // of the other script few are listed
  const saysWhere = smallSigns.behind.includes(word.slice(-1)) || !HAN_ONLY.test(word);
  return saysWhere || tokenise(place).every(said.isPlace);
}

const HAN_PAIR = /^\p{Script=Han}{2}$/u;
const HAN_ONLY = /^\p{Script=Han}+$/u;
const HAN_END = /\p{Script=Han}$/u;
const SHORTEST_NAME = 2;

/** A word, with one more sign or not, or single signs that no dictionary has together. */
function namingAt(words: readonly string[], at: number, lexicon: Lexicon): string {
  let naming = "";
  for (let from = at; NAMING.test(words[from] ?? ""); from--) {
    const word = words[from] ?? "";
    if (naming !== "" && isSmall(word, lexicon)) break;
    // 儿童房
    if (naming.length > 1 && word.length > 1) break;
    naming = word + naming;
    if (word.length > 1) break;
  }
  return naming;
}

/** Whether a sign of it says that something is to be done. */
export function isDone(word: string, lexicon: Lexicon): boolean {
  return [...word].some((sign) => {
    const senses = lexicon.hanSign(sign);
    // 开 of 打开 is done to much, 地 of 扫地 is not
    const isOfMany = ({ role, serves }: Sense) =>
      role === "hint" && [...serves.keys()].filter((each) => !SENSING.test(each)).length > 1;
    return senses.some((sense) => sense.role === "act" || sense.role === "verb" || isOfMany(sense));
  });
}

export function isSmall(word: string, lexicon: Lexicon): boolean {
  const senses = lexicon.senses(lexicon.stem(word));
  return senses.length > 0 && senses.every(({ role }) => role === "soft");
}
