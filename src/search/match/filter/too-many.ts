/** Which filters leave nothing, where without them something would be found. */

import type { IndexAnswer, SearchQuery } from "../../query.ts";

/** The likeliest to be too many first. */
const FILTERS = [
  "changedWithinSeconds",
  "state",
  "device_class",
  "label",
  "floor",
  "area",
  "domain",
] as const;
const NEAREST = 3;

const PLACES: ReadonlySet<string> = new Set(["label", "floor", "area"]);

type Filter = (typeof FILTERS)[number];

/**
 * A `none` with the filter that is too many and what the others leave, or what the words find without any filter; else with
 * what there is nearest: as good as the words, then as the filters, then as all of these but one.
 */
export function withTooMany(
  answer: IndexAnswer,
  query: SearchQuery,
  find: (query: SearchQuery) => IndexAnswer,
): IndexAnswer {
  const given = FILTERS.filter((each) => query[each] !== undefined);
  const says = given.length + (query.text?.trim() ? 1 : 0) + (query.kind ? 1 : 0);
  if (answer.match !== "none" || says < 2) return answer;
  const { text, ...wordless } = query;
  const leftBy = (from: SearchQuery, some: readonly Filter[]) => find(without(from, some));
  const unfiltered = given.length === 0 || text === undefined ? undefined : leftBy(query, given);
  // what the words find nowhere they find without no single filter either
  for (const filters of unfiltered?.match === "none" ? [] : likeliest(given, text)) {
    const left = unfiltered && filters.length === given.length ? unfiltered : leftBy(query, filters);
    if (left.match === "none") continue;
    return { ...answer, nearest: idsOf(left), tooMany: { filters, hits: left.hits, total: left.total } };
  }
  const none = { ...answer, ...(unfiltered?.unmet ? { unmet: unfiltered.unmet } : {}) };
  if (answer.nearest?.length) return none;
  const less = [
    () => leftBy(wordless, []),
    () => unfiltered ?? leftBy(query, given),
    ...given.map((each) => () => leftBy(wordless, [each])),
  ];
  for (const look of less) {
    const nearest = idsOf(look());
    if (nearest.length > 0) return { ...none, nearest };
  }
  return none;
}

/** Each filter, then beside words all places, then all of them. */
function likeliest(given: readonly Filter[], text: string | undefined): readonly (readonly Filter[])[] {
  const together = text === undefined ? [] : [given.filter((each) => PLACES.has(each)), given];
  return [...given.map((each) => [each]), ...together.filter(({ length }) => length > 1)];
}

function without(query: SearchQuery, filters: readonly Filter[]): SearchQuery {
  const { offset: _, ...rest } = query;
  const left = Object.entries(rest).filter(([key]) => !filters.some((each) => each === key));
  return { ...Object.fromEntries(left), limit: NEAREST };
}

/** Of what was found, else of what comes nearest. */
function idsOf({ hits, nearest = [] }: IndexAnswer): readonly string[] {
  return hits.length > 0 ? hits.map(({ kind, id }) => (kind === "entity" ? id : `${kind}:${id}`)) : nearest;
}
