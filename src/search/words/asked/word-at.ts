/** A word of a query where it stands in it. */

import type { Lexicon } from "../lexicon.ts";
import type { Said } from "../state-by-form.ts";
import { isSmall } from "./signs-asked.ts";

export type WordAt = {
  /** All words of the query, folded. */
  readonly texts: readonly string[];
  /** The same as they are written; empty where these are others. */
  readonly written: readonly string[];
  /** The place of the word among them. */
  readonly at: number;
  readonly lexicon: Lexicon;
  readonly said: Said;
};

/** Whether nothing else can be said there than which thing is meant; undefined where none is. */
export type Stands = "surely" | "perhaps" | undefined;

/** "the", "dem" */
export const LONGEST_ARTICLE = 3;
export const NUMBER = /^\p{N}+$/u;
const LETTER = /^\p{L}$/u;
/** "12c" */
const VALUE = /^\p{N}+[a-z]{0,2}$/u;

/** No word of a language in use, nor of a name here. */
export function isNobodys(word: string, { lexicon, said }: Pick<WordAt, "lexicon" | "said">): boolean {
  const senses = lexicon.senses(lexicon.stem(word));
  // what has but the stem of a small word is none
  const isSmall = senses.length > 0 && lexicon.isSmallWord(word);
  return senses.every(({ role }) => role === "soft") && !isSmall && !said.isName(word);
}

/** "lämmin" is warm, where "lämmitys" is heating. */
export function isAkin(word: string, lexicon: Lexicon): boolean {
  return lexicon.words.beginningWith(word.slice(0, -1)).length > 0;
}

/** A small word that is no word for a state: "het" is none, though "heet" is; any letter that stands alone ("у"). */
export function isJoint(word: string, lexicon: Lexicon): boolean {
  if (LETTER.test(word) && lexicon.isSparse) return true;
  if (!isSmall(word, lexicon)) return false;
  return lexicon.byForm ? !lexicon.byForm.writes(word) : lexicon.states(word) === undefined;
}

/** Small words, values, and what is to be done or so. */
export function endsSoon(behind: readonly string[], lexicon: Lexicon): boolean {
  const isNoThing = (word: string) => {
    const senses = lexicon.senses(lexicon.stem(word));
    return senses.length > 0 && senses.every(({ role }) => role === "soft" || role === "act");
  };
  return behind.every(
    (word) => VALUE.test(word) || isNoThing(word) || lexicon.isManner(word) || lexicon.byForm?.states(word),
  );
}
