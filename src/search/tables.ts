/** The tables of the index: which words lead to which entities. */

import { areaOf, deviceChain, floorOf, labelsOf } from "../hass/registries.ts";
import { createEntities, type Entities, type Indexed } from "./entities.ts";
import { createGroups, type GroupKind, type Groups } from "./groups.ts";
import type { Lexicon } from "./lexicon.ts";
import { deviceClassOf, nameOf, type SearchPlace } from "./place.ts";
import { createPostings, type Postings } from "./postings.ts";
import { signs, tokenise } from "./tokenise.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

export type Tables = {
  readonly lexicon: Lexicon;
  readonly vocabulary: Vocabulary;
  readonly entities: Entities;
  readonly groups: Groups;
  /** Which entities have a word in name, alias or id. */
  readonly byTerm: Postings;
  /** Brings one entity in line with the home: added, changed or taken out. */
  refreshEntity(id: string): void;
  /** Brings the names of one area, floor, device or label in line with the home. */
  refreshGroup(kind: NamedKind, id: string): void;
};

export type NamedKind = Extract<GroupKind, "area" | "floor" | "device" | "label">;

/** Longer names say no more; what is behind is not found. */
const WORDS_MAX = 24;
const TEXT_MAX = 200;
/** What hidden and diagnostic entities lose against others that fit as well. */
const HIDDEN = 0.08;
const DIAGNOSTIC = 0.03;
/** What every word of a name costs beforehand: the shorter of two names that hold all words is the likelier. */
const PER_WORD = 0.004;

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
  const sets = new Map<string, readonly number[]>();
  const stems = (text: string) => tokenise(text.slice(0, TEXT_MAX)).slice(0, WORDS_MAX).map(lexicon.stem);
  const terms = (text: string) => stems(text).map(vocabulary.intern);

  const describe = (id: string): Indexed => {
    const state = place.states.get(id);
    const object = id.slice(id.indexOf(".") + 1);
    const shown = nameOf(state) ?? object;
    const name: readonly number[] = terms(shown);
    const more = (texts: readonly string[], known: readonly number[]) => [
      ...new Set(texts.flatMap(terms).filter((term) => !known.includes(term))),
    ];
    const aliases = aliasesOf(id);
    const named = [...name, ...more(aliases, name)];
    const single = [shown, ...aliases].flatMap((text) => signs(text)).slice(0, WORDS_MAX * 2);
    const devices = deviceChain(place.registries, id).flatMap(({ name, manufacturer = "", model = "" }) => [
      name,
      manufacturer,
      model,
    ]);
    const words = [...named, ...more([...devices, object, ...single], named)];
    return { id, words, nameLength: name.length, aliasEnd: named.length, groups: membership(id) };
  };
  const handicapOf = ({ id, nameLength }: Indexed) => {
    const entry = place.registries.entities.get(id);
    return (entry?.hidden ? HIDDEN : 0) + (entry?.category ? DIAGNOSTIC : 0) + nameLength * PER_WORD;
  };
  const membership = (id: string): readonly number[] => {
    const { registries } = place;
    const domain = id.slice(0, id.indexOf("."));
    const deviceClass = deviceClassOf(place.states.get(id));
    const found = [ownNamed("domain", domain, domain)];
    if (deviceClass !== undefined) found.push(ownNamed("class", `${domain}.${deviceClass}`, deviceClass));
    const area = areaOf(registries, id);
    const floor = floorOf(registries, id);
    if (area) found.push(groups.number("area", area.id));
    if (floor) found.push(groups.number("floor", floor.id));
    for (const device of deviceChain(registries, id)) found.push(groups.number("device", device.id));
    for (const label of labelsOf(registries, id)) found.push(groups.number("label", label));
    return shared([...new Set(found)].sort((a, b) => a - b));
  };
  /** Entities of one device have the same groups: one list serves them all. */
  const shared = (list: readonly number[]) => {
    const key = list.join();
    const known = sets.get(key) ?? list;
    if (known === list) sets.set(key, list);
    return known;
  };
  const ownNamed = (kind: "domain" | "class", id: string, name: string) => {
    const group = groups.number(kind, id);
    if (groups.at(group)?.names.length === 0) groups.name(group, [terms(name)], [stems(name).join("")]);
    return group;
  };
  const link = (entity: number, { words, groups: belongsTo }: Indexed, before?: Indexed) => {
    for (const term of words) if (!before?.words.includes(term)) byTerm.add(term, entity);
    if (before?.groups !== belongsTo) for (const group of belongsTo) groups.members.add(group, entity);
  };
  const unlink = (entity: number, { words, groups: belongsTo }: Indexed, after?: Indexed) => {
    for (const term of words) if (!after?.words.includes(term)) byTerm.remove(term, entity);
    for (const group of belongsTo) if (!after?.groups.includes(group)) groups.members.remove(group, entity);
  };

  return {
    lexicon,
    vocabulary,
    entities,
    groups,
    byTerm,
    refreshEntity(id) {
      const entity = entities.find(id);
      const before = entity === undefined ? undefined : entities.at(entity);
      const exists = place.states.has(id);
      if (entity === undefined) {
        if (!exists) return;
        const added = describe(id);
        link(entities.add(added, handicapOf(added)), added);
        return;
      }
      const after = exists ? describe(id) : undefined;
      if (before) unlink(entity, before, after);
      if (after) {
        link(entity, after, before);
        entities.replace(entity, after, handicapOf(after));
      } else entities.remove(entity);
    },
    refreshGroup(kind, id) {
      const named = { area: "areas", floor: "floors", device: "devices", label: "labels" } as const;
      const entry: { readonly name: string; readonly aliases?: readonly string[] } | undefined =
        place.registries[named[kind]].get(id);
      const names = entry ? [entry.name, ...(entry.aliases ?? [])].filter((name) => name !== "") : [];
      const group = groups.number(kind, id);
      groups.name(
        group,
        names.map(terms),
        names.map((name) => stems(name).join("")),
      );
    },
  };
}
