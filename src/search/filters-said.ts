/** Filters that a query has words for: "which rooms are there", "lights without an area". */

import type { HitKind } from "./query.ts";
import { englishFilters } from "./words/languages/english/en.ts";

const { around, anything, listed, nowhere, areas, articles, participles, joining } = englishFilters;
const either = (words: string) => words.trim().split(/\s+/).join("|");
const phrases = nowhere.split(/\s*,\s*/).map((phrase) => phrase.replaceAll("'", "['\u2019]?"));

const KINDS: ReadonlyMap<string, HitKind> = new Map(Object.entries(listed));
const AROUND = either(`${around.trim()} ${anything}`);
const ONLY_AROUND = new RegExp(`^(?:\\W*\\b(?:${AROUND})\\b)*\\W*$`, "i");
const LISTED = new RegExp(
  `^\\W*(?:\\b(?:${AROUND})\\b\\W*)*\\b(${Object.keys(listed).join("|")})\\b(?:\\W*\\b(?:${AROUND})\\b)*\\W*$`,
  "i",
);
const ANYTHING = new RegExp(`\\b(?:${either(anything)})\\b`, "i");
/** "no room temperature" is something else. */
const ENDS = `(?! (?!(?:${AROUND}|${either(joining)})\\b)[\\p{L}\\p{N}])`;
const NOWHERE = new RegExp(
  `\\b(?:${phrases.join("|")}) (?:(?:${either(articles)}) )?(?:${either(areas)})\\b(?: (?:${either(participles)}))?${ENDS}`,
  "iu",
);

/** The things of which a list is asked for; a lone word may be what a thing is called. */
export function listSaid(query: string): HitKind | undefined {
  const [, word = ""] = /\s/.test(query.trim()) ? (LISTED.exec(query) ?? []) : [];
  return KINDS.get(word.toLowerCase());
}

/** "all", "everything there is": no more than that all is asked for. */
export function saysAll(query: string): boolean {
  return ONLY_AROUND.test(query) && ANYTHING.test(query);
}

/** What is left of a query for things that are in no area, empty where it says no more; undefined for any other. */
export function restOfNowhere(query: string): string | undefined {
  if (!NOWHERE.test(query)) return undefined;
  const rest = query.replace(NOWHERE, " ").trim();
  return ONLY_AROUND.test(rest) ? "" : rest;
}
