/** Words and phrases of the languages in use with their senses, and the looser ways to those of the home's own. */

import type { Sense } from "./sense.ts";
import { tokenise } from "./tokenise.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

export type Phrases = {
  /** Stems of a phrase; `spelled` is the phrase as the language writes it. */
  define(stems: readonly string[], sense: Sense, spelled?: string): void;
  /** From now on it has this sense alone. */
  redefine(stem: string, sense: Sense): void;
  senses(phrase: string): readonly Sense[];
  readonly longest: number;
  /** How many words the longest phrase has that begins with one; 0 for none. */
  longestFrom(first: string): number;
  /** Single words that have a sense. */
  readonly words: Vocabulary;
  /** Every word of a phrase that a language lists whole. */
  readonly known: Set<string>;
  otherEnding(stem: string): readonly (readonly Sense[])[];
  hanSign(sign: string): readonly Sense[];
};

const NO_SENSES: readonly Sense[] = [];
const NO_KINDS: readonly (readonly Sense[])[] = [];
const HAN = /^\p{Script=Han}{1,3}$/u;

export function createPhrases(): Phrases {
  const phrases = new Map<string, readonly Sense[]>();
  /** Most words have one sense, which many have: one list for all of them. */
  const alone = new Map<Sense, readonly Sense[]>();
  const known = new Set<string>();
  const words = createVocabulary();
  const byBeginning = new Map<string, (readonly Sense[])[]>();
  const byHanSign = new Map<string, Sense[]>();
  const longestFrom = new Map<string, number>();
  let longest = 1;

  const begin = (phrase: readonly string[]) => {
    const [first = ""] = phrase;
    longestFrom.set(first, Math.max(longestFrom.get(first) ?? 0, phrase.length));
  };
  const put = (phrase: readonly string[], sense: Sense) => {
    const key = phrase.join(" ");
    const before = phrases.get(key);
    const only = alone.get(sense) ?? [sense];
    alone.set(sense, only);
    phrases.set(key, before ? [...before, sense] : only);
    longest = Math.max(longest, phrase.length);
    begin(phrase);
    // of a language that is known by its words for kinds alone, a part of one is known by nobody
    if (!sense.borrowed || phrase.length === 1) for (const word of phrase) known.add(word);
    if (phrase.length !== 1) return;
    words.intern(key);
    if (sense.borrowed && sense.role === "noun") grow(byBeginning, beginningOf(key), [sense]);
  };
  /** Stems of folded words miss what the algorithm is made for; a sign of a Chinese word says much of it. */
  const putLoosely = (spelled: string, sense: Sense) => {
    const [word, ...more] = tokenise(spelled);
    if (word === undefined || more.length > 0) return;
    if (!phrases.has(word)) put([word], sense);
    if (HAN.test(word)) for (const sign of word) grow(byHanSign, sign, sense);
  };

  return {
    define(stems, sense, spelled) {
      put(stems, sense);
      if (sense.borrowed && spelled !== undefined) putLoosely(spelled, sense);
    },
    redefine(stem, sense) {
      begin([stem]);
      phrases.set(stem, [sense]);
    },
    senses: (phrase) => phrases.get(phrase) ?? NO_SENSES,
    get longest() {
      return longest;
    },
    longestFrom: (first) => longestFrom.get(first) ?? 0,
    words,
    known,
    otherEnding: (stem) => byBeginning.get(beginningOf(stem)) ?? NO_KINDS,
    hanSign: (sign) => byHanSign.get(sign) ?? NO_SENSES,
  };
}

/** The same for words that differ in their last letter alone. */
function beginningOf(word: string): string {
  return `${word.length} ${word.slice(0, -1)}`;
}

function grow<Each>(lists: Map<string, Each[]>, key: string, each: Each): void {
  lists.set(key, [...(lists.get(key) ?? []), each]);
}
