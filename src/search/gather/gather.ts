/** The entities that a query's words reach, in the order in which they are worth a closer look. */

import type { Indexed } from "../index/entities.ts";
import type { Postings } from "../index/postings.ts";
import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import { BY_NAME } from "../reach/reach-so-far.ts";
import { SERVED, type WordReach } from "../reach/reached.ts";
import { createRanking } from "./ranking.ts";
import { createTally, type Lists, type Tally } from "./tally.ts";

export type Gathered = {
  /** Those that every required word reaches; when none is required, all that any word reaches. */
  readonly full: Iterable<number>;
  /** The others that any required word reaches. `full` must not be read on afterwards. */
  partial(): Iterable<number>;
};

/** Valid until the next call, of what may be seen. `homeArea`: the group whose entities come first among equals. */
export type Gather = (
  reaches: readonly WordReach[],
  isRequired: (reach: WordReach) => boolean,
  caller: { readonly homeArea: number | undefined; readonly visible: Visible },
) => Gathered;

/** What being in the caller's area adds: more than a name that fits better can make up for. */
export const AT_HOME = 0.5;
/** Words that count for less lead to no entities of their own. */
const LEADING_WEIGHT = 0.2;
/** Looking at the words of one entity costs as much as walking past so many in a list. */
const LOOK_COST = 60;
/** Whole numbers stand for shares of the score. */
const FINENESS = 4096;

type Leading = { readonly reach: WordReach; readonly lists: Lists };

/** Keeps its working memory, some sixteen bytes an entity, between queries. */
export function createGather(tables: Tables): Gather {
  const tally = createTally();
  const ranking = createRanking(tables.entities);
  const sum = (entity: number) => tally.sum(entity) / FINENESS;

  return (reaches, isRequired, { homeArea, visible }) => {
    const leading = reaches
      .filter(({ weight }) => weight >= LEADING_WEIGHT)
      .map((reach) => ({ reach, lists: listsOf(reach, tables) }));
    const most = leading.reduce((all, { reach }) => all + reach.weight, 0) || 1;
    const required = leading.filter(({ reach }) => isRequired(reach));
    const others = required.length > 0 ? leading.filter(({ reach }) => !isRequired(reach)) : [];
    if (homeArea !== undefined) others.push(atHome(homeArea, tables));
    const leads = (required.length > 0 ? required : leading).sort((a, b) => a.lists.size - b.lists.size);
    const wanted = required.length;
    tally.start(tables.entities.end);
    let walked = 0;
    let survivors = 0;
    for (const { lists } of leads) {
      if (wanted === 0 || walked === 0) tally.walk(lists);
      else if (survivors * LOOK_COST < tally.costToNarrow(lists)) break;
      // whom the first required word does not reach, not all reach
      else tally.narrow(lists);
      walked++;
      if (wanted > 0) survivors = tally.keep(walked);
    }
    const reached = keepSeen(tally.select(wanted > 0 ? walked : 0, true), visible);
    const full = keepReached(reached, leads.slice(walked), tally, tables);
    addOthers(full, others, tally, tables);
    return {
      full: ranking.rank(full, sum, most),
      partial() {
        if (wanted === 0) return [];
        tally.start(tables.entities.end);
        for (const { lists } of leads) tally.walk(lists);
        const rest = keepSeen(tally.select(wanted, false), visible);
        addOthers(rest, others, tally, tables);
        return ranking.rank(rest, sum, most);
      },
    };
  };
}

/** Adds words that lead nowhere of themselves, whichever way is the cheaper. */
function addOthers(list: Uint32Array, others: readonly Leading[], tally: Tally, tables: Tables): void {
  for (const { reach, lists } of others) {
    if (list.length * LOOK_COST > tally.costToNarrow(lists)) tally.narrow(lists);
    else for (const entity of list) tally.addTo(entity, valueFor(tables.entities.at(entity), reach));
  }
}

/** Those of a list that may be seen: who sees few of many is not to wait for the order of all. */
function keepSeen(list: Uint32Array, { all, entity: isSeen }: Visible): Uint32Array {
  if (all || isMostlySeen(list, isSeen)) return list;
  let kept = 0;
  for (const entity of list) if (isSeen(entity)) list[kept++] = entity;
  return list.subarray(0, kept);
}

/** By some of it: where most may be seen, what is looked at in order finds enough of them at once. */
function isMostlySeen(list: Uint32Array, isSeen: Visible["entity"]): boolean {
  const step = Math.ceil(list.length / PROBED) || 1;
  let [hidden, probed] = [0, 0];
  for (let at = 0; at < list.length; at += step) {
    probed++;
    if (!isSeen(list[at] ?? -1)) hidden++;
  }
  return hidden * 2 <= probed;
}

const PROBED = 32;

/** Those of a list that further words reach as well, their values added. */
function keepReached(
  list: Uint32Array,
  further: readonly Leading[],
  tally: Tally,
  tables: Tables,
): Uint32Array {
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
}

/** Being in an area as if a word asked for it. */
function atHome(area: number, tables: Tables): Leading {
  const reach = { ...NOTHING_REACHED, groups: new Map([[area, AT_HOME]]) };
  return { reach, lists: listsOf(reach, tables) };
}

const NOTHING_REACHED: WordReach = {
  role: "hint",
  weight: 1,
  needed: false,
  text: "",
  stem: "",
  measures: false,
  nth: undefined,
  isPlace: false,
  isSign: false,
  tellsKind: false,
  isArea: false,
  isUnknown: false,
  isOther: false,
  isFree: false,
  breadth: 0,
  isHardlySmall: false,
  isGuess: false,
  kinds: [],
  terms: new Map(),
  groups: new Map(),
};

function listsOf({ terms, groups, weight }: WordReach, { byTerm, byPlace, members }: Tables): Lists {
  const found: { readonly strength: number; readonly key: number; readonly of: Postings }[] = [];
  for (const [key, strength] of terms) {
    if (byTerm.size(key) > 0) found.push({ strength, key, of: byTerm });
    if (byPlace.size(key) > 0) found.push({ strength: strength * BY_NAME.area, key, of: byPlace });
  }
  for (const [key, strength] of groups) if (members.size(key) > 0) found.push({ strength, key, of: members });
  found.sort((a, b) => b.strength - a.strength);
  const lists = found.map(({ of, key }) => of.of(key));
  return {
    values: found.map(({ strength }) => Math.round(strength * weight * FINENESS)),
    lists,
    reaching: found.filter(({ strength }) => strength >= SERVED).length,
    size: lists.reduce((size, { length }) => size + length, 0),
    bits(index) {
      const list = found[index];
      return list?.of.bits(list.key);
    },
  };
}

/** Whether the words that are required would lead to it: to `full`, or to `partial`. */
export function isLedTo(
  indexed: Indexed,
  reaches: readonly WordReach[],
  isRequired: (reach: WordReach) => boolean,
  of: keyof Gathered,
): boolean {
  const leading = reaches.filter(({ weight }) => weight >= LEADING_WEIGHT);
  const required = leading.filter(isRequired);
  if (of === "full" && required.length > 0)
    return required.every(
      (reach) => valueFor(indexed, reach) >= Math.round(SERVED * reach.weight * FINENESS),
    );
  return (required.length > 0 ? required : leading).some((reach) => valueFor(indexed, reach) > 0);
}

/** What walking the word's lists would add for one entity. */
function valueFor(indexed: Indexed | undefined, { terms, groups, weight }: WordReach): number {
  let best = 0;
  for (const term of indexed?.words ?? []) best = Math.max(best, terms.get(term) ?? 0);
  for (const term of indexed?.place ?? []) best = Math.max(best, (terms.get(term) ?? 0) * BY_NAME.area);
  for (const group of indexed?.groups ?? []) best = Math.max(best, groups.get(group) ?? 0);
  return Math.round(best * weight * FINENESS);
}
