/** Folded text cut into words, in any script. */

import { segmentsOf } from "./icu.ts";
import { fold } from "./normalise.ts";

/** Runs of letters and digits; a pictograph is a word of its own, since names hold them. */
const WORD = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;
/** "TV를": Korean writes its particles, and its own words, onto those in Latin letters. */
const HANGUL = /\p{Script=Hangul}/u;
const BORDER = /(?<=\p{Script=Latin})(?=\p{Script=Hangul})|(?<=\p{Script=Hangul})(?=\p{Script=Latin})/gu;
const LATIN_WORD = /[a-z0-9]+/g;
const ONE_WORD = /^[a-z0-9]+$/;
const ASCII = /^[\x20-\x7e]*$/;
const APOSTROPHE = /['\u2018\u2019\u02bc`]/;
/** An article or a preposition that has lost its vowel: "l'étage", "dell'ingresso". */
const ELIDED =
  /(?<!\p{L})(\p{Script=Latin}{1,2}|\p{Script=Latin}{1,4}l)['\u2018\u2019\u02bc`](?=\p{L}{3})/giu;
/** Scripts written without spaces. Runs of signs are cut into overlapping pairs, which needs no dictionary. */
const SIGNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
/** Runs of letters are cut into the words of a dictionary: pairs of letters stand in too many words. */
const LETTERS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const SPACELESS = new RegExp(`${SIGNS.source}|${LETTERS.source}+`, "gu");
const HAS_SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The words of a text in order; of signs without spaces every pair of neighbours, or the one there is. */
export function tokenise(text: string): string[] {
  if (ONE_WORD.test(text)) return [text];
  const folded = fold(withoutElision(text));
  if (ASCII.test(folded)) return folded.match(LATIN_WORD) ?? [];
  const words = (HANGUL.test(folded) ? folded.replace(BORDER, " ") : folded).match(WORD) ?? [];
  return HAS_SPACELESS.test(folded) ? words.flatMap(cut) : words;
}

/** With what has lost its vowel apart from the word behind it. */
export function withoutElision(text: string): string {
  return APOSTROPHE.test(text) ? text.replace(ELIDED, "$1 ") : text;
}

/** Whether any of it is of a script written without spaces. */
export function isSpaceless(text: string): boolean {
  return HAS_SPACELESS.test(text);
}

/** Whether any of it is of such a script that is cut into words. */
export function isLettered(text: string): boolean {
  return LETTERS.test(text);
}

/** The single signs in a text: a query of one must find the names that hold it. */
export function signs(text: string): string[] {
  if (ASCII.test(text) || !HAS_SPACELESS.test(text)) return [];
  return (fold(text).match(SIGNS) ?? []).flatMap((run) => [...run]);
}

/** Thai is enough of a name for the dictionaries of all these scripts. */
const LETTERED = "th";

function cut(word: string): string[] {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: run, index } of word.matchAll(SPACELESS)) {
    if (index > end) parts.push(word.slice(end, index));
    end = index + run.length;
    if (LETTERS.test(run)) {
      parts.push(...segmentsOf(run, LETTERED));
      continue;
    }
    const characters = [...run];
    if (characters.length === 1) parts.push(run);
    for (let at = 0; at + 1 < characters.length; at++)
      parts.push(`${characters[at] ?? ""}${characters[at + 1] ?? ""}`);
  }
  if (end < word.length) parts.push(word.slice(end));
  return parts;
}
