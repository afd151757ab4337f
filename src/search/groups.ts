/** What entities belong to: areas, floors, devices, labels, domains, device classes, each with its names. */

import { createPostings, type Postings } from "./postings.ts";

export type GroupKind = "area" | "floor" | "device" | "label" | "domain" | "class";

export type Group = {
  readonly kind: GroupKind;
  /** As the registries have it; a domain's name; `domain.class` for a class. */
  readonly id: string;
  /** The name and the aliases, each as the numbers of its words. */
  readonly names: readonly (readonly number[])[];
  /** The same, each as its stems without spaces between. */
  readonly joined: readonly string[];
};

export type Groups = {
  /** The number of a group; the same kind and id keep it for good. */
  number(kind: GroupKind, id: string): number;
  find(kind: GroupKind, id: string): number | undefined;
  at(group: number): Group | undefined;
  /** Numbers of all groups of a kind that still have a name. */
  ofKind(kind: GroupKind): Iterable<number>;
  /** Gives the names; an empty list takes the group out of the search by name. Nothing happens when they are as before. */
  name(group: number, names: readonly (readonly number[])[], joined: readonly string[]): void;
  /** Groups other than devices by a whole name without its spaces. */
  named(joined: string): readonly number[];
  /** Which groups other than devices have a word in a name. */
  readonly byTerm: Postings;
  /** Which entities belong to a group. */
  readonly members: Postings;
};

/** No groups yet. */
export function createGroups(): Groups {
  const numbers = new Map<string, number>();
  const groups: Group[] = [];
  const kinds = new Map<GroupKind, Set<number>>();
  const byName = new Map<string, Set<number>>();
  const byTerm = createPostings();
  const members = createPostings();
  return {
    byTerm,
    members,
    named: (joined) => [...(byName.get(joined) ?? [])],
    find: (kind, id) => numbers.get(`${kind}:${id}`),
    at: (group) => groups[group],
    ofKind: (kind) => kinds.get(kind) ?? [],
    number(kind, id) {
      const key = `${kind}:${id}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, groups.length);
      groups.push({ kind, id, names: [], joined: [] });
      return groups.length - 1;
    },
    name(group, names, joined) {
      const before = groups[group];
      if (!before || sameNames(before.names, names)) return;
      // a device is found through its entities, which have its words among theirs
      if (before.kind !== "device") {
        for (const term of new Set(before.names.flat())) byTerm.remove(term, group);
        for (const term of new Set(names.flat())) byTerm.add(term, group);
        for (const each of before.joined) byName.get(each)?.delete(group);
        for (const each of joined) byName.set(each, (byName.get(each) ?? new Set()).add(group));
      }
      groups[group] = { ...before, names, joined };
      const named = kinds.get(before.kind) ?? new Set();
      kinds.set(before.kind, named);
      if (names.length > 0) named.add(group);
      else named.delete(group);
    },
  };
}

function sameNames(a: Group["names"], b: Group["names"]): boolean {
  return a.length === b.length && a.every((words, at) => words.join() === b[at]?.join());
}
