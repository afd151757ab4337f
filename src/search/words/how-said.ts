/** Words that say how or how long, by where they stand in a query. */

import type { Lexicon } from "./lexicon.ts";

type Read = { readonly text: string; readonly stem: string; readonly role: string };

/** Of what another word of the query would be said: a kind is none then, nor a name. `texts`: those of the words. */
export function saysHow(
  words: readonly Read[],
  texts: readonly string[],
  at: number,
  lexicon: Lexicon,
): boolean {
  if (!lexicon.isSparse) return false;
  const isRepeated = words[at]?.role === "name" && isTwice(texts, at, lexicon.isSmallWord);
  return isRepeated || isLasting(words, at, lexicon);
}

/** "dans une heure", beside a thing of which that is said, though a helper of date and time is one of "date/heure". */
function isLasting(words: readonly Read[], at: number, lexicon: Lexicon): boolean {
  const [before, word, next] = [words[at - 1], words[at], words[at + 1]];
  if (word?.role !== "noun" || !lexicon.isUnit(word.stem)) return false;
  // "om en halv time"
  const isHalf = before?.role === "name" && words[at - 2]?.role === "soft";
  const counts = ["soft", "value", "number"].includes(before?.role ?? "") || isHalf;
  const isThing = ({ role, stem }: Read) => role === "noun" && !lexicon.isUnit(stem);
  return counts && !lexicon.joins(next?.text ?? "") && words.some(isThing);
}

/** "piano piano", "poco a poco"; `isSmall`: whether a word may stand between the two. */
export function isTwice(texts: readonly string[], at: number, isSmall: (word: string) => boolean): boolean {
  const word = texts[at] ?? "";
  const isAt = (place: number, between: number) =>
    texts[place] === word && (between === place || isSmall(texts[between] ?? ""));
  return [1, -1].some((side) => isAt(at + side, at + side) || isAt(at + 2 * side, at + side));
}
