/** What of the index a caller may see: words and groups of hidden entities count as absent. */

import type { Tables } from "../index/tables.ts";

export type Visible = {
  entity(entity: number): boolean;
  /** Whether a word stands in the name of anything that may be seen. */
  term(term: number): boolean;
  /** Whether a group has a member that may be seen, or nothing is hidden. */
  group(group: number): boolean;
};

/** Stops looking at the first that may be seen. */
export function visibleTo(
  { entities, byTerm, members, groups }: Tables,
  sees: (id: string) => boolean,
  seesAll: boolean,
): Visible {
  const entity = (number: number) => {
    const indexed = entities.at(number);
    return indexed !== undefined && (seesAll || sees(indexed.id));
  };
  const group = (number: number) =>
    (seesAll && groups.at(number)?.names.length !== 0) || members.of(number).some(entity);
  const memory = new Map<number, boolean>();
  return {
    entity,
    group,
    term(term) {
      const known = memory.get(term);
      if (known !== undefined) return known;
      const found = byTerm.of(term).some(entity) || groups.byTerm.of(term).some(group);
      memory.set(term, found);
      return found;
    },
  };
}
