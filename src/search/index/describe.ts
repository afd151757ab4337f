/** What the index keeps of one entity, as the home has it now. */

import { domainOf, objectOf } from "../../core/entity-id.ts";
import { areaOf, deviceChain, type Registries, type RegistryEntry } from "../../hass/registries.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { signs, tokenise } from "../words/tokenise.ts";
import type { Vocabulary } from "../words/vocabulary.ts";
import type { Indexed } from "./entities.ts";
import type { Groups } from "./groups.ts";
import { createMembership } from "./membership.ts";
import { nameOf, type SearchPlace } from "./place.ts";

/** The kinds of groups that people name, with the place where the registries keep them. */
export const REGISTRY_OF = { area: "areas", floor: "floors", device: "devices", label: "labels" } as const;
export type NamedKind = keyof typeof REGISTRY_OF;

export type Describe = {
  /** Every word that finds the entity, with its groups. */
  entity(id: string): Indexed;
  /** The groups alone, ascending. */
  groups(id: string): readonly number[];
  handicap(id: string, nameLength: number): number;
  /** Gives a group the names that the registries have for it; answers whether that changed anything. */
  nameGroup(kind: NamedKind, id: string): boolean;
};

/** Longer names say no more; what is behind is not found. */
const WORDS_MAX = 24;
const TEXT_MAX = 200;
/** What hidden and diagnostic entities lose against others that fit as well. */
const HIDDEN = 0.08;
const DIAGNOSTIC = 0.08;
/** What every word of a name costs beforehand: the shorter of two names that hold all words is the likelier. */
const PER_WORD = 0.004;
/** What a thing loses by how seldom people mean its kind where they name none. */
const SELDOM: Readonly<Record<string, number>> = {
  light: 0,
  switch: 0.006,
  cover: 0.006,
  climate: 0.006,
  fan: 0.006,
  media_player: 0.006,
  vacuum: 0.006,
};
const SELDOM_ELSE = 0.012;
const PERSON = "person";
/** "iPhone": a letter is written onto a word that people say without it. */
const BEHIND_LETTER = /(?<![\p{L}\p{N}])\p{Ll}(\p{Lu}\p{Ll}{2,})/gu;
const NO_WORDS: readonly number[] = [];
const NO_ALIASES: readonly (readonly number[])[] = [];

export function createDescribe(
  place: SearchPlace,
  lexicon: Lexicon,
  vocabulary: Vocabulary,
  groups: Groups,
  aliasesOf: (id: string) => readonly string[],
): Describe {
  const stems = (text: string) => tokenise(text.slice(0, TEXT_MAX)).slice(0, WORDS_MAX).map(lexicon.stem);
  const terms = (text: string): readonly number[] => stems(text).map(vocabulary.intern);
  /** Nobody inflects a person: "Luca" is no form of "luce". */
  const ofPerson = (text: string): readonly number[] => {
    const isOfKind = (stem: string) => lexicon.senses(stem).some(({ role }) => role === "noun");
    const written = tokenise(text.slice(0, TEXT_MAX));
    return stems(text).map((stem, at) => vocabulary.intern(isOfKind(stem) ? (written[at] ?? stem) : stem));
  };
  const name = (text: string) => {
    const own = stems(text);
    return { terms: own.map(vocabulary.intern), joined: own.join("") };
  };
  const nameGroup = (kind: NamedKind, id: string) => {
    const texts = namesOf(kind, id, place.registries).filter((text) => text !== "");
    const names = texts.map(name);
    return groups.name(
      groups.number(kind, id),
      names.map(({ terms }) => terms),
      names.map(({ joined }) => joined),
    );
  };
  const wordsOf = (kind: NamedKind, id: string) => {
    const group = groups.number(kind, id);
    if (groups.at(group)?.names.length === 0) nameGroup(kind, id);
    return groups.at(group)?.words ?? [];
  };
  const groupsOf = createMembership(place, groups, (kind, id, text) => {
    const group = groups.number(kind, id);
    if (groups.at(group)?.names.length === 0) {
      const own = name(text);
      groups.name(group, [own.terms], [own.joined]);
    }
    return group;
  });

  return {
    nameGroup,
    groups: groupsOf,
    handicap: (id, nameLength) => handicapOf(id, place.registries.entities.get(id), nameLength),
    entity(id) {
      const object = objectOf(id);
      const shown = nameOf(place.states.get(id)) ?? object;
      const aliasTexts = aliasesOf(id);
      const termsOf = domainOf(id) === PERSON ? ofPerson : terms;
      const own = termsOf(shown);
      const aliases = aliasTexts.length === 0 ? NO_ALIASES : aliasTexts.map(termsOf);
      const words = [...own];
      for (const alias of aliases) addNew(words, alias);
      const aliasEnd = words.length;
      for (const device of deviceChain(place.registries, id)) addNew(words, wordsOf("device", device.id));
      addNew(words, termsOf(object));
      for (const text of [shown, ...aliasTexts])
        addNew(words, partsOf(text.slice(0, TEXT_MAX), lexicon).map(vocabulary.intern));
      const area = areaOf(place.registries, id);
      const areaWords = area ? wordsOf("area", area.id) : NO_WORDS;
      // a list that has grown holds room for more
      const kept = words.slice();
      return {
        id,
        words: kept,
        place: areaWords,
        nameLength: own.length,
        aliasEnd,
        aliases,
        groups: groupsOf(id),
      };
    },
  };
}

function handicapOf(id: string, entry: RegistryEntry | undefined, nameLength: number): number {
  const kept = (entry?.hidden ? HIDDEN : 0) + (entry?.category ? DIAGNOSTIC : 0);
  return kept + nameLength * PER_WORD + (SELDOM[domainOf(id)] ?? SELDOM_ELSE);
}

/** Name and aliases; of a device also who made it. */
function namesOf(kind: NamedKind, id: string, registries: Registries): readonly string[] {
  if (kind === "device") {
    const device = registries.devices.get(id);
    return device ? [device.name, `${device.manufacturer ?? ""} ${device.model ?? ""}`.trim()] : [];
  }
  const named: { readonly name: string; readonly aliases?: readonly string[] } | undefined =
    registries[REGISTRY_OF[kind]].get(id);
  return named ? [named.name, ...(named.aliases ?? [])] : [];
}

/** What is found by itself of the words of a name. */
function partsOf(text: string, lexicon: Lexicon): readonly string[] {
  const behindLetter = [...text.matchAll(BEHIND_LETTER)].flatMap(([, word = ""]) => tokenise(word));
  return [...signs(text), ...behindLetter.map(lexicon.stem)];
}

function addNew(words: number[], more: readonly number[]): void {
  for (const term of more) if (!words.includes(term)) words.push(term);
}
