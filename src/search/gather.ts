/** Every entity that any word of a query reaches, best first by a rough sum. */

import type { Reach } from "./reach.ts";
import type { Tables } from "./tables.ts";

/** Steps into which the rough sum is cut. */
const STEPS = 512;
/** A step with more entities than this is not sorted whole. */
const SORTED_WHOLE = 256;
/** Words that count for less lead to no candidates of their own. */
const LEADING_WEIGHT = 0.2;

export type Gather = (reaches: readonly Reach[], tables: Tables) => Iterable<number>;

/** Keeps its working memory, about eight bytes an entity, between queries. One query at a time. */
export function createGather(): Gather {
  let sums = new Float32Array(0);
  let stamps = new Uint32Array(0);
  let stamp = 0;
  let touched: number[] = [];

  const walk = (list: readonly number[], value: number, first: number) => {
    for (const entity of list) {
      const last = stamps[entity] ?? 0;
      // already served by this word, and no worse: the lists come in falling order of strength
      if (last === stamp) continue;
      if (last < first) {
        sums[entity] = value;
        touched.push(entity);
      } else sums[entity] = (sums[entity] ?? 0) + value;
      stamps[entity] = stamp;
    }
  };

  return (reaches, tables) => {
    const { byTerm, groups, entities } = tables;
    if (sums.length < entities.end) {
      sums = new Float32Array(entities.end * 1.25);
      stamps = new Uint32Array(entities.end * 1.25);
      stamp = 0;
    }
    if (stamp > 0xfffff000) {
      stamps.fill(0);
      stamp = 0;
    }
    touched = [];
    const first = stamp + 1;
    let most = 0;
    for (const { weight, terms, groups: reached } of reaches) {
      if (weight < LEADING_WEIGHT) continue;
      stamp++;
      most += weight;
      const lists: { readonly strength: number; readonly list: readonly number[] }[] = [];
      for (const [term, strength] of terms) lists.push({ strength, list: byTerm.of(term) });
      for (const [group, strength] of reached) lists.push({ strength, list: groups.members.of(group) });
      lists.sort((a, b) => b.strength - a.strength);
      for (const { strength, list } of lists) walk(list, strength * weight, first);
    }
    return inOrder(touched, sums, most, tables);
  };
}

/** By falling sum; within a step of it in an order that depends on the ids alone. */
function* inOrder(
  touched: readonly number[],
  sums: Float32Array,
  most: number,
  { entities }: Tables,
): Iterable<number> {
  const steps: number[][] = [];
  for (const entity of touched) {
    const share = ((sums[entity] ?? 0) - entities.handicap(entity)) / most;
    const step = Math.max(0, Math.min(STEPS - 1, Math.floor(share * STEPS)));
    const list = steps[step];
    if (list) list.push(entity);
    else steps[step] = [entity];
  }
  const byTie = (a: number, b: number) => entities.tie(a) - entities.tie(b);
  for (let step = STEPS - 1; step >= 0; step--) {
    const list = steps[step];
    if (!list) continue;
    if (list.length <= SORTED_WHOLE) yield* list.sort(byTie);
    else yield* inParts(list, entities.tie, byTie);
  }
}

/** Sorts a long list piece by piece, as far as it is asked for. */
function* inParts(
  list: readonly number[],
  tie: (entity: number) => number,
  byTie: (a: number, b: number) => number,
): Iterable<number> {
  const count = Math.ceil(list.length / 64);
  const parts: number[][] = Array.from({ length: count }, () => []);
  for (const entity of list) parts[Math.floor((tie(entity) / 0x1_0000_0000) * count)]?.push(entity);
  for (const part of parts) yield* part.sort(byTie);
}
