/** The entities that fit a query's words, best first. */

import { isLedTo } from "../gather/gather.ts";
import type { Indexed } from "../index/entities.ts";
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
  const { tables, gather, spelled } = context;
  const { tie } = tables.entities;
  const most = limit * CANDIDATES.each + CANDIDATES.more;
  const leadsTo =
    (isRequired: (reach: WordReach) => boolean, of: "full" | "partial"): Leads =>
    (known) =>
      isLedTo(known, reaches, isRequired, of);
  const taken = createTaken(createScorer(reaches, tables, context), context);
  taken.from(
    names.flatMap((name) => tables.byName.of(name)).sort((a, b) => tie(a) - tie(b)),
    most / 2,
    always,
  );
  const devices = devicesNamed(reaches, tables, context.visible);
  for (const device of devices) taken.from(tables.members.of(device), most, always);
  // whoever serves all words leaves no place for those that serve some, nor "bedroom 2" for other bedrooms
  const numbered = (reach: WordReach) => reach.needed || isNumber(reach);
  const isNumbered =
    reaches.some(isNumber) &&
    taken.from(gather(reaches, numbered, context).full, most, leadsTo(numbered, "full"));
  if (!isNumbered) {
    const isNeeded = ({ needed }: WordReach) => needed;
    const { full, partial } = gather(reaches, isNeeded, context);
    if (!taken.from(full, most, leadsTo(isNeeded, "full")) && taken.scored.length === 0)
      taken.from(inTurn([...taken.passed], partial()), most, leadsTo(isNeeded, "partial"));
  }
  const owners = ownersOf(taken.scored, reaches);
  for (const owner of owners)
    for (const device of devicesOf(owner, context)) taken.from(tables.members.of(device), most * 2, always);
  // where no entity bears the device's name, its entities are what is meant by it
  const byDevice = devices.size > 0 && !taken.scored.some(({ whole }) => whole);
  // beside what nobody knows it may be another
  const whole = !reaches.some(({ isUnknown }) => isUnknown);
  const asMeant = (each: Scored, { groups }: Indexed): Scored =>
    byDevice && groups.some((group) => devices.has(group))
      ? { ...each, score: each.score + OF_DEVICE, whole, named: true }
      : each;
  const scored = taken.scored.map((each): Scored => {
    const indexed = tables.entities.at(each.entity);
    if (!indexed) return each;
    const meant = asMeant(asOwned(each, owners, reaches, context), indexed);
    const gain = spelled(indexed);
    return gain === 0 ? meant : { ...meant, score: meant.score + gain };
  });
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { scored, more: taken.more };
}

/** No more of them than are asked for: they may be all of the home. */
function* inTurn(first: Iterable<number>, then: Iterable<number>): Iterable<number> {
  yield* first;
  yield* then;
}

/** "Robot vacuum battery": the robots, where no thing is both. */
function ownersOf(scored: readonly Scored[], reaches: readonly WordReach[]): readonly Scored[] {
  const needed = reaches.flatMap(({ needed, measures }, at) => (needed ? [{ at, measures }] : []));
  const serves = ({ served }: Scored, at: number) => (served[at] ?? 0) >= SERVED;
  const owned = needed.filter(({ measures }) => !measures);
  if (owned.length === 0 || owned.length === needed.length) return [];
  if (scored.some((each) => needed.every(({ at }) => serves(each, at)))) return [];
  return scored.filter((each) => owned.every(({ at }) => serves(each, at))).slice(0, OWNERS);
}

const OWNERS = 5;

function devicesOf({ entity }: Scored, { tables, visible }: SearchContext): readonly number[] {
  const indexed = tables.entities.at(entity);
  const groups = indexed ? visible.known(indexed).groups : [];
  return groups.filter((group) => tables.groups.at(group)?.kind === "device");
}

/** What is measured of an owner, by its device or by a name that begins with its own, is served as that is. */
function asOwned(
  each: Scored,
  owners: readonly Scored[],
  reaches: readonly WordReach[],
  context: SearchContext,
): Scored {
  if (owners.length === 0) return each;
  const isMeasured = reaches.every(
    ({ needed, measures }, at) => !needed || !measures || (each.served[at] ?? 0) >= SERVED,
  );
  const owner = isMeasured ? owners.find((owner) => owner !== each && isOf(each, owner, context)) : undefined;
  if (!owner) return each;
  const served = each.served.map((own, at) =>
    reaches[at]?.measures ? own : Math.max(own, owner.served[at] ?? 0),
  );
  return { ...each, served, score: Math.max(each.score, owner.score) + BY_OWNER };
}

const BY_OWNER = 0.1;

function isOf(each: Scored, owner: Scored, context: SearchContext): boolean {
  const devices = devicesOf(owner, context);
  if (devicesOf(each, context).some((device) => devices.includes(device))) return true;
  const { entities } = context.tables;
  const [own, its] = [entities.at(each.entity), entities.at(owner.entity)];
  if (!own || !its || its.nameLength === 0 || own.nameLength <= its.nameLength) return false;
  return its.words.slice(0, its.nameLength).every((term, at) => own.words[at] === term);
}

type Taken = {
  readonly scored: readonly Scored[];
  /** Those to which no words lead that are known of them. */
  readonly passed: readonly number[];
  /** Whether any was left out for want of room. */
  readonly more: boolean;
  /** Takes those that may be seen and pass, until there are `room`; answers whether there was any. */
  from(some: Iterable<number>, room: number, leads: Leads): boolean;
};

/** Whether an entity that words reach still is one that they lead to when it is known in part. */
type Leads = (known: Indexed) => boolean;

const always: Leads = () => true;

function createTaken(score: Scorer, { tables: { entities }, filter, visible }: SearchContext): Taken {
  const scored: Scored[] = [];
  const seen = new Set<number>();
  const passed: number[] = [];
  let more = false;
  return {
    scored,
    passed,
    get more() {
      return more;
    },
    from(some, room, leads) {
      let any = false;
      for (const entity of some) {
        const indexed = entities.at(entity);
        if (!indexed || !filter.passes(entity) || !visible.entity(entity)) continue;
        const known = visible.known(indexed);
        if (known !== indexed && !leads(known)) {
          passed.push(entity);
          continue;
        }
        any = true;
        if (seen.has(entity)) continue;
        more = scored.length >= room;
        if (more) break;
        seen.add(entity);
        scored.push(score(entity, known));
      }
      return any;
    },
  };
}
