/** Words of one language that the endings of another cut short: "meter" is "met" in French, as "mets" is. */

import type { Language } from "./language.ts";
import { tokenise } from "./tokenise.ts";

/** So much of a word says little: "illumina" is still "illuminate". */
export const SHORT_STEM = 3;

/** Whether a word but begins like one of which another language's endings leave little. */
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
