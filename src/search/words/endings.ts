/** What the endings of words tell. */

import type { Language } from "./language.ts";
import type { Phrases } from "./phrases.ts";
import { entries, type Sense } from "./sense.ts";
import { isSpaceless, tokenise } from "./tokenise.ts";

/** So much of a word says little: "illumina" is still "illuminate". */
export const SHORT_STEM = 3;
const SHORTEST_CASE = 5;
const SHORTEST_DOING = 4;
const LONGEST_FORM = 3;
const NO_SENSES: readonly Sense[] = [];

/** Whether a word but begins like one of which another language's endings leave little: "meter" is "met" in French, as "mets" is. */
export function cutAlike(
  languages: readonly Language[],
  stem: (word: string) => string,
): (word: string) => boolean {
  const cut = new Map<string, Set<string>>();
  for (const language of languages.filter(({ borrowed }) => !borrowed))
    for (const word of new Set(language.concepts.flatMap(({ words }) => tokenise(words)))) {
      const [own, left] = [language.stem(word), stem(word)];
      if (left.length <= SHORT_STEM && own !== left) cut.set(left, (cut.get(left) ?? new Set()).add(own));
    }
  return (word) => {
    const whole = cut.get(stem(word));
    // "filmet" is a "film", with an ending of its own
    return whole !== undefined && ![...whole].some((each) => word.startsWith(each));
  };
}

/** Whether a word ends as one that says whose a thing is, or where. */
export function endingsOf(languages: readonly Language[]): {
  endsAsOwner(word: string): boolean;
  endsAsPlace(word: string): boolean;
} {
  const endsIn = (of: "owner" | "place") => {
    const endings = languages.flatMap(({ endings }) => endings?.[of] ?? []);
    return (word: string) => word.length >= SHORTEST_CASE && endings.some((ending) => word.endsWith(ending));
  };
  const owns = endsIn("owner");
  // "punainen" is how something is, as "sateinen" is
  const isNamed = (word: string) =>
    languages.some(({ endings }) => endings?.named.some((end) => word.endsWith(end)));
  return { endsAsOwner: (word) => owns(word) && !isNamed(word), endsAsPlace: endsIn("place") };
}

/** Whether a word has so much more than each that it has the stem of: "källaren", the cellar, is no form of "kall". */
export function tooLongFor(
  words: Iterable<string>,
  stem: (word: string) => string,
): (word: string, stemmed: string) => boolean {
  const longest = new Map<string, number>();
  for (const word of words) {
    const stemmed = stem(word);
    longest.set(stemmed, Math.max(longest.get(stemmed) ?? 0, word.length));
  }
  return (word, stemmed) => word.length - (longest.get(stemmed) ?? word.length) > LONGEST_FORM;
}

/** The other stem that a word may have, in the first language that knows one. */
export function otherStemOf(languages: readonly Language[]): (word: string) => string | undefined {
  const all = languages.flatMap(({ otherStem }) => otherStem ?? []);
  return (word) => {
    for (const otherStem of all) {
      const other = otherStem(word);
      if (other !== undefined) return other;
    }
    return undefined;
  };
}

/** The kinds that do what a word is another form of: "Heizung" of "heizen". */
export function doingsOf(
  languages: readonly Language[],
  stems: (text: string) => readonly string[],
  { senses }: Pick<Phrases, "senses">,
): (stem: string) => readonly Sense[] {
  const doings = new Set(languages.flatMap(({ doings = "" }) => entries(doings).flatMap(stems)));
  return (word) => {
    const shortest = Math.max(SHORTEST_DOING, word.length - LONGEST_FORM);
    for (let length = word.length - 1; length >= shortest; length--) {
      const doing = word.slice(0, length);
      if (doings.has(doing)) return senses(doing);
    }
    return NO_SENSES;
  };
}

/** Forms of one word begin alike. */
const BEGINNING = 3;
/** What a single form has may be an ending. */
const LONG = 4;
const LONGEST_ENDING = 3;

/** Whether a word is one of those in whichever form: "niebiesko" beside "niebieski" is. */
export function formsOf(listed: readonly string[]): (word: string) => boolean {
  const forms = new Set(listed);
  const beginnings = new Set([...forms].map((form) => shortened(beginningOf(form, listed))));
  const isForm = (word: string) => {
    const shortest = Math.max(BEGINNING, word.length - LONGEST_ENDING);
    for (let length = shortest; length <= word.length; length++)
      if (beginnings.has(word.slice(0, length))) return true;
    return false;
  };
  return (word) => forms.has(word) || (!isSpaceless(word) && isForm(word));
}

/** What a form has in common with those that begin as it does. */
function beginningOf(form: string, others: readonly string[]): string {
  const alike = others.filter((other) => other.startsWith(form.slice(0, BEGINNING)));
  return alike.reduce(commonBeginning, form);
}

function commonBeginning(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}

function shortened(beginning: string): string {
  return beginning.length >= LONG ? beginning.slice(0, -1) : beginning;
}
