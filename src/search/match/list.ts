/** What passes the filters of a query without words. */

import type { Hit, HitKind, IndexAnswer } from "../query.ts";
import type { Page } from "./index-answer.ts";
import type { SearchContext } from "./search-context.ts";
import { fits } from "./search-groups.ts";

/** By id, `kind:id` for other kinds than entities; entities of the home area first, or what changed last. `match` says only whether there are any. */
export function listByFilters(
  kinds: ReadonlySet<HitKind>,
  { limit, offset }: Page,
  context: SearchContext,
): IndexAnswer {
  const first = createFirst(limit + offset);
  if (kinds.has("entity")) listEntities(first, context);
  listGroups(kinds, first, context);
  const { total } = first;
  const hits = first.hits.slice(offset);
  return { match: total > 0 ? "exact" : "none", hits, total, totalIs: "exact" };
}

function listEntities(
  first: First,
  { tables: { entities }, filter, visible, homeArea }: SearchContext,
): void {
  for (const entity of filter.candidates()) {
    const indexed = entities.at(entity);
    if (!indexed || !filter.passes(entity) || !visible.entity(entity)) continue;
    const atHome = homeArea !== undefined && indexed.groups.includes(homeArea);
    const score = filter.newness?.(entity) ?? (atHome ? 1 : 0.9);
    first.offer({ kind: "entity", id: indexed.id, score, whole: false }, indexed.id);
  }
}

function listGroups(
  kinds: ReadonlySet<HitKind>,
  first: First,
  { tables, filter, visible }: SearchContext,
): void {
  for (const kind of kinds) {
    if (kind === "entity") continue;
    for (const number of tables.groups.ofKind(kind)) {
      const id = tables.groups.at(number)?.id;
      if (id !== undefined && fits(number, filter, visible, tables))
        first.offer({ kind, id, score: 0.9, whole: false }, `${kind}:${id}`);
    }
  }
}

type First = { readonly hits: readonly Hit[]; readonly total: number; offer(hit: Hit, key: string): void };

/** Keeps the first `limit` in order without sorting all. */
function createFirst(limit: number): First {
  const kept: { readonly hit: Hit; readonly key: string }[] = [];
  let total = 0;
  const before = (hit: Hit, key: string, other: { readonly hit: Hit; readonly key: string }) =>
    hit.score > other.hit.score || (hit.score === other.hit.score && key < other.key);
  return {
    get hits() {
      return kept.map(({ hit }) => hit);
    },
    get total() {
      return total;
    },
    offer(hit, key) {
      total++;
      const last = kept[limit - 1];
      if (last && !before(hit, key, last)) return;
      let at = Math.min(kept.length, limit - 1);
      while (at > 0) {
        const other = kept[at - 1];
        if (!other || !before(hit, key, other)) break;
        kept[at] = other;
        at--;
      }
      kept[at] = { hit, key };
    },
  };
}
