/** Words without their endings, in the languages that the Snowball algorithms know. */

import { fold } from "../normalise.ts";

const ALGORITHMS: Readonly<Record<string, string>> = {
  ar: "arabic",
  hy: "armenian",
  eu: "basque",
  ca: "catalan",
  cs: "czech",
  da: "danish",
  nl: "dutch",
  fi: "finnish",
  fr: "french",
  de: "german",
  hu: "hungarian",
  it: "italian",
  ga: "irish",
  nb: "norwegian",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  es: "spanish",
  sl: "slovene",
  sv: "swedish",
  ta: "tamil",
  tr: "turkish",
};

const KEPT = 20_000;

/** The word itself for a language without one; the same word is asked for again and again. */
export async function stemmerFor(code: string): Promise<(word: string) => string> {
  const algorithm = ALGORITHMS[code.slice(0, 2).toLowerCase()];
  if (algorithm === undefined) return (word) => word;
  const { newStemmer } = await import("snowball-stemmers");
  const stemmer = newStemmer(algorithm);
  const known = new Map<string, string>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    // some algorithms put marks back that folding took off
    const stem = fold(stemmer.stem(word)) || word;
    if (known.size < KEPT) known.set(word, stem);
    return stem;
  };
}
