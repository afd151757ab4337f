/** How far a word of a query reaches: the words and groups of the home that serve it, each with how well. */

import type { GroupKind } from "./groups.ts";
import type { Sense } from "./lexicon.ts";
import type { Tables } from "./tables.ts";
import type { Word } from "./words.ts";

export type Reach = {
  readonly word: Word;
  /** What the word counts for in the score. */
  readonly weight: number;
  /** Whether a hit that does not serve it is at best a near one. */
  readonly needed: boolean;
  /** Numbers of words → how well they serve, 0 to 1. */
  readonly terms: ReadonlyMap<number, number>;
  /** Numbers of groups → how well their members are served by belonging to it. */
  readonly groups: ReadonlyMap<number, number>;
};

/** How well belonging to a group of a fitting name serves a word, beside 1 for the entity's own name. */
const BY_NAME: Readonly<Record<GroupKind, number>> = {
  area: 0.85,
  floor: 0.6,
  device: 0.75,
  label: 0.6,
  domain: 0.75,
  class: 0.75,
};
/** How well being what a word means serves it. */
const BY_MEANING = 0.8;
const FAULTS = [1, 0.82, 0.62];
const KINDRED = 0.6;
const PARTS = 0.9;
const NEAR_MAX = 24;
const WEIGHTS: Readonly<Record<Word["role"], number>> = {
  name: 1,
  noun: 1,
  verb: 0.5,
  act: 0.65,
  free: 0.5,
  number: 0.5,
  value: 0.05,
  hint: 0.12,
  soft: 0.05,
};
const NEEDED: ReadonlySet<Word["role"]> = new Set(["name", "noun", "verb"] as const);

/** `shows`: whether the caller may see anything that has the word, so that words of hidden entities change nothing. */
export function reachOf(read: readonly Word[], tables: Tables, shows: (term: number) => boolean): Reach[] {
  const words = withPlaceNames(read, tables);
  const reaches = words.map((word, at) => reach(word, words[at + 1], words[at - 1], tables, shows));
  // a query of small words alone means them
  const idle = !reaches.some(({ weight }) => weight > WEIGHTS.hint);
  return idle ? reaches.map((each) => ({ ...each, weight: 1 })) : reaches;
}

function reach(
  word: Word,
  next: Word | undefined,
  last: Word | undefined,
  tables: Tables,
  shows: (term: number) => boolean,
): Reach {
  const { lexicon, vocabulary, groups: allGroups } = tables;
  const terms = new Map<number, number>();
  const groups = new Map<number, number>();
  const add = (term: number | undefined, strength: number) => {
    if (term === undefined || (terms.get(term) ?? 0) >= strength) return;
    terms.set(term, strength);
    for (const group of tables.groups.byTerm.of(term)) {
      const kind = allGroups.at(group)?.kind;
      if (kind) raise(groups, group, strength * BY_NAME[kind]);
    }
  };
  const own = vocabulary.find(word.stem);
  const shown = own !== undefined && shows(own);
  add(own, 1);
  let { senses, role } = word;
  let meant = 1;
  if (role !== "soft" && role !== "hint" && role !== "value") {
    for (const term of vocabulary.beginningWith(word.stem).slice(0, NEAR_MAX))
      add(term, 0.55 + (0.35 * word.stem.length) / vocabulary.text(term).length);
    for (const neighbour of [next, last])
      if (neighbour) {
        const joined = neighbour === next ? word.stem + neighbour.stem : neighbour.stem + word.stem;
        add(vocabulary.find(joined), PARTS);
      }
  }
  for (const kin of lexicon.alike(word.stem)) add(vocabulary.find(kin), KINDRED);
  if (!shown && (role === "name" || role === "free") && !lexicon.knows(word.stem)) {
    for (const { term, faults } of vocabulary.near(word.stem)) add(term, FAULTS[faults] ?? 0);
    for (const part of parts(word.stem)) add(vocabulary.find(part), PARTS);
    const near = nearestSense(word.stem, tables);
    if (near) {
      ({ senses, role } = near);
      meant = near.strength;
    }
  }
  for (const { serves } of senses)
    for (const [target, share] of serves) {
      const group = allGroups.find(target.includes(".") ? "class" : "domain", target);
      if (group !== undefined) raise(groups, group, share * BY_MEANING * meant);
    }
  return { word, weight: WEIGHTS[role] * word.share, needed: NEEDED.has(role), terms, groups };

  function parts(stem: string): string[] {
    for (let at = 3; at <= stem.length - 3; at++) {
      const [head, tail] = [stem.slice(0, at), stem.slice(at)];
      const [a, b] = [vocabulary.find(head), vocabulary.find(tail)];
      if (a !== undefined && b !== undefined && shows(a) && shows(b)) return [head, tail];
    }
    return [];
  }
}

/** The longest name of an area or floor, in words. */
const PLACE_WORDS_MAX = 4;

/** Small words that together name a place ("work area", "play room") are as good as its name. */
function withPlaceNames(words: readonly Word[], { groups }: Tables): readonly Word[] {
  const named = new Set<Word>();
  for (let from = 0; from < words.length; from++) {
    for (let length = Math.min(PLACE_WORDS_MAX, words.length - from); length > 0; length--) {
      const window = words.slice(from, from + length);
      const found = groups.named(window.map(({ stem }) => stem).join(""));
      if (!found.some((group) => ["area", "floor"].includes(groups.at(group)?.kind ?? ""))) continue;
      if (length > 1 || window[0]?.role !== "soft") for (const word of window) named.add(word);
      break;
    }
  }
  return named.size === 0 ? words : words.map((word) => (named.has(word) ? { ...word, role: "name" } : word));
}

function nearestSense(stem: string, { lexicon }: Tables) {
  let best: { role: Word["role"]; senses: readonly Sense[]; strength: number } | undefined;
  for (const { term, faults } of lexicon.words.near(stem)) {
    const strength = FAULTS[faults] ?? 0;
    if (best && best.strength >= strength) continue;
    const senses = lexicon.senses(lexicon.words.text(term));
    const role = (["noun", "verb", "act", "hint", "soft"] as const).find((each) =>
      senses.some((sense) => sense.role === each),
    );
    if (role) best = { role, senses, strength };
  }
  return best;
}

function raise(map: Map<number, number>, key: number, value: number): void {
  if ((map.get(key) ?? 0) < value) map.set(key, value);
}
