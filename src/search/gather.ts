/** The entities that a query's words reach, in the order in which they are worth a closer look. */

import type { Indexed } from "./entities.ts";
import { createRanking } from "./ranking.ts";
import { type Reach, SERVED } from "./reach.ts";
import type { Tables } from "./tables.ts";
import { createTally, type Lists } from "./tally.ts";

export type Gathered = {
  /** Those that every required word reaches; when none is required, all that any word reaches. */
  readonly full: Iterable<number>;
  /** The others that any required word reaches. `full` must not be read on afterwards. */
  partial(): Iterable<number>;
};

/** Valid until the next call. */
export type Gather = (reaches: readonly Reach[], isRequired: (reach: Reach) => boolean) => Gathered;

/** Words that count for less lead to no entities of their own. */
const LEADING_WEIGHT = 0.2;
/** Looking at the words of one entity costs as much as walking past so many in a list. */
const LOOK_COST = 60;
/** Whole numbers stand for shares of the score. */
const FINENESS = 4096;

type Leading = { readonly reach: Reach; readonly lists: Lists };

/** Keeps its working memory, some sixteen bytes an entity, between queries. */
export function createGather(tables: Tables): Gather {
  const tally = createTally();
  const ranking = createRanking(tables.entities);
  const sum = (entity: number) => tally.sum(entity) / FINENESS;

  /** Adds words that lead nowhere of themselves, whichever way is the cheaper. */
  const addOthers = (list: Uint32Array, others: readonly Leading[]) => {
    for (const { reach, lists } of others) {
      if (list.length * LOOK_COST > lists.size) tally.walk(lists, false);
      else for (const entity of list) tally.addTo(entity, valueFor(tables.entities.at(entity), reach));
    }
  };
  /** Those of a list that further words reach as well, their values added. */
  const keepReached = (list: Uint32Array, further: readonly Leading[]): Uint32Array => {
    if (further.length === 0) return list;
    let kept = 0;
    for (const entity of list) {
      const indexed = tables.entities.at(entity);
      let more = 0;
      const reached = further.every(({ reach }) => {
        const value = valueFor(indexed, reach);
        more += value;
        return value >= Math.round(SERVED * reach.weight * FINENESS);
      });
      if (!reached) continue;
      tally.addTo(entity, more);
      list[kept++] = entity;
    }
    return list.subarray(0, kept);
  };

  return (reaches, isRequired) => {
    const leading = reaches
      .filter(({ weight }) => weight >= LEADING_WEIGHT)
      .map((reach) => ({ reach, lists: listsOf(reach, tables) }));
    const most = leading.reduce((all, { reach }) => all + reach.weight, 0) || 1;
    const required = leading.filter(({ reach }) => isRequired(reach));
    const others = required.length > 0 ? leading.filter(({ reach }) => !isRequired(reach)) : [];
    const leads = (required.length > 0 ? required : leading).sort((a, b) => a.lists.size - b.lists.size);
    const wanted = required.length;
    tally.start(tables.entities.end);
    let walked = 0;
    let survivors = Number.POSITIVE_INFINITY;
    for (const { lists } of leads) {
      if (survivors * LOOK_COST <= lists.size) break;
      // whom the first required word does not reach, not all reach
      tally.walk(lists, wanted === 0 || walked === 0);
      walked++;
      if (wanted > 0) survivors = tally.count(walked);
    }
    const full = keepReached(tally.select(wanted > 0 ? walked : 0, true), leads.slice(walked));
    addOthers(full, others);
    return {
      full: ranking.rank(full, sum, most),
      partial() {
        if (wanted === 0) return [];
        tally.start(tables.entities.end);
        for (const { lists } of leads) tally.walk(lists, true);
        const rest = tally.select(wanted, false);
        addOthers(rest, others);
        return ranking.rank(rest, sum, most);
      },
    };
  };
}

function listsOf({ terms, groups, weight }: Reach, { byTerm, groups: all }: Tables): Lists {
  const lists: { readonly strength: number; readonly list: readonly number[] }[] = [];
  for (const [term, strength] of terms) lists.push({ strength, list: byTerm.of(term) });
  for (const [group, strength] of groups) lists.push({ strength, list: all.members.of(group) });
  lists.sort((a, b) => b.strength - a.strength);
  return {
    values: lists.map(({ strength }) => Math.round(strength * weight * FINENESS)),
    lists: lists.map(({ list }) => list),
    reaching: lists.filter(({ strength }) => strength >= SERVED).length,
    size: lists.reduce((all, { list }) => all + list.length, 0),
  };
}

/** What walking the word's lists would add for one entity. */
function valueFor(indexed: Indexed | undefined, { terms, groups, weight }: Reach): number {
  let best = 0;
  for (const term of indexed?.words ?? []) best = Math.max(best, terms.get(term) ?? 0);
  for (const group of indexed?.groups ?? []) best = Math.max(best, groups.get(group) ?? 0);
  return Math.round(best * weight * FINENESS);
}
