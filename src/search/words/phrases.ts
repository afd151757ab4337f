/** Words and phrases of the languages in use with their senses, and the looser ways to those of the home's own. */

import type { Language } from "./language.ts";
import { entries, type Sense, SOFT, senseOf } from "./sense.ts";
import { tokenise } from "./tokenise.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

export type Phrases = {
  /** Stems of a phrase; `spelled` is the phrase as the language writes it. */
  define(stems: readonly string[], sense: Sense, spelled?: string): void;
  /** From now on it has this sense alone. */
  redefine(stem: string, sense: Sense): void;
  senses(phrase: string): readonly Sense[];
  readonly longest: number;
  /** How many words the longest phrase has that begins with one; 1 where there is none. */
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
  /** By the first word, of those with several. */
  const longer = new Map<string, number>();
  let longest = 1;

  const put = (phrase: readonly string[], sense: Sense) => {
    const key = phrase.join(" ");
    const before = phrases.get(key);
    const only = alone.get(sense) ?? [sense];
    alone.set(sense, only);
    phrases.set(key, before ? [...before, sense] : only);
    longest = Math.max(longest, phrase.length);
    const [first = ""] = phrase;
    if (phrase.length > (longer.get(first) ?? 1)) longer.set(first, phrase.length);
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
    redefine: (stem, sense) => void phrases.set(stem, [sense]),
    senses: (phrase) => phrases.get(phrase) ?? NO_SENSES,
    get longest() {
      return longest;
    },
    longestFrom: (first) => longer.get(first) ?? 1,
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

type Stems = (text: string) => readonly string[];

/** Their words and phrases with what each says; `gapped`: verb and particle of those with others between. */
export function phrasesIn(languages: readonly Language[], stem: (word: string) => string) {
  const stems = (text: string) => tokenise(text).map(stem);
  const phrases = createPhrases();
  const gapped = new Map<string, Map<string, Sense>>();
  for (const language of languages) {
    for (const word of stems(`${language.soft} ${language.units} ${language.questions}`))
      phrases.define([word], SOFT);
    for (const phrase of entries(language.softPhrases)) phrases.define(stems(phrase), SOFT);
    for (const [phrase, sense] of conceptsOf(language)) {
      const [head, tail] = phrase.split("*");
      if (tail === undefined) phrases.define(stems(phrase), sense, phrase);
      else {
        const [verb, particle] = [stems(head ?? "").join(" "), stems(tail).join(" ")];
        gapped.set(verb, (gapped.get(verb) ?? new Map()).set(particle, sense));
      }
    }
    for (const word of stems(language.known)) phrases.known.add(word);
  }
  for (const word of smallBeside(languages)) phrases.redefine(stem(word), SOFT);
  return { phrases, gapped };
}

function conceptsOf({ concepts, borrowed = false }: Language): readonly (readonly [string, Sense])[] {
  return concepts.flatMap((concept) => {
    const sense = { ...senseOf(concept), borrowed };
    return entries(concept.words).map((phrase) => [phrase, sense] as const);
  });
}

/** Every word that a language writes a kind with. */
export function writtenIn(languages: readonly Language[]): ReadonlySet<string> {
  return new Set(languages.flatMap(({ concepts }) => concepts.flatMap(({ words }) => tokenise(words))));
}

/** "todas" has the stem of "todo": small words of the home's language are none of another language's kinds. */
function smallBeside(languages: readonly Language[]): readonly string[] {
  if (!languages.some(({ borrowed }) => borrowed)) return [];
  const written = writtenIn(languages);
  return languages.flatMap(({ borrowed, soft }) =>
    borrowed ? tokenise(soft).filter((word) => !written.has(word)) : [],
  );
}

/** Each word of a line with the others of it, and with those behind `>`. */
export function kindred(
  languages: readonly Language[],
  stems: Stems,
  { known }: Pick<Phrases, "known">,
): ReadonlyMap<string, readonly string[]> {
  const kin = new Map<string, readonly string[]>();
  for (const line of languages.flatMap(({ alike }) => alike)) {
    for (const word of stems(line)) known.add(word);
    const [own = [], further = []] = line
      .split(">")
      .map((part) => entries(part).map((words) => stems(words).join(" ")));
    for (const word of own)
      kin.set(word, [...(kin.get(word) ?? []), ...own.filter((other) => other !== word), ...further]);
  }
  return kin;
}
