/** Things that are asked for by the state they are in. */

import type { HitKind, IndexAnswer } from "../query.ts";
import type { StateAsked } from "../words/state-asked.ts";
import { type AskedByWords, searchByWords } from "./by-words.ts";
import { listByFilters } from "./list.ts";
import type { SearchContext } from "./search-context.ts";

const NEAREST = 3;

/**
 * Where nothing is in that state, `none`, with what there is in other states as the nearest; undefined where it may be meant
 * otherwise.
 */
export function searchInState(
  asked: Omit<AskedByWords, "text">,
  { word, rest, isAlone, isFirm }: StateAsked,
  narrowed: SearchContext,
  whole: SearchContext,
): IndexAnswer | undefined {
  const list = (context: SearchContext) =>
    listByFilters(asked.kinds ?? new Set<HitKind>(["entity"]), asked, context);
  const find = (context: SearchContext) => {
    if (isAlone) return list(context);
    const found = searchByWords({ ...asked, text: rest }, context);
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
