/** Folded text cut into words, in any script. */

import { fold } from "./normalise.ts";

/** Runs of letters and digits; a pictograph is a word of its own, since names hold them. */
const WORD = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;
const LATIN_WORD = /[a-z0-9]+/g;
const ASCII = /^[\x20-\x7e]*$/;
const APOSTROPHE = /['\u2018\u2019\u02bc`]/;
/** An article or a preposition that has lost its vowel: "l'étage", "dell'ingresso". */
const ELIDED =
  /(?<!\p{L})(\p{Script=Latin}{1,2}|\p{Script=Latin}{1,4}l)['\u2018\u2019\u02bc`](?=\p{L}{3})/giu;
/** Scripts written without spaces: their runs are cut into overlapping pairs, which needs no dictionary. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const HAS_SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The words of a text in order; of a script without spaces every pair of neighbours, or the one sign there is. */
export function tokenise(text: string): string[] {
  const folded = fold(APOSTROPHE.test(text) ? text.replace(ELIDED, "$1 ") : text);
  if (ASCII.test(folded)) return folded.match(LATIN_WORD) ?? [];
  const words = folded.match(WORD) ?? [];
  return HAS_SPACELESS.test(folded) ? words.flatMap(pairs) : words;
}

/** Whether any of it is of a script written without spaces. */
export function isSpaceless(text: string): boolean {
  return HAS_SPACELESS.test(text);
}

/** The single signs of spaceless scripts in a text: a query of one sign must find the names that hold it. */
export function signs(text: string): string[] {
  if (ASCII.test(text) || !HAS_SPACELESS.test(text)) return [];
  return (fold(text).match(SPACELESS) ?? []).flatMap((run) => [...run]);
}

function pairs(word: string): string[] {
  const cut: string[] = [];
  let end = 0;
  for (const { 0: run, index } of word.matchAll(SPACELESS)) {
    if (index > end) cut.push(word.slice(end, index));
    end = index + run.length;
    const characters = [...run];
    if (characters.length === 1) cut.push(run);
    for (let at = 0; at + 1 < characters.length; at++)
      cut.push(`${characters[at] ?? ""}${characters[at + 1] ?? ""}`);
  }
  if (end < word.length) cut.push(word.slice(end));
  return cut;
}
