/** The entities that fit a query's words, best first. */

import { SERVED, type WordReach } from "../reach/reached.ts";
import { devicesNamed } from "./devices-named.ts";
import { createScorer, type Scored, type Scorer } from "./score.ts";
import type { SearchContext } from "./search-context.ts";

export type FoundEntities = {
  readonly scored: readonly Scored[];
  /** Whether there were more than were looked at closely. */
  readonly more: boolean;
};

/** What an entity gains by the name of its device. */
const OF_DEVICE = 0.5;

const isNumber = ({ role }: WordReach) => role === "number";

/** So many are looked at closely for each that is wanted, with some more; the rough order decides which. */
const CANDIDATES = { each: 2, more: 10 } as const;

/** `names`: the query, or a part of it, as numbers of words; those whose name it is are always looked at. `limit`: how many hits are wanted. */
export function searchEntities(
  reaches: readonly WordReach[],
  names: readonly (readonly number[])[],
  limit: number,
  context: SearchContext,
): FoundEntities {
  const { tables, gather, homeArea, spelled } = context;
  const { tie } = tables.entities;
  const most = limit * CANDIDATES.each + CANDIDATES.more;
  const taken = createTaken(createScorer(reaches, tables, context), context);
  taken.from(
    names.flatMap((name) => tables.byName.of(name)).sort((a, b) => tie(a) - tie(b)),
    most / 2,
    servesAny,
  );
  const devices = devicesNamed(reaches, tables, context.visible);
  for (const device of devices) taken.from(tables.members.of(device), most, servesAny);
  // whoever serves all words leaves no place for those that serve some, nor "bedroom 2" for other bedrooms
  const numbered = (reach: WordReach) => reach.needed || isNumber(reach);
  const isNumbered =
    reaches.some(isNumber) &&
    taken.from(gather(reaches, numbered, homeArea).full, most, servesAll(reaches, numbered));
  if (!isNumbered) {
    const isNeeded = ({ needed }: WordReach) => needed;
    const { full, partial } = gather(reaches, isNeeded, homeArea);
    if (!taken.from(full, most, servesAll(reaches, isNeeded)) && taken.scored.length === 0)
      taken.from(partial(), most, servesAny);
  }
  // where no entity bears the device's name, its entities are what is meant by it
  const byDevice = devices.size > 0 && !taken.scored.some(({ whole }) => whole);
  const isMeant = ({ entity }: Scored) =>
    byDevice && tables.entities.at(entity)?.groups.some((group) => devices.has(group)) === true;
  const scored = taken.scored
    .map((each) =>
      isMeant(each) ? { ...each, score: each.score + OF_DEVICE, whole: true, named: true } : each,
    )
    .map((each) => ({ ...each, score: each.score + spelled(each.id) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { scored, more: taken.more };
}

type Taken = {
  readonly scored: readonly Scored[];
  /** Whether any was left out for want of room. */
  readonly more: boolean;
  /** Takes those that may be seen and pass, until there are `room`; answers whether there was any. */
  from(some: Iterable<number>, room: number, serves: Serves): boolean;
};

/** Whether an entity that words reach still serves them when it is known in part. */
type Serves = (served: readonly number[]) => boolean;

const servesAny: Serves = (served) => served.some((each) => each >= SERVED);

function servesAll(reaches: readonly WordReach[], required: (reach: WordReach) => boolean): Serves {
  const at = reaches.flatMap((reach, index) => (required(reach) ? [index] : []));
  return at.length === 0 ? servesAny : (served) => at.every((index) => (served[index] ?? 0) >= SERVED);
}

function createTaken(score: Scorer, { tables: { entities }, filter, visible }: SearchContext): Taken {
  const scored: Scored[] = [];
  const seen = new Set<number>();
  let more = false;
  return {
    scored,
    get more() {
      return more;
    },
    from(some, room, serves) {
      let any = false;
      for (const entity of some) {
        const indexed = entities.at(entity);
        if (!indexed || !filter.passes(entity) || !visible.entity(entity)) continue;
        const known = visible.known(indexed);
        const part = known === indexed ? undefined : score(entity, known);
        if (part && !serves(part.served)) continue;
        any = true;
        if (seen.has(entity)) continue;
        more = scored.length >= room;
        if (more) break;
        seen.add(entity);
        scored.push(part ?? score(entity, indexed));
      }
      return any;
    },
  };
}
