/** What the endings of words tell, or the small word before them. */

import type { Language } from "./language.ts";
import { wordsOf } from "./states.ts";
import { tokenise } from "./tokenise.ts";

/** So much of a word says little: "illumina" is still "illuminate". */
export const SHORT_STEM = 3;
const SHORTEST_CASE = 5;

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

export type Leading = {
  /** Whether behind it stands in what something is, a place or a time. */
  leadsIn(word: string): boolean;
  /** Whether behind it stands at what time something is done. */
  leadsToTime(word: string): boolean;
  isColour(word: string): boolean;
  readonly hasColours: boolean;
};

const SHORTEST_COLOUR = 4;
const LONGEST_ENDING = 2;

export function leadingOf(languages: readonly Language[]): Leading {
  const colours = languages.flatMap(({ colours = "" }) => colours.split(" ").filter((each) => each !== ""));
  // "niebiesko", where the colour is "niebieski"
  const isForm = (colour: string, word: string) => {
    const longest = Math.max(colour.length, word.length);
    const same = colour.slice(0, Math.max(SHORTEST_COLOUR, longest - LONGEST_ENDING));
    return colour === word || (same.length >= longest - LONGEST_ENDING && word.startsWith(same));
  };
  return {
    leadsIn: wordsOf(languages.flatMap(({ leading }) => leading?.within ?? [])),
    leadsToTime: wordsOf(languages.flatMap(({ leading }) => leading?.at ?? [])),
    hasColours: colours.length > 0,
    isColour: (word) => colours.some((colour) => isForm(colour, word)),
  };
}
