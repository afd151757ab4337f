/** Whether a language writes nouns with a capital, seen in its texts. */

import { eachInTurns } from "../../../core/turns.ts";
import { tokenise } from "../tokenise.ts";

const SHORTEST_KIND = 3;
const OFTEN = 5;
/** Titles are few, and states that are kinds too have none. */
const MOST = 0.6;

/** Whether most words for a kind that are not the first of a text have one. */
export async function writesCapitals(
  texts: readonly string[],
  isKind: (word: string) => boolean,
): Promise<boolean> {
  let [all, capitals] = [0, 0];
  await eachInTurns(texts, (text) => {
    for (const word of text.split(/[^\p{L}]+/u).slice(1)) {
      if (word.length < SHORTEST_KIND || !isKind(tokenise(word)[0] ?? "")) continue;
      all++;
      if (/^\p{Lu}/u.test(word)) capitals++;
    }
  });
  return all >= OFTEN && capitals >= MOST * all;
}
