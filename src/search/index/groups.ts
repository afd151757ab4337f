/** What entities belong to: areas, floors, devices, labels, domains, device classes, each with its names. */

import { createPostings, type Postings } from "./postings.ts";
import { createWholeNames } from "./whole-names.ts";

export type GroupKind = "area" | "floor" | "device" | "label" | "domain" | "class";

export type Group = {
  readonly kind: GroupKind;
  /** As the registries have it; a domain's name; `domain.class` for a class. */
  readonly id: string;
  /** The name and the aliases, each as the numbers of its words. */
  readonly names: readonly (readonly number[])[];
  /** The words of all of them. */
  readonly words: readonly number[];
  /** The names, each as its stems without spaces between; empty for devices, of which there are many. */
  readonly joined: readonly string[];
};

export type Groups = {
  /** The number of a group; the same kind and id keep it for good. */
  number(kind: GroupKind, id: string): number;
  find(kind: GroupKind, id: string): number | undefined;
  at(group: number): Group | undefined;
  /** Numbers of the groups of a kind that have a name. */
  ofKind(kind: GroupKind): Iterable<number>;
  /** Groups other than devices by a whole name without its spaces. */
  named(joined: string): Iterable<number>;
  /** Devices that may bear a whole name, word for word. */
  devicesNamed(name: readonly number[]): Iterable<number>;
  /** Gives the names; an empty list takes the group out of the search by name. Answers whether they were others before. */
  name(group: number, names: readonly (readonly number[])[], joined: readonly string[]): boolean;
  /** Which groups other than devices have a word in a name; devices lend their words to their entities. */
  readonly byTerm: Postings;
  /** Which devices have a word in their name. */
  readonly devicesByTerm: Postings;
};

const NONE: readonly string[] = [];

/** No groups yet. */
export function createGroups(): Groups {
  const numbers: Readonly<Record<GroupKind, Map<string, number>>> = {
    area: new Map(),
    floor: new Map(),
    device: new Map(),
    label: new Map(),
    domain: new Map(),
    class: new Map(),
  };
  const groups: Group[] = [];
  const kinds = new Map<GroupKind, Set<number>>();
  const byDeviceName = createWholeNames();
  const byName = new Map<string, Set<number>>();
  const byTerm = createPostings();
  const devicesByTerm = createPostings();
  const renameDevice = (group: number, before: Group["names"], names: Group["names"]) => {
    for (const each of before) byDeviceName.remove(group, each);
    for (const each of names) byDeviceName.add(group, each);
  };
  return {
    byTerm,
    devicesByTerm,
    find: (kind, id) => numbers[kind].get(id),
    at: (group) => groups[group],
    ofKind: (kind) => kinds.get(kind) ?? [],
    devicesNamed: byDeviceName.of,
    named: (joined) => byName.get(joined) ?? [],
    number(kind, id) {
      const known = numbers[kind].get(id);
      if (known !== undefined) return known;
      numbers[kind].set(id, groups.length);
      groups.push({ kind, id, names: [], words: [], joined: NONE });
      return groups.length - 1;
    },
    name(group, names, joined) {
      const before = groups[group];
      if (!before || sameNames(before.names, names)) return false;
      const { kind } = before;
      const postings = kind === "device" ? devicesByTerm : byTerm;
      for (const term of before.words) postings.remove(term, group);
      for (const term of names.flat()) postings.add(term, group);
      if (kind === "device") renameDevice(group, before.names, names);
      else {
        for (const each of before.joined) leave(byName, each, group);
        for (const each of joined) join(byName, each, group);
      }
      if (names.length > 0) join(kinds, kind, group);
      else leave(kinds, kind, group);
      groups[group] = {
        ...before,
        names,
        words: [...new Set(names.flat())],
        joined: kind === "device" ? NONE : joined,
      };
      return true;
    },
  };
}

function join<K>(sets: Map<K, Set<number>>, key: K, value: number): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value));
}

function leave<K>(sets: Map<K, Set<number>>, key: K, value: number): void {
  const set = sets.get(key);
  set?.delete(value);
  if (set?.size === 0) sets.delete(key);
}

function sameNames(a: Group["names"], b: Group["names"]): boolean {
  return a.length === b.length && a.every((words, at) => words.join() === b[at]?.join());
}
