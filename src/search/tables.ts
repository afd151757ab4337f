/** The tables of the index: which words lead to which entities. */

import { createDescribe, type NamedKind } from "./describe.ts";
import { createEntities, type Entities, type Indexed } from "./entities.ts";
import { createGroups, type Groups } from "./groups.ts";
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
  /** Whether a word of a name is one that says little in the languages in use. */
  isSmall(term: number): boolean;
  /** Brings one entity in line with the home: added, changed or taken out. */
  refreshEntity(id: string): void;
  /** The same where only registries may have changed; `renamed`: groups that have other names since. */
  refreshRegistered(id: string, renamed: ReadonlySet<number>): void;
  /** Brings the names of one area, floor, device or label in line with the home; answers whether they changed. */
  refreshGroup(kind: NamedKind, id: string): boolean;
};

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
    for (const group of after.groups) if (!before?.groups.includes(group)) groups.members.add(group, entity);
    for (const name of wholeNames(after)) byName.add(entity, name);
  };
  const unlink = (entity: number, before: Indexed, after?: Indexed) => {
    for (const name of wholeNames(before)) byName.remove(entity, name);
    for (const term of before.words) if (!after?.words.includes(term)) byTerm.remove(term, entity);
    for (const group of before.groups)
      if (!after?.groups.includes(group)) groups.members.remove(group, entity);
  };

  const refreshEntity = (id: string) => {
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
  };
  const small: boolean[] = [];
  const isSmall = (term: number) => {
    const senses = lexicon.senses(vocabulary.text(term));
    return senses.length > 0 && senses.every(({ role }) => role === "soft");
  };

  return {
    lexicon,
    vocabulary,
    entities,
    groups,
    byTerm,
    byName,
    isSmall(term) {
      small[term] ??= isSmall(term);
      return small[term];
    },
    refreshEntity,
    refreshRegistered(id, renamed) {
      const entity = entities.find(id);
      const known = entity === undefined ? undefined : entities.at(entity);
      const same =
        entity !== undefined &&
        known !== undefined &&
        known.groups === describe.groups(id) &&
        entities.handicap(entity) === Math.fround(describe.handicap(id, known.nameLength)) &&
        known.aliases.length === 0 &&
        aliasesOf(id).length === 0 &&
        !known.groups.some((group) => renamed.has(group));
      if (!same) refreshEntity(id);
    },
    refreshGroup: describe.nameGroup,
  };
}

function wholeNames({ words, nameLength, aliases }: Indexed): readonly (readonly number[])[] {
  return [words.slice(0, nameLength), ...aliases];
}
