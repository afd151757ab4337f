/** What a thing is set to, in a language without particles or spaces ("空调切换到除湿模式"): no word of it is a thing. */

import type { Lexicon } from "../lexicon.ts";
import { SENSING } from "../sense.ts";
import type { Said } from "../state-by-form.ts";
import { isLettered, isSpaceless, tokenise } from "../tokenise.ts";
import { cutSigns } from "./cut-signs.ts";
import { LONGEST } from "./known-signs.ts";
import { isSmall } from "./signs-asked.ts";

const SHORTEST = 2;
const DEED = /^\p{Script=Han}{1,2}$/u;

/** The text without it; undefined where nothing is set. */
export function withoutValue(text: string, lexicon: Lexicon, said: Said): string | undefined {
  if (!isSpaceless(text) || isLettered(text) || !lexicon.isSparse || lexicon.hasParticles) return undefined;
  const words = cutSigns(text, said);
  for (let end = 1; end < words.length; end++) {
    const length = lastThing(words, end, said) === undefined ? 0 : deedLength(words, end, lexicon);
    const value = words.slice(end + length);
    if (length === 0 || value.length === 0) continue;
    return namesAny(value, said) ? undefined : words.slice(0, end + length).join("");
  }
  return undefined;
}

/** What ends there, and is part of no longer name. */
function lastThing(words: readonly string[], end: number, said: Said): string | undefined {
  for (let from = Math.max(0, end - LONGEST); from < end; from++) {
    const word = words.slice(from, end).join("");
    if (isThing(word, said) && !said.isWhole(`${word}${words[end]}`)) return word;
  }
  return undefined;
}

function isThing(word: string, said: Said): boolean {
  const targets = [...(said.kind(word)?.keys() ?? [])];
  if (targets.some((target) => !SENSING.test(target))) return true;
  return [...word].length >= SHORTEST && said.isWhole(word) && !tokenise(word).every(said.isPlace);
}

/** 调|成, 换到: what is done with a sign that says to what. */
function deedLength(words: readonly string[], at: number, lexicon: Lexicon): number {
  const [deed = "", next = ""] = words.slice(at);
  if (!DEED.test(deed) || isSwitched(deed, lexicon)) return 0;
  const [, last = ""] = deed;
  if (isSmall(last, lexicon)) return 1;
  return DEED.test(next) && [...next].length === 1 && ([...deed].length === 1 || isSmall(next, lexicon))
    ? 2
    : 0;
}

/** "把灯关了再打开洗衣机": on or off is all that is done. */
function isSwitched(deed: string, lexicon: Lexicon): boolean {
  return [...deed].some((sign) => lexicon.hanSign(sign).some(({ serves }) => serves.has("switch")));
}

/** Another thing or a place. */
function namesAny(words: readonly string[], said: Said): boolean {
  return words.some((_, from) =>
    words.slice(from, from + LONGEST).some((_, length) => {
      const word = words.slice(from, from + length + 1).join("");
      return [...word].length > SHORTEST ? said.isWhole(word) : said.isPlace(word);
    }),
  );
}
