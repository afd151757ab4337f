/** The words of a text in signs, as a dictionary and the names of the home cut it. */

import { HAN_DICTIONARY, segmentsOf } from "../icu.ts";
import { fold } from "../normalise.ts";
import type { Said } from "../state-by-form.ts";

const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;
const SIGN = /^\p{Script=Han}$/u;
const HAN = /^\p{Script=Han}+$/u;
const PAIR = /^\p{Script=Han}{2}$/u;

export function cutSigns(text: string, said: Said): readonly string[] {
  const words = atPlaces(segmentsOf(fold(text), HAN_DICTIONARY), said);
  for (let at = 0; at + 1 < words.length; at++) {
    const [sign = "", pair = ""] = words.slice(at, at + 2);
    if (!SIGN.test(sign) || !PAIR.test(pair) || !isCutOtherwise(sign, pair, said)) continue;
    words.splice(at, 2, sign + pair[0], pair.slice(1));
  }
  return words;
}

/** 朵朵房|间, which is no 朵朵|房间: a name of a place here ends within a word of the dictionary. */
function atPlaces(segments: readonly string[], said: Said): string[] {
  const words = [...segments];
  for (let at = 1; at < words.length; at++) {
    const [before = "", word = ""] = words.slice(at - 1, at + 1);
    const end = placeEnd(before, word, said);
    if (end > 0) words.splice(at - 1, 2, before + word.slice(0, end), word.slice(end));
  }
  return words;
}

/** So much of the word as ends a place together with what stands before it; 0 where nothing does. */
function placeEnd(before: string, word: string, said: Said): number {
  if (!HAN.test(before + word)) return 0;
  for (let end = 1; end < word.length; end++)
    if (said.endsPlaces(before + word.slice(0, end)) > 0) return end;
  return 0;
}

/** 露台|灯, which is no 露|台灯: a place or another word of the dictionary, with the sign for a kind. */
function isCutOtherwise(sign: string, pair: string, said: Said): boolean {
  const word = `${sign}${pair[0]}`;
  if (said.kind(pair.slice(1)) === undefined || said.isWhole(sign + pair)) return false;
  return said.isWhole(word) || segmentsOf(word, HAN_DICTIONARY).length === 1;
}

/** What a dictionary cuts of one word in Katakana together again. */
export function withKatakanaWhole(words: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const word of words) {
    const last = whole.at(-1) ?? "";
    if (KATAKANA.test(word) && KATAKANA.test(last)) whole[whole.length - 1] = last + word;
    else whole.push(word);
  }
  return whole;
}
