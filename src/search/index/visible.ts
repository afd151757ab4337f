/** What of the index a caller may see: words and groups of hidden entities count as absent. */

import type { Indexed } from "./entities.ts";
import type { Tables } from "./tables.ts";

export type Visible = {
  /** Whether nothing is hidden. */
  readonly all: boolean;
  entity(entity: number): boolean;
  /** The first of these that may be seen, as many: others change nothing. */
  first(entities: readonly number[], most: number): readonly number[];
  /** Whether any of those is so. */
  some(entities: readonly number[], most: number, isSo: (entity: number) => boolean): boolean;
  /** Whether a word stands in the name of anything that may be seen. */
  term(term: number): boolean;
  /** Whether a group has a member that may be seen, or nothing is hidden. */
  group(group: number): boolean;
  /** The entity without what the caller may not know of it; itself where that is nothing. */
  known(indexed: Indexed): Indexed;
};

/** Of things with the same word so many are looked at. */
export const LOOKED_AT = 200;

/** Two bits are kept of each entity, sixteen entities to a number. */
const PACKED = 16;
const [SEEN, HIDDEN] = [1, 2];

/** Stops looking at the first that may be seen. */
export function visibleTo(
  { entities, byTerm, members, groups }: Tables,
  sees: (id: string) => boolean,
  seesAll: boolean,
  hidesClass?: (id: string) => boolean,
): Visible {
  // asked again for every word
  const seen = new Uint32Array(seesAll ? 0 : Math.ceil(entities.end / PACKED));
  const entity = (number: number) => {
    const at = number >>> 4;
    const shift = (number & 15) << 1;
    const packed = seen[at] ?? 0;
    const known = (packed >>> shift) & 3;
    if (known !== 0) return known === SEEN;
    const indexed = entities.at(number);
    if (seesAll || indexed === undefined) return indexed !== undefined;
    const isSeen = sees(indexed.id);
    seen[at] = packed | ((isSeen ? SEEN : HIDDEN) << shift);
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
    first(entities, most) {
      const found: number[] = [];
      for (let at = 0; at < entities.length && found.length < most; at++) {
        const each = entities[at] as number;
        if (entity(each)) found.push(each);
      }
      return found;
    },
    some(entities, most, isSo) {
      let left = most;
      for (let at = 0; at < entities.length && left > 0; at++) {
        const each = entities[at] as number;
        if (!entity(each)) continue;
        if (isSo(each)) return true;
        left--;
      }
      return false;
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
