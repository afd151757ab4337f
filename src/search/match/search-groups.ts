/** The areas, floors, devices and labels that a query's words name. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { HitKind } from "../query.ts";
import { isAny, SERVED, type WordReach } from "../reach/reached.ts";
import type { Filter } from "./filter/filter.ts";
import { isWritten, unaskedOfName } from "./name-said.ts";
import type { SearchContext } from "./search-context.ts";

export type ScoredGroup = {
  readonly kind: Exclude<HitKind, "entity">;
  readonly id: string;
  readonly score: number;
  /** Whether a name of it is what the query says, as written. */
  readonly whole: boolean;
};

const UNASKED = 0.25;
/** What a name that is all that was asked gains. */
const WHOLE = 0.15;
/** What remains of a name's score where something is to be done: then it is what is in it that is meant. */
const IN_IT = 0.4;
const CANDIDATES = 150;

/** Only groups whose names serve every needed word; with filters only those that have a member which passes. */
export function searchGroups(
  reaches: readonly WordReach[],
  kinds: ReadonlySet<HitKind>,
  { tables, filter, visible }: SearchContext,
): ScoredGroup[] {
  const { groups } = tables;
  const found: ScoredGroup[] = [];
  const words = reaches.filter(({ isSign }) => !isSign);
  // "is the garage open" asks for what can be
  const saysMore = reaches.some(
    ({ isUnknown, role, groups }) =>
      isUnknown || role === "act" || role === "verb" || (role === "hint" && isAny(groups, visible.group)),
  );
  for (const number of candidatesFor(reaches, kinds.has("device"), tables)) {
    const group = groups.at(number);
    if (!group || group.kind === "domain" || group.kind === "class" || !kinds.has(group.kind)) continue;
    let named = 0;
    for (const name of group.names) named = Math.max(named, scoreName(name, reaches));
    if (named === 0 || !fits(number, filter, visible, tables)) continue;
    const whole = group.names.some((name) => isWritten(name, words));
    const score = (named + (whole ? WHOLE : 0)) * (saysMore ? IN_IT : 1);
    found.push({ kind: group.kind, id: group.id, score, whole });
  }
  found.sort((a, b) => b.score - a.score || (`${a.kind}:${a.id}` < `${b.kind}:${b.id}` ? -1 : 1));
  return found.slice(0, CANDIDATES);
}

/** The groups that the rarest needed word reaches by name: any that fits is among them. */
function candidatesFor(
  reaches: readonly WordReach[],
  withDevices: boolean,
  { groups }: Tables,
): Iterable<number> {
  const named = withDevices ? [groups.byTerm, groups.devicesByTerm] : [groups.byTerm];
  const sizeOf = ({ terms }: WordReach) => {
    let size = 0;
    for (const term of terms.keys()) for (const postings of named) size += postings.size(term);
    return size;
  };
  const found = new Set<number>();
  const add = ({ terms }: WordReach) => {
    for (const term of terms.keys())
      for (const postings of named) for (const group of postings.of(term)) found.add(group);
  };
  const needed = reaches.filter((reach) => reach.needed);
  if (needed.length === 0) for (const reach of reaches.filter(({ weight }) => weight >= 1)) add(reach);
  else add(needed.reduce((fewest, each) => (sizeOf(each) < sizeOf(fewest) ? each : fewest)));
  return found;
}

/** Whether something of the group may be seen and passes the filters. */
export function fits(group: number, filter: Filter, visible: Visible, { members }: Tables): boolean {
  if (!filter.any) return visible.group(group);
  return members.of(group).some((entity) => filter.passes(entity) && visible.entity(entity));
}

/** 0 when a needed word is not served. */
function scoreName(name: readonly number[], reaches: readonly WordReach[]): number {
  let sum = 0;
  let most = 0;
  for (const { terms, weight, needed } of reaches) {
    let best = 0;
    for (const term of name) best = Math.max(best, terms.get(term) ?? 0);
    if (needed && best < SERVED) return 0;
    sum += weight * best;
    most += weight;
  }
  return (sum - UNASKED * unaskedOfName(name, reaches)) / (most || 1);
}
