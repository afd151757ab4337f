/** The words of a query with the part that each plays. */

import type { Lexicon, Sense } from "./lexicon.ts";
import { tokenise } from "./tokenise.ts";

export type Word = {
  readonly stem: string;
  /** `name`: unknown to the languages, so part of somebody's name; `number`: part of a name or, as a `value`, not. */
  readonly role: Sense["role"] | "name" | "number" | "value";
  readonly senses: readonly Sense[];
  /** Its share of a phrase that has one meaning; 1 for a word alone. */
  readonly share: number;
};

/** A query is cut behind so many characters. */
const TEXT_MAX = 600;
const WORDS_MAX = 32;
const NUMBER = /^\p{N}+$/u;
const STRENGTH = ["soft", "hint", "verb", "noun"] as const;

/** Reads a query into at most 32 different words. */
export function readWords(text: string, lexicon: Lexicon): Word[] {
  const stems = tokenise(text.slice(0, TEXT_MAX)).map(lexicon.stem);
  const words: Word[] = [];
  for (let at = 0; at < stems.length; ) {
    const { length, senses } = longestPhrase(stems, at, lexicon);
    for (let part = 0; part < length; part++) {
      const stem = stems[at + part] ?? "";
      const word = { stem, senses, role: roleOf(senses), share: 1 / Math.sqrt(length) };
      if (NUMBER.test(stem)) words.push({ ...word, role: numberRole(words, stems[at + part + 1], lexicon) });
      else words.push(word);
    }
    at += length;
  }
  return withoutRepeats(words).slice(0, WORDS_MAX);
}

function longestPhrase(stems: readonly string[], at: number, lexicon: Lexicon) {
  for (let length = Math.min(lexicon.longestPhrase, stems.length - at); length > 0; length--) {
    const senses = lexicon.senses(stems.slice(at, at + length).join(" "));
    if (senses.length > 0) return { length, senses };
  }
  return { length: 1, senses: [] };
}

function roleOf(senses: readonly Sense[]): Word["role"] {
  let strongest = -1;
  for (const { role } of senses) strongest = Math.max(strongest, STRENGTH.indexOf(role));
  return STRENGTH[strongest] ?? "name";
}

/** A number behind a name is part of it ("bedroom 2"), before a unit or behind a small word it is a value ("to 21"). */
function numberRole(before: readonly Word[], next: string | undefined, lexicon: Lexicon): Word["role"] {
  const last = before[before.length - 1];
  if (next !== undefined && lexicon.isUnit(next)) return "value";
  if (last && (last.role === "soft" || last.role === "hint" || last.role === "verb")) return "value";
  return "number";
}

function withoutRepeats(words: readonly Word[]): Word[] {
  const seen = new Set<string>();
  return words.filter(({ stem }) => !seen.has(stem) && seen.add(stem));
}
