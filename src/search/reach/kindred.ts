/** Other words for nearly the same as a word of a query. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { Word } from "../words/query-words.ts";
import { namesOfPlaces, namesOfThings } from "./names-here.ts";

/** A kindred phrase, with the word of it that stands for the word of the query. */
type Kin = { readonly phrase: string; readonly word: string };

const NO_KIN: readonly Kin[] = [];

/**
 * Alone, and as the first or the second word of two: of a "coffee machine" the "maker", of a "washing machine" all of the
 * "washer". What is such a phrase is nothing that is like one of its words: a "slow cooker" is no oven.
 */
export function kindred(
  stem: string,
  [last, next]: readonly (string | undefined)[],
  lexicon: Lexicon,
): readonly Kin[] {
  const ofPhrase = (phrase: string, at: number): readonly Kin[] => {
    const alike = lexicon.alike(phrase);
    if (alike.length === 0) return NO_KIN;
    return alike.map((phrase) => {
      const words = phrase.split(" ");
      return { phrase, word: words[Math.min(at, words.length - 1)] ?? phrase };
    });
  };
  const asSecond = last === undefined ? NO_KIN : ofPhrase(`${last} ${stem}`, 1);
  const asFirst = next === undefined ? NO_KIN : ofPhrase(`${stem} ${next}`, 0);
  return asSecond.length + asFirst.length > 0 ? [...asSecond, ...asFirst] : ofPhrase(stem, 0);
}

/** Whether a phrase is said of a room: "living room". */
export function isRoom(phrase: string, lexicon: Lexicon): boolean {
  return lexicon.isNumbered(phrase.slice(phrase.lastIndexOf(" ") + 1));
}

/** "spare room", "lounge": where guests are staying and a family has a calendar, no room is called so. */
export function isOfRoom(word: string, term: number, tables: Tables, visible: Visible): boolean {
  const { lexicon, vocabulary } = tables;
  if (lexicon.alike(word).some((phrase) => isRoom(phrase, lexicon))) return true;
  if (namesOfPlaces(term, tables, visible).length > 0) return true;
  return namesOfThings(term, tables, visible).some((name) => {
    const behind = name[name.indexOf(term) + 1];
    return behind !== undefined && lexicon.isNumbered(vocabulary.text(behind));
  });
}

/** A "Hall Bath" is no hall: whether the word stands in names of places, and says of none what it is, nor stands before what is said. */
export function onlyTellsPlace(
  term: number,
  next: Word | undefined,
  tables: Tables,
  visible: Visible,
): boolean {
  const { isSmall, vocabulary } = tables;
  const behind = next && vocabulary.find(next.stem);
  const bearing = namesOfPlaces(term, tables, visible);
  // "master bedroom" for the "Main Bedroom"
  if (behind !== undefined && bearing.some((name) => name[name.indexOf(term) + 1] === behind)) return false;
  return bearing.length > 0 && bearing.every((name) => name.findLast((word) => !isSmall(word)) !== term);
}
