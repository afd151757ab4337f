/** The tables of the index: which words lead to which entities. */

import type { Lexicon } from "../words/lexicon.ts";
import { createVocabulary, type Vocabulary } from "../words/vocabulary.ts";
import { createDescribe, type NamedKind } from "./describe.ts";
import { createEntities, type Entities } from "./entities.ts";
import { createGroups, type Groups } from "./groups.ts";
import { createLinks, type Links, relink } from "./links.ts";
import type { SearchPlace } from "./place.ts";

export type Tables = Links & {
  readonly lexicon: Lexicon;
  readonly vocabulary: Vocabulary;
  readonly entities: Entities;
  readonly groups: Groups;
  /** Whether a word of a name is one that says little in the languages in use. */
  isSmall(term: number): boolean;
  /** Of a floor, if the home has told it. */
  levelOf(group: number): number | undefined;
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
  const links = createLinks();
  const describe = createDescribe(place, lexicon, vocabulary, groups, aliasesOf);

  const refreshEntity = (id: string) => {
    const entity = entities.find(id);
    const before = entity === undefined ? undefined : entities.at(entity);
    const after = place.states.has(id) ? describe.entity(id) : undefined;
    const handicap = after ? describe.handicap(id, after.nameLength) : 0;
    if (entity === undefined) {
      if (after) relink(links, entities.add(after, handicap), undefined, after);
      return;
    }
    relink(links, entity, before, after);
    if (after) entities.replace(entity, after, handicap);
    else entities.remove(entity);
  };
  const small: boolean[] = [];
  const isSmall = (term: number) => {
    const senses = lexicon.senses(vocabulary.text(term));
    return senses.length > 0 && senses.every(({ role }) => role === "soft");
  };

  return {
    ...links,
    lexicon,
    vocabulary,
    entities,
    groups,
    isSmall(term) {
      small[term] ??= isSmall(term);
      return small[term];
    },
    levelOf(group) {
      const { kind, id = "" } = groups.at(group) ?? {};
      return kind === "floor" ? place.registries.floors.get(id)?.level : undefined;
    },
    refreshEntity,
    refreshRegistered(id, renamed) {
      const entity = entities.find(id);
      const known = entity === undefined ? undefined : entities.at(entity);
      const same =
        entity !== undefined &&
        known !== undefined &&
        areSame(known.groups, describe.groups(id)) &&
        entities.handicap(entity) === Math.fround(describe.handicap(id, known.nameLength)) &&
        known.aliases.length === 0 &&
        aliasesOf(id).length === 0 &&
        !known.groups.some((group) => renamed.has(group));
      if (!same) refreshEntity(id);
    },
    refreshGroup: describe.nameGroup,
  };
}

function areSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, at) => number === other[at]);
}
