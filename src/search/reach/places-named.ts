/** Small words of a query that together are the name of a place. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Word } from "../words/query-words.ts";

/** The longest name of an area or floor, in words. */
const WORDS_MAX = 4;

/** "the work area" says where, though neither word says much alone: words that are a place's whole name are made names. */
export function withPlaces(words: readonly Word[], tables: Tables, visible: Visible): readonly Word[] {
  const { groups, vocabulary, byName, entities, lexicon } = tables;
  const isWholeName = ({ stem }: Word) => {
    const term = vocabulary.find(stem);
    if (term === undefined || !lexicon.isSparse) return false;
    return byName.of([term]).some((entity) => {
      const { nameLength, words: own } = entities.at(entity) ?? {};
      return nameLength === 1 && own?.[0] === term && visible.entity(entity);
    });
  };
  const named = new Set<Word>();
  for (let from = 0; from < words.length; from++) {
    for (let length = Math.min(WORDS_MAX, words.length - from); length > 0; length--) {
      const window = words.slice(from, from + length);
      // "TV" is a small word in some lists
      const [first] = window;
      const isSmall = length === 1 && first?.role === "soft";
      let found = isSmall && isWholeName(first);
      if (isSmall && !found) continue;
      for (const group of groups.named(window.map(({ stem }) => stem).join(""))) {
        const kind = groups.at(group)?.kind;
        found ||= (kind === "area" || kind === "floor") && visible.group(group);
      }
      if (!found) continue;
      for (const word of window) named.add(word);
      break;
    }
  }
  return named.size === 0 ? words : words.map((word) => (named.has(word) ? { ...word, role: "name" } : word));
}
