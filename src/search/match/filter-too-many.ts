/** Which one filter leaves nothing, where the others would find something. */

import type { IndexAnswer, SearchQuery } from "../query.ts";

/** The likeliest to be too many first. */
const FILTERS = [
  "device_class",
  "state",
  "label",
  "floor",
  "area",
  "domain",
  "changedWithinSeconds",
] as const;
const NEAREST = 3;

/** A `none` with the filter that is too many and what the others leave; without such a one, with what the filters leave. */
export function withTooMany(
  answer: IndexAnswer,
  query: SearchQuery,
  find: (query: SearchQuery) => IndexAnswer,
): IndexAnswer {
  const given = FILTERS.filter((each) => query[each] !== undefined);
  const says = given.length + (query.text?.trim() ? 1 : 0);
  if (answer.match !== "none" || says < 2) return answer;
  for (const filter of given) {
    const { [filter]: _, offset: _offset, ...rest } = query;
    const left = find({ ...rest, limit: NEAREST });
    if (left.match === "none") continue;
    return { ...answer, nearest: idsOf(left), tooMany: { filter, hits: left.hits, total: left.total } };
  }
  if (answer.nearest?.length) return answer;
  const { text: _, offset: _offset, ...rest } = query;
  return { ...answer, nearest: idsOf(find({ ...rest, limit: NEAREST })) };
}

function idsOf({ hits }: IndexAnswer): readonly string[] {
  return hits.flatMap(({ kind, id }) => (kind === "entity" ? [id] : []));
}
