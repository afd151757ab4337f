/** Words by number, with the words that are nearly or the beginning of another. */

import { editDistance } from "../../core/nearest.ts";

export type Near = { readonly term: number; readonly faults: number };

export type Vocabulary = {
  /** The number of a word; the same word keeps it for good. */
  intern(word: string): number;
  /** undefined: never interned. */
  find(word: string): number | undefined;
  text(term: number): string;
  readonly size: number;
  /** Words within the faults that a word of this length may have, itself left out; words with digits have no near ones. */
  near(word: string): Near[];
  /** Words that begin with this one, itself left out; with a digit in the beginning only such as have one. */
  beginningWith(word: string): number[];
};

const HAS_DIGIT = /\p{N}/u;
/** Shorter beginnings say too little. */
const SHORTEST_BEGINNING = 3;

/** A new vocabulary; it only grows (words of entities that are gone cost little and come back). */
export function createVocabulary(): Vocabulary {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  const lettered = createShelf(texts);
  const numbered = createShelf(texts);
  return {
    intern(word) {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      const term = texts.length;
      numbers.set(word, term);
      texts.push(word);
      (HAS_DIGIT.test(word) ? numbered : lettered).put(term, word);
      return term;
    },
    find: (word) => numbers.get(word),
    text: (term) => texts[term] ?? "",
    get size() {
      return texts.length;
    },
    near: (word) => (HAS_DIGIT.test(word) ? [] : lettered.near(word)),
    beginningWith(word) {
      if (word.length < SHORTEST_BEGINNING) return [];
      return (HAS_DIGIT.test(word) ? numbered : lettered).beginningWith(word);
    },
  };
}

const MOST_FAULTS = 2;

/** How many faults a word may have: short words have too many neighbours. */
function mostFaults(length: number): number {
  if (length < 3) return 0;
  return length < 7 ? 1 : MOST_FAULTS;
}

/** With how many faults a word may be meant for another; the first letter is rarely wrong, and a short word's never. */
function plausibleFaults(word: string, meant: string): number {
  const sameStart = word[0] === meant[0];
  if (word.length === 3)
    return sameStart && (meant.length === 4 || meant === `${word[0]}${word[2]}${word[1]}`) ? MOST_FAULTS : 0;
  if (sameStart) return MOST_FAULTS;
  const swapped = word[0] === meant[1] && word[1] === meant[0];
  return swapped || word.length >= 6 ? 1 : 0;
}

/** Words with a bit set of their letters beside them, which rules most out without looking at them. */
function createShelf(texts: readonly string[]) {
  let masks = new Uint32Array(256);
  let lengths = new Uint8Array(256);
  const terms: number[] = [];
  return {
    put(term: number, word: string) {
      if (terms.length === masks.length) {
        const [wider, longer] = [new Uint32Array(masks.length * 2), new Uint8Array(masks.length * 2)];
        wider.set(masks);
        longer.set(lengths);
        [masks, lengths] = [wider, longer];
      }
      masks[terms.length] = letterMask(word);
      lengths[terms.length] = Math.min(255, word.length);
      terms.push(term);
    },
    near(word: string): Near[] {
      const most = mostFaults(word.length);
      const found: Near[] = [];
      if (most === 0 || word.length > 40) return found;
      const mask = letterMask(word);
      for (let at = 0; at < terms.length; at++) {
        const apart = (lengths[at] ?? 0) - word.length;
        if (apart > most || apart < -most) continue;
        // one fault changes at most two letters of the set
        if (bits((masks[at] ?? 0) ^ mask) > most * 2) continue;
        const meant = texts[terms[at] ?? -1] ?? "";
        const plausible = Math.min(most, plausibleFaults(word, meant));
        const faults = plausible === 0 ? 0 : editDistance(word, meant, plausible);
        if (faults > 0 && faults <= plausible) found.push({ term: terms[at] ?? -1, faults });
      }
      return found;
    },
    beginningWith(word: string): number[] {
      const found: number[] = [];
      const mask = letterMask(word);
      for (let at = 0; at < terms.length; at++) {
        if (((masks[at] ?? 0) & mask) !== mask || (lengths[at] ?? 0) <= word.length) continue;
        if (texts[terms[at] ?? -1]?.startsWith(word)) found.push(terms[at] ?? -1);
      }
      return found;
    },
  };
}

/** A bit for each letter a–z, three for digits, three for all other signs. */
function letterMask(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) mask |= 1 << (26 + (code % 3));
    else mask |= 1 << (29 + (code % 3));
  }
  return mask >>> 0;
}

/** How many bits are set (Hacker's Delight, figure 5-2). */
function bits(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
