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
  nn: "norwegian",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  sk: "czech",
  es: "spanish",
  sl: "slovene",
  sv: "swedish",
  ta: "tamil",
  tr: "turkish",
};

type Stem = (word: string) => string;

/** Of the languages that `snowball-stemmers` lacks. Serbian, Croatian and Bosnian are inflected alike, and Slovak much as Czech. */
const LACKING: Readonly<Record<string, () => Promise<{ readonly stemmer: Stem }>>> = {
  bg: () => import("@orama/stemmers/bulgarian"),
  bs: () => import("@orama/stemmers/serbian"),
  hr: () => import("@orama/stemmers/serbian"),
  lt: () => import("@orama/stemmers/lithuanian"),
  sr: () => import("@orama/stemmers/serbian"),
  uk: () => import("@orama/stemmers/ukrainian"),
};

const KEPT = 20_000;

/** The word itself for a language without one; the same word is asked for again and again. */
export async function stemmerFor(code: string): Promise<Stem> {
  const stemOf = await algorithmFor(code.slice(0, 2).toLowerCase());
  if (stemOf === undefined) return (word) => word;
  const known = new Map<string, string>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    // some algorithms put marks back that folding took off
    const stem = fold(stemOf(word)) || word;
    if (known.size < KEPT) known.set(word, stem);
    return stem;
  };
}

async function algorithmFor(language: string): Promise<Stem | undefined> {
  const load = LACKING[language];
  if (load !== undefined) {
    const { stemmer } = await load();
    // the Bulgarian one throws at words in "ен"
    return (word) => {
      try {
        return stemmer(word);
      } catch {
        return word;
      }
    };
  }
  const algorithm = ALGORITHMS[language];
  if (algorithm === undefined) return undefined;
  const { newStemmer } = await import("snowball-stemmers");
  const stemmer = newStemmer(algorithm);
  return (word) => stemmer.stem(word);
}
