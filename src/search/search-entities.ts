/** The entities that fit a query's words, best first. */

import type { Filter } from "./filter.ts";
import type { Gather } from "./gather.ts";
import type { Reach } from "./reach.ts";
import { createScorer, type Scored } from "./score.ts";
import type { Tables } from "./tables.ts";
import type { Visible } from "./visible.ts";

export type Found = {
  readonly scored: readonly Scored[];
  /** Whether there were more than were looked at closely. */
  readonly more: boolean;
};

const isNumber = ({ role }: Reach) => role === "number";

/** So many are looked at closely; the rough order decides which. */
const CANDIDATES = 60;

/** `name`: the query as numbers of words; those whose name it is are always looked at. */
export function searchEntities(
  reaches: readonly Reach[],
  name: readonly number[],
  {
    tables,
    gather,
    filter,
    visible,
    homeArea,
  }: {
    readonly tables: Tables;
    readonly gather: Gather;
    readonly filter: Filter;
    readonly visible: Visible;
    readonly homeArea: number | undefined;
  },
): Found {
  const { entities } = tables;
  const score = createScorer(reaches, tables, homeArea);
  const scored: Scored[] = [];
  const seen = new Set<number>();
  const take = (entity: number) => {
    if (seen.has(entity)) return;
    const indexed = entities.at(entity);
    if (!indexed || !filter.passes(entity) || !visible.entity(entity)) return;
    seen.add(entity);
    scored.push(score(entity, indexed));
  };
  const bearers = [...tables.byName.of(name)].sort((a, b) => entities.tie(a) - entities.tie(b));
  for (const entity of bearers) {
    if (scored.length >= CANDIDATES / 2) break;
    take(entity);
  }
  let more = false;
  const takeFrom = (entities: Iterable<number>) => {
    for (const entity of entities) {
      if (scored.length >= CANDIDATES) {
        more = true;
        return;
      }
      take(entity);
    }
  };
  // whoever serves all words leaves no place for those that serve some, nor "bedroom 2" for other bedrooms
  const bearing = scored.length;
  if (reaches.some(isNumber)) takeFrom(gather(reaches, (reach) => reach.needed || isNumber(reach)).full);
  if (scored.length === bearing) {
    const { full, partial } = gather(reaches, ({ needed }) => needed);
    takeFrom(full);
    if (scored.length === 0) takeFrom(partial());
  }
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { scored, more };
}
