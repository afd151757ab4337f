/** Small words of a query that together are the name of a place. */

import type { Tables } from "../index/tables.ts";
import type { Word } from "../words/query-words.ts";
import type { Visible } from "./visible.ts";

/** The longest name of an area or floor, in words. */
const WORDS_MAX = 4;

/** "the work area" says where, though neither word says much alone: words that are a place's whole name are made names. */
export function withPlaces(words: readonly Word[], { groups }: Tables, visible: Visible): readonly Word[] {
  const named = new Set<Word>();
  for (let from = 0; from < words.length; from++) {
    for (let length = Math.min(WORDS_MAX, words.length - from); length > 0; length--) {
      const window = words.slice(from, from + length);
      if (length === 1 && window[0]?.role === "soft") continue;
      let found = false;
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
