/** What of the index a caller may see: words and groups of hidden entities count as absent. */

import type { Indexed } from "./entities.ts";
import type { Tables } from "./tables.ts";

export type Visible = {
  /** Whether nothing is hidden. */
  readonly all: boolean;
  entity(entity: number): boolean;
  /** The first of these that may be seen, as many: others change nothing. */
  first(entities: readonly number[], most: number): Iterable<number>;
  /** Whether a word stands in the name of anything that may be seen. */
  term(term: number): boolean;
  /** Whether a group has a member that may be seen, or nothing is hidden. */
  group(group: number): boolean;
  /** The entity without what the caller may not know of it; itself where that is nothing. */
  known(indexed: Indexed): Indexed;
};

/** Of things with the same word so many are looked at. */
export const LOOKED_AT = 200;

const [SEEN, HIDDEN] = [1, 2];

/** Stops looking at the first that may be seen. */
export function visibleTo(
  { entities, byTerm, members, groups }: Tables,
  sees: (id: string) => boolean,
  seesAll: boolean,
  hidesClass?: (id: string) => boolean,
): Visible {
  // asked again for every word
  const seen = new Uint8Array(seesAll ? 0 : entities.end);
  const entity = (number: number) => {
    const known = seen[number];
    if (known === SEEN || known === HIDDEN) return known === SEEN;
    const indexed = entities.at(number);
    if (seesAll || indexed === undefined) return indexed !== undefined;
    const isSeen = sees(indexed.id);
    seen[number] = isSeen ? SEEN : HIDDEN;
    return isSeen;
  };
  const isClass = (number: number) => groups.at(number)?.kind === "class";
  const known = (indexed: Indexed): Indexed =>
    hidesClass?.(indexed.id) === true && indexed.groups.some(isClass)
      ? { ...indexed, groups: indexed.groups.filter((number) => !isClass(number)) }
      : indexed;
  const hasVisible = (number: number) => {
    if (hidesClass !== undefined && isClass(number))
      return members.of(number).some((each) => entity(each) && isKnownOf(each, number));
    return (seesAll && groups.at(number)?.names.length !== 0) || members.of(number).some(entity);
  };
  // asked again for every word, and a group of hidden things is long
  const group = remembered(hasVisible);
  const isKnownOf = (number: number, ofClass: number) => {
    const indexed = entities.at(number);
    return indexed !== undefined && known(indexed).groups.includes(ofClass);
  };
  return {
    all: seesAll,
    entity,
    *first(some, most) {
      let left = most;
      for (const each of some) {
        if (left === 0) return;
        if (!entity(each)) continue;
        left--;
        yield each;
      }
    },
    group,
    known,
    term: remembered((term) => byTerm.of(term).some(entity) || groups.byTerm.of(term).some(group)),
  };
}

function remembered(holds: (number: number) => boolean): (number: number) => boolean {
  const memory = new Map<number, boolean>();
  return (number) => {
    const known = memory.get(number);
    if (known !== undefined) return known;
    const found = holds(number);
    memory.set(number, found);
    return found;
  };
}
