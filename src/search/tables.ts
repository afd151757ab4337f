/** The tables of the index: which words lead to which entities. */

import { createDescribe } from "./describe.ts";
import { createEntities, type Entities, type Indexed } from "./entities.ts";
import { createGroups, type GroupKind, type Groups } from "./groups.ts";
import type { Lexicon } from "./lexicon.ts";
import type { SearchPlace } from "./place.ts";
import { createPostings, type Postings } from "./postings.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";
import { createWholeNames, type WholeNames } from "./whole-names.ts";

export type Tables = {
  readonly lexicon: Lexicon;
  readonly vocabulary: Vocabulary;
  readonly entities: Entities;
  readonly groups: Groups;
  /** Which entities have a word in name, alias, device or id. */
  readonly byTerm: Postings;
  /** Which entities bear a name or an alias as a whole. */
  readonly byName: WholeNames;
  /** Brings one entity in line with the home: added, changed or taken out. */
  refreshEntity(id: string): void;
  /** Brings the names of one area, floor, device or label in line with the home. */
  refreshGroup(kind: NamedKind, id: string): void;
};

/** The kinds of groups that people name. */
export const NAMED_KINDS = ["area", "floor", "device", "label"] as const satisfies readonly GroupKind[];
export type NamedKind = (typeof NAMED_KINDS)[number];

/** Where the registries keep each kind. */
export const REGISTRY_OF = { area: "areas", floor: "floors", device: "devices", label: "labels" } as const;

/** Empty tables over a home; `aliasesOf` may give further names of an entity. */
export function createTables(
  place: SearchPlace,
  lexicon: Lexicon,
  aliasesOf: (id: string) => readonly string[],
): Tables {
  const vocabulary = createVocabulary();
  const entities = createEntities();
  const groups = createGroups();
  const byTerm = createPostings();
  const byName = createWholeNames();
  const describe = createDescribe(place, lexicon, vocabulary, groups, aliasesOf);

  const link = (entity: number, after: Indexed, before?: Indexed) => {
    for (const term of after.words) if (!before?.words.includes(term)) byTerm.add(term, entity);
    for (const group of after.groups)
      if (!before?.groups.includes(group)) groups.members.add(group, entity);
    for (const name of wholeNames(after)) byName.add(entity, name);
  };
  const unlink = (entity: number, before: Indexed, after?: Indexed) => {
    for (const name of wholeNames(before)) byName.remove(entity, name);
    for (const term of before.words) if (!after?.words.includes(term)) byTerm.remove(term, entity);
    for (const group of before.groups)
      if (!after?.groups.includes(group)) groups.members.remove(group, entity);
  };

  return {
    lexicon,
    vocabulary,
    entities,
    groups,
    byTerm,
    byName,
    refreshEntity(id) {
      const entity = entities.find(id);
      const before = entity === undefined ? undefined : entities.at(entity);
      const after = place.states.has(id) ? describe.entity(id) : undefined;
      const handicap = after ? describe.handicap(id, after.nameLength) : 0;
      if (entity === undefined || !before) {
        if (after) link(entities.add(after, handicap), after);
        return;
      }
      unlink(entity, before, after);
      if (after) {
        link(entity, after, before);
        entities.replace(entity, after, handicap);
      } else entities.remove(entity);
    },
    refreshGroup(kind, id) {
      const entry: { readonly name: string; readonly aliases?: readonly string[] } | undefined =
        place.registries[REGISTRY_OF[kind]].get(id);
      const texts = entry ? [entry.name, ...(entry.aliases ?? [])].filter((name) => name !== "") : [];
      const names = texts.map(describe.name);
      groups.name(groups.number(kind, id), names.map(({ terms }) => terms), names.map(({ joined }) => joined));
    },
  };
}

function wholeNames({ words, nameLength, aliases }: Indexed): readonly (readonly number[])[] {
  return [words.slice(0, nameLength), ...aliases];
}
