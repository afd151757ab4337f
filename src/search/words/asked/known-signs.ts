/** Which words of a text in signs are known to the home or its language. */

import type { Lexicon } from "../lexicon.ts";
import type { Said } from "../state-by-form.ts";
import { tokenise } from "../tokenise.ts";
import { isIdle } from "./idle-signs.ts";
import { isInPlace, isSmall } from "./signs-asked.ts";

export const NAMING = /^[\p{Script=Han}\p{Script=Katakana}ー]+$/u;
export const HIRAGANA = /^\p{Script=Hiragana}+$/u;
/** So many words of the dictionary may be one of the home. */
export const LONGEST = 6;

/** Whether each word is one of the home's or the language's, or a part of one. */
export function knownAmong(words: readonly string[], lexicon: Lexicon, said: Said): readonly boolean[] {
  const known = words.map(() => false);
  for (const from of words.keys())
    for (let end = Math.min(words.length, from + LONGEST); end > from; end--) {
      const word = words.slice(from, end).join("");
      // a longer one that ends in a kind is known for that alone
      const isKind = end === from + 1 && said.kind(word) !== undefined;
      const isJoined = isSmall(words[end] ?? "", lexicon);
      const isNone =
        (isJoined || standsBeforeKind(words, end, said)) && isIdle(word, { isJoined }, lexicon, said);
      if (!isKind && !isNone && !isKnownWord(word, lexicon, said)) continue;
      known.fill(true, from, end);
      break;
    }
  return known;
}

function standsBeforeKind(words: readonly string[], at: number, said: Said): boolean {
  const behind = words.slice(at, at + LONGEST);
  return behind.some((_, last) => said.kind(behind.slice(0, last + 1).join("")) !== undefined);
}

export function isKnownWord(word: string, lexicon: Lexicon, said: Said): boolean {
  const stems = tokenise(word).map(lexicon.stem);
  return (
    lexicon.senses(stems.join(" ")).length > 0 ||
    lexicon.hanSign(word).length > 0 ||
    lexicon.isEveryday(word) ||
    [...word].every((sign) => isSmall(sign, lexicon)) ||
    lexicon.states(word) !== undefined ||
    asksHow(word, lexicon) ||
    said.isWhole(word) ||
    isInPlace(word, lexicon, said)
  );
}

/** 冷不冷 */
function asksHow(word: string, lexicon: Lexicon): boolean {
  const [first, small = "", last, ...others] = word;
  return first !== undefined && first === last && others.length === 0 && isSmall(small, lexicon);
}
