/** Words that count: how high a floor is, which of several is meant. */

import type { Language } from "./language.ts";

/** By the stem of a word: -1 under ground, 0 on it. */
export function storeysOf(languages: readonly Language[]): (stem: string) => number | undefined {
  const known = new Map<string, number>();
  for (const { stem, places } of languages)
    for (const [at, words] of (places?.storeys ?? []).entries())
      for (const word of words.split(" ")) known.set(stem(word), at - 1);
  return (stem) => known.get(stem);
}

export function ordinalsOf(languages: readonly Language[]): (word: string) => number | undefined {
  const words = languages.flatMap(({ places }) => [...(places?.ordinals.split(" ") ?? []).entries()]);
  const known = new Map(words.map(([before, word]) => [word, before + 1]));
  return (word) => {
    const found = known.get(word);
    return found === 1 ? undefined : found;
  };
}
