/** What single words of a language mean, learnt from Home Assistant's texts in it beside the same texts in English. */

import { segmentsOf } from "../icu.ts";
import type { Role } from "../language.ts";
import type { Lexicon } from "../lexicon.ts";
import type { Sense } from "../sense.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";
import { align } from "./alignment.ts";

type Texts = Readonly<Record<string, string>>;

type Means = {
  readonly code: string;
  readonly stem: (word: string) => string;
  /** English. */
  readonly lexicon: Lexicon;
};

export type LearntWord = {
  /** As one of the texts has it, folded. */
  readonly word: string;
  readonly role: Role;
  readonly senses: readonly Sense[];
};

/** States of attributes: what a thing has, as a player a movie (电影). Learnt as a deed, each sign of it (电) would be done to players. */
const ATTRIBUTE_STATE = /\.state_attributes\.[a-z0-9_]+\.state\./;
/** Less sure, a word says nothing. */
const KIND_SHARE = 0.6;
const DEED_SHARE = 0.5;
/** Seen less, a word for a kind is only a hint. */
const OFTEN = 2;
const SHORTEST = 2;

/** `texts` in the language and in English, by the same keys. */
export async function learntWords(
  texts: Texts,
  inEnglish: Texts,
  means: Means,
): Promise<readonly LearntWord[]> {
  const { lexicon, stem } = means;
  const written = new Map<string, string>();
  const pairs = Object.entries(texts).flatMap(([key, text]) => {
    const own = wordsIn(text, means.code);
    for (const word of own) written.set(stem(word), word);
    const english = phrasesIn(inEnglish[key] ?? "", lexicon);
    const isOfKind = (phrase: string) => lexicon.senses(phrase).some(({ role }) => role === "noun");
    const isLearnt =
      isSpaceless(text) && ATTRIBUTE_STATE.test(key) ? english.some(isOfKind) : english.length > 0;
    return isLearnt ? [{ own: own.map(stem), english }] : [];
  });
  return [...(await align(pairs))].flatMap(([stemmed, meanings]) => {
    const meant = meaningOf(meanings, lexicon);
    return meant ? [{ word: written.get(stemmed) ?? stemmed, ...meant }] : [];
  });
}

/** The kind that it mostly stands for; or what is done, whichever words English has for that. */
function meaningOf(
  meanings: ReadonlyMap<string, number>,
  lexicon: Lexicon,
): Omit<LearntWord, "word"> | undefined {
  let [times, deeds] = [0, 0];
  const known = [...meanings].map(([meaning, count]) => {
    const senses = lexicon.senses(meaning).filter(({ role }) => role !== "soft");
    const isKind = senses.some(({ role }) => role === "noun");
    times += count;
    if (!isKind && senses.length > 0) deeds += count;
    return { count, senses, isKind };
  });
  known.sort((a, b) => b.count - a.count);
  const [best] = known;
  if (best?.isKind && best.count >= KIND_SHARE * times) {
    const isOften = Math.round(times) >= OFTEN;
    return { role: isOften ? "noun" : "hint", senses: best.senses };
  }
  const deed = known.find(({ isKind, senses }) => !isKind && senses.length > 0);
  return deed && deeds >= DEED_SHARE * times ? { role: "act", senses: deed.senses } : undefined;
}

/** "にし" of 暖房にして is no word. */
const ENDING = /^\p{Script=Hiragana}{1,2}$/u;

/** Of a script without spaces the words that a dictionary finds. */
function wordsIn(text: string, code: string): readonly string[] {
  if (!isSpaceless(text)) return tokenise(text);
  return segmentsOf(text, code).filter((word) => word.length >= SHORTEST && !ENDING.test(word));
}

/** The longest phrases that English has a meaning for, each as stems joined by spaces, and the words between. */
function phrasesIn(text: string, lexicon: Lexicon): readonly string[] {
  const stems = tokenise(text).map(lexicon.stem);
  const found: string[] = [];
  for (let at = 0; at < stems.length; ) {
    let length = Math.min(lexicon.longestPhrase, stems.length - at);
    while (length > 1 && !isOne(stems.slice(at, at + length), lexicon)) length--;
    found.push(stems.slice(at, at + length).join(" "));
    at += length;
  }
  return found;
}

/** "turn off" is; "fan speed" is said of a fan. */
function isOne(stems: readonly string[], lexicon: Lexicon): boolean {
  const isNoun = ({ role }: Sense) => role === "noun";
  const senses = lexicon.senses(stems.join(" "));
  return (
    senses.some(isNoun) || (senses.length > 0 && !stems.some((stem) => lexicon.senses(stem).some(isNoun)))
  );
}
