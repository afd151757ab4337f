/** Things that are asked for by the state they are in. */

import type { Hit, HitKind, IndexAnswer } from "../query.ts";
import type { StateAsked } from "../words/state-asked.ts";
import { type AskedByWords, searchByWords } from "./by-words.ts";
import { listByFilters } from "./list.ts";
import type { SearchContext } from "./search-context.ts";

const NEAREST = 3;
/** So many more than are wanted may be in the state and found later. */
const LOOKED_AT = 40;

/**
 * Where nothing is in that state, `none`, with what there is in other states as the nearest; undefined where it may be meant
 * otherwise.
 */
export function searchInState(
  asked: Omit<AskedByWords, "text">,
  { word, rest, isAlone, isFirm, isOrder }: StateAsked,
  narrowed: SearchContext,
  whole: SearchContext,
): IndexAnswer | undefined {
  if (isOrder) return firstInState({ ...asked, text: rest }, narrowed, whole);
  const list = (context: SearchContext) =>
    listByFilters(asked.kinds ?? new Set<HitKind>(["entity"]), asked, context);
  const find = (context: SearchContext) => {
    if (isAlone) return list(context);
    const found = searchByWords({ ...asked, text: rest, state: word }, context);
    // "what is on": no word says which
    return found.saysNothing ? list(context) : found;
  };
  const found = find(narrowed);
  if (found.match !== "none") return { ...found, match: "close" };
  if (!isFirm) return undefined;
  if (isAlone) return { ...found, unmet: [word] };
  const other = find(whole);
  if (other.match === "none") return other;
  const nearest = other.hits.flatMap(({ kind, id }) => (kind === "entity" ? [id] : [])).slice(0, NEAREST);
  return { match: "none", hits: [], total: 0, totalIs: "exact", nearest, unmet: [word] };
}

/** All that is found, what is in the state before the rest. */
function firstInState(asked: AskedByWords, narrowed: SearchContext, whole: SearchContext): IndexAnswer {
  const { limit, offset } = asked;
  const found = searchByWords(
    { ...asked, things: whole.filter.any, limit: LOOKED_AT + limit + offset, offset: 0 },
    whole,
  );
  if (found.match !== "close") return searchByWords(asked, whole);
  const isSo = ({ kind, id }: Hit) => {
    const entity = kind === "entity" ? whole.tables.entities.find(id) : undefined;
    return entity !== undefined && narrowed.filter.passes(entity);
  };
  const hits = [...found.hits.filter(isSo), ...found.hits.filter((hit) => !isSo(hit))];
  return { ...found, hits: hits.slice(offset, offset + limit) };
}
