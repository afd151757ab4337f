/** The names here that hold a word, each as the numbers of its words. */

import type { Tables } from "../index/tables.ts";
import { LOOKED_AT, type Visible } from "../index/visible.ts";

export type Name = readonly number[];

export function namesOfThings(term: number, { byTerm, entities }: Tables, visible: Visible): readonly Name[] {
  const names = visible.first(byTerm.of(term), LOOKED_AT).flatMap((entity) => {
    const { words = [], nameLength = 0, aliases = [] } = entities.at(entity) ?? {};
    return [words.slice(0, nameLength), ...aliases];
  });
  return names.filter((name) => name.includes(term));
}

export function namesOfPlaces(term: number, { groups }: Tables, visible: Visible): readonly Name[] {
  const names = groups.byTerm.of(term).flatMap((group) => {
    const { kind, names: own = [] } = groups.at(group) ?? {};
    return (kind === "area" || kind === "floor") && visible.group(group) ? own : [];
  });
  return names.filter((name) => name.includes(term));
}

export function namesWith(term: number, tables: Tables, visible: Visible): readonly Name[] {
  return [...namesOfThings(term, tables, visible), ...namesOfPlaces(term, tables, visible)];
}

/** Whether the name of a thing has the one right before the other. */
export function areBeside(
  first: number,
  second: number,
  { byTerm, entities }: Tables,
  visible: Visible,
): boolean {
  const isIn = (name: Name, length: number) => {
    for (let at = 0; at + 1 < length; at++) if (name[at] === first && name[at + 1] === second) return true;
    return false;
  };
  return visible.some(byTerm.of(first), LOOKED_AT, (entity) => {
    const thing = entities.at(entity);
    if (!thing) return false;
    return isIn(thing.words, thing.nameLength) || thing.aliases.some((alias) => isIn(alias, alias.length));
  });
}
