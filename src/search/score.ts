/** How well one entity fits the words of a query. */

import type { Indexed } from "./entities.ts";
import type { Reach } from "./reach.ts";
import type { Tables } from "./tables.ts";

export type Scored = {
  readonly entity: number;
  readonly id: string;
  /** About 0 to 1. */
  readonly score: number;
  /** For each word how well it is served, 0 to 1. */
  readonly served: readonly number[];
  /** Whether its name consists of the query's words, as written. */
  readonly whole: boolean;
};

/** What words behind the name weigh beside those of the name. */
const BY_ALIAS = 0.95;
const BY_OTHER = 0.7;
/** What a name loses when none of its words was asked for. */
const UNASKED = 0.25;
const UNASKED_AREA = 0.06;
/** A word both in the name and in the place is the surer for it. */
const CONFIRMED = 0.04;
const AT_HOME = 0.03;
const WHOLE = 0.3;

export function scoreEntity(
  entity: number,
  indexed: Indexed,
  reaches: readonly Reach[],
  tables: Tables,
  homeArea: number | undefined,
): Scored {
  const { words, nameLength, aliasEnd, groups } = indexed;
  const served: number[] = [];
  let sum = 0;
  let most = 0;
  let asked = 0;
  for (const reach of reaches) {
    let byWord = 0;
    for (let at = 0; at < words.length; at++) {
      const strength = reach.terms.get(words[at] ?? -1);
      if (strength === undefined) continue;
      const here = strength * (at < nameLength ? 1 : at < aliasEnd ? BY_ALIAS : BY_OTHER);
      if (here > byWord) byWord = here;
      if (at < nameLength) asked |= 1 << at;
    }
    let byGroup = 0;
    for (const group of groups) byGroup = Math.max(byGroup, reach.groups.get(group) ?? 0);
    const best = Math.max(byWord, byGroup);
    served.push(best);
    sum += reach.weight * (best + (byWord > 0 && byGroup > 0 ? CONFIRMED * byGroup : 0));
    most += reach.weight;
  }
  sum -= UNASKED * unaskedShare(indexed, asked, tables);
  sum -= UNASKED_AREA * unaskedOfArea(groups, reaches, tables);
  sum -= tables.entities.handicap(entity);
  if (homeArea !== undefined && groups.includes(homeArea)) sum += AT_HOME;
  const whole = isWhole(indexed, reaches);
  if (whole) sum += WHOLE;
  return { entity, id: indexed.id, score: sum / (most || 1), served, whole };
}

/** Which share of the name was not asked for; small words count little. */
function unaskedShare(
  { words, nameLength }: Indexed,
  asked: number,
  { lexicon, vocabulary }: Tables,
): number {
  let all = 0;
  let missed = 0;
  for (let at = 0; at < nameLength; at++) {
    const small = lexicon.senses(vocabulary.text(words[at] ?? -1)).every(({ role }) => role === "soft");
    const isSoft = small && lexicon.senses(vocabulary.text(words[at] ?? -1)).length > 0;
    const weight = isSoft ? 0.25 : 1;
    all += weight;
    if ((asked & (1 << at)) === 0) missed += weight;
  }
  return all === 0 ? 0 : missed / all;
}

/** Of an area that a word reached: the share of its name that no word did ("bedroom" is first the bedroom, then the guest bedroom). */
function unaskedOfArea(groups: readonly number[], reaches: readonly Reach[], tables: Tables): number {
  for (const group of groups) {
    const found = tables.groups.at(group);
    if (found?.kind !== "area") continue;
    if (!reaches.some((reach) => reach.groups.has(group))) return 0;
    let least = 1;
    for (const name of found.names) {
      const missed = name.filter((term) => !reaches.some((reach) => reach.terms.has(term))).length;
      least = Math.min(least, missed / Math.max(1, name.length));
    }
    return least;
  }
  return 0;
}

function isWhole({ words, nameLength }: Indexed, reaches: readonly Reach[]): boolean {
  if (reaches.length !== nameLength) return false;
  return reaches.every(({ terms }, at) => terms.get(words[at] ?? -1) === 1);
}
