/** What a word of a query has reached so far: words of the home, groups of its things. */

import type { GroupKind } from "../index/groups.ts";
import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";
import { isOfRoom, isRoom, kindred, onlyTellsPlace } from "./kindred.ts";
import { isAny } from "./reached.ts";

/** How well belonging to a group of a fitting name serves a word, beside 1 for the entity's own name. */
export const BY_NAME: Readonly<Record<GroupKind, number>> = {
  area: 0.85,
  floor: 0.6,
  device: 0.75,
  label: 0.6,
  domain: 0.75,
  class: 0.75,
};
/** How well being what a word means serves it. */
const BY_MEANING = 0.8;
const KINDRED = 0.6;
/** Two words written as one, or one as two. */
const PARTED = 0.9;
/** The beginning of a word, from nothing of it to all. */
const BEGINNING = [0.55, 0.79] as const;
const BEGINNINGS_MAX = 24;
/** A shorter word for a kind is not the beginning of another: smoke ("humo") is no humidity. */
const SHORTEST_BEGUN = 4;
/** Words of these roles are whole words of a language: no beginnings of others. */
const SMALL: ReadonlySet<Word["role"]> = new Set(["soft", "hint", "value"] as const);

/** Of a word of names so many are looked at. */
const FEW_NAMED = 20;

export class ReachSoFar {
  readonly terms = new Map<number, number>();
  readonly groups = new Map<number, number>();
  /** Those of other words for nearly the same. */
  readonly #kin = new Set<number>();
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Whether nothing of it may be seen: a word of something hidden is one that nobody knows. */
  isNowhere(visible: Visible): boolean {
    return !isAny(this.terms, visible.term) && !isAny(this.groups, visible.group);
  }

  /** A humidifier ("umidificatore") begins or ends like humidity ("umidità"), and is none. */
  leaveOtherKinds({ stem }: Word, senses: readonly Sense[]): void {
    const { lexicon, vocabulary } = this.#tables;
    const isSame = ({ concepts }: Sense) =>
      senses.some((own) => own.concepts.some((each) => concepts.includes(each)));
    for (const [term, strength] of this.terms) {
      const text = vocabulary.text(term);
      const kinds = lexicon.senses(text).filter(({ role }) => role === "noun");
      if (
        strength < 1 &&
        !this.#kin.has(term) &&
        text[0] === stem[0] &&
        kinds.length > 0 &&
        !kinds.some(isSame)
      )
        this.terms.delete(term);
    }
  }

  /** Whether it is but a word of what Home Assistant calls a kind: the "water" of a water heater. */
  isDomainAlone(visible: Visible): boolean {
    const { byTerm, byPlace, groups } = this.#tables;
    const isOwn = (term: number) =>
      byTerm.of(term).some(visible.entity) || byPlace.of(term).some(visible.entity);
    const isDomain = (group: number) => {
      const kind = groups.at(group)?.kind;
      return kind === "domain" || kind === "class";
    };
    return (
      isAny(this.groups, visible.group) &&
      !isAny(this.groups, (group) => !isDomain(group) && visible.group(group)) &&
      !isAny(this.terms, isOwn)
    );
  }

  add(term: number | undefined, strength: number, isBegun = false): void {
    if (term === undefined || (this.terms.get(term) ?? 0) >= strength) return;
    this.terms.set(term, strength);
    const { groups } = this.#tables;
    for (const group of groups.byTerm.of(term)) {
      const kind = groups.at(group)?.kind;
      // an area lends its words to its entities; a car ("auto") is no automation
      const isOther = isBegun && (kind === "domain" || kind === "class");
      if (kind && kind !== "area" && !isOther) raise(this.groups, group, strength * BY_NAME[kind]);
    }
  }

  addAll(terms: readonly (readonly [term: number, strength: number])[]): void {
    for (const [term, strength] of terms) this.add(term, strength);
  }

  /** Who is written so is no kind. */
  asPerson(word: Word, visible: Visible): Word {
    const isPerson = this.#personSpelled(word, visible) !== undefined;
    return isPerson ? { ...word, role: "name", senses: [] } : word;
  }

  /** By how the word is written, alone or with a neighbour; whether the home has no such word. */
  byForm(word: Word, [last, next]: readonly (Word | undefined)[], visible: Visible): boolean {
    const { lexicon, vocabulary } = this.#tables;
    const other = lexicon.otherStem(word.text);
    const own =
      this.#placeNumber(word, visible) ??
      vocabulary.find(word.stem) ??
      (other === undefined ? undefined : vocabulary.find(other));
    const person = this.#personSpelled(word, visible);
    this.add(own, 1);
    this.add(person, 1);
    const ordinal = word.role === "number" ? lexicon.ordinal(word.text) : undefined;
    if (ordinal !== undefined) this.add(vocabulary.find(String(ordinal)), 1);
    // the first has lost no ending: "luce a" is no Luca
    if (last) this.add(vocabulary.find(last.text + word.stem), PARTED);
    if (next) this.add(vocabulary.find(word.text + next.stem), PARTED);
    // a number that is there is no beginning of a longer one
    const isNew = person === undefined && (own === undefined || !visible.term(own));
    const add = (term: number, strength: number) => this.add(term, strength, true);
    // nor is "luces" a Lucía, nor, where words are not written onto others, a window ("ventana") a "ventanal"
    const isKind = word.role === "noun" || (isNew && lexicon.otherEnding(word.stem).length === 1);
    const isWholeKind = isKind && (word.stem.length < SHORTEST_BEGUN || lexicon.joinsThings);
    // nor is the word for a place that is there one of another's ("camera", "cameretta")
    const isWhole =
      own !== undefined &&
      !isNew &&
      (word.role === "number" || this.#isOfPlace(own, visible) || this.#isPerson(own, visible));
    if (!SMALL.has(word.role) && !isWholeKind && !isWhole)
      addBeginnings(word.stem, add, this.#tables, visible);
    this.#addPlaceApart(word, visible);
    this.#addKindred(word, [last, next], visible);
    this.#leaveFloorsOfOtherName(word, [last, next], visible);
    return isNew;
  }

  #isArea(area: number, visible: Visible): boolean {
    return this.#tables.groups.at(area)?.kind === "area" && visible.group(area);
  }

  /** "ensuite" for the "En-suite" */
  #addPlaceApart({ stem }: Word, visible: Visible): void {
    const { groups } = this.#tables;
    for (const group of groups.named(stem)) {
      const { kind, names = [], joined = [] } = groups.at(group) ?? {};
      if ((kind !== "area" && kind !== "floor") || !visible.group(group)) continue;
      for (const [at, name] of names.entries())
        if (joined[at] === stem && name.length > 1) for (const term of name) this.add(term, PARTED);
    }
  }

  #addKindred({ stem }: Word, [last, next]: readonly (Word | undefined)[], visible: Visible): void {
    const { lexicon, vocabulary, groups } = this.#tables;
    const isArea = (area: number) => this.#isArea(area, visible);
    const isHere = [...groups.named(stem)].some(isArea);
    const kins = kindred(stem, [last?.stem, next?.stem], lexicon);
    const saysRoom =
      lexicon.isNumbered(next?.text ?? "") || kins.some(({ phrase }) => isRoom(phrase, lexicon));
    for (const kin of kins) {
      const isPhrase = kin.phrase !== kin.word;
      const joined = kin.phrase.replaceAll(" ", "");
      const areas = isPhrase ? [...groups.named(joined)].filter(isArea) : [];
      for (const area of areas) this.addGroup(area);
      // "lounge" is the front room, and nothing else at the front
      if (areas.length > 0 || (isPhrase && isRoom(kin.phrase, lexicon))) continue;
      const term = vocabulary.find(kin.word) ?? vocabulary.find(joined);
      if (term === undefined || onlyTellsPlace(term, next, this.#tables, visible)) continue;
      if (saysRoom && !isOfRoom(kin.word, term, this.#tables, visible)) continue;
      // a patio is no porch
      if (isHere && groups.byTerm.of(term).some(isArea)) continue;
      this.#kin.add(term);
      this.add(term, KINDRED);
      // "is the laundry done" asks nothing of the laundry
      if (next?.role === "soft" && lexicon.alike(`${stem} ${next.stem}`).length > 0)
        this.terms.delete(vocabulary.find(stem) ?? -1);
    }
  }

  /** "Garden" is the area of that name, and no floor "House & Garden", unless another word of that stands beside it. */
  #leaveFloorsOfOtherName({ stem }: Word, beside: readonly (Word | undefined)[], visible: Visible): void {
    const { groups, vocabulary } = this.#tables;
    const named = [...groups.named(stem)];
    if (!named.some((group) => this.#isArea(group, visible))) return;
    const terms = beside.flatMap((word) => (word && vocabulary.find(word.stem)) ?? []);
    const kept = new Set([...named, ...terms.flatMap((term) => groups.byTerm.of(term))]);
    for (const group of this.groups.keys())
      if (groups.at(group)?.kind === "floor" && !kept.has(group)) this.groups.delete(group);
  }

  /** "Bert's lamp" is none of a berth. */
  #isPerson(term: number, visible: Visible): boolean {
    const { byTerm, entities } = this.#tables;
    const isPerson = (entity: number) => entities.at(entity)?.id.startsWith("person.") === true;
    return visible.some(byTerm.of(term), FEW_NAMED, isPerson);
  }

  /** Of a name whose stem is a kind's. */
  #personSpelled({ text, stem }: Word, visible: Visible): number | undefined {
    const term = text === stem ? undefined : this.#tables.vocabulary.find(text);
    return term !== undefined && this.#isPerson(term, visible) ? term : undefined;
  }

  /** "area 5": the number of a place, as its name writes it ("05"). */
  #placeNumber({ role, stem }: Word, visible: Visible): number | undefined {
    if (role !== "name" || !/^\d+$/.test(stem)) return undefined;
    const bare = stem.replace(/^0+(?=\d)/, "");
    return [stem, bare, `0${bare}`, `00${bare}`]
      .flatMap((text) => this.#tables.vocabulary.find(text) ?? [])
      .find((term) => this.#isOfPlace(term, visible));
  }

  byMeaning(senses: readonly Sense[], certainty: number, visible: Visible): void {
    for (const { serves, unclassed } of senses)
      for (const [target, share] of serves) {
        if (unclassed.has(target) && this.#hasClass(target, serves, visible)) continue;
        const group = this.#tables.groups.find(target.includes(".") ? "class" : "domain", target);
        if (group !== undefined) raise(this.groups, group, share * BY_MEANING * certainty);
      }
  }

  /** Whether a thing here has the class that the domain has for it: then a player without one is no TV. */
  #hasClass(domain: string, serves: Sense["serves"], visible: Visible): boolean {
    return [...serves].some(([target, share]) => {
      const group =
        share === 1 && target.startsWith(`${domain}.`)
          ? this.#tables.groups.find("class", target)
          : undefined;
      return group !== undefined && visible.group(group);
    });
  }

  /** Whether it is a word of the name of an area or a floor that may be seen. */
  #isOfPlace(term: number, visible: Visible): boolean {
    const { groups } = this.#tables;
    return groups.byTerm.of(term).some((group) => {
      const kind = groups.at(group)?.kind;
      return (kind === "area" || kind === "floor") && visible.group(group);
    });
  }

  /** Of things that are called so. */
  addGroup(group: number): void {
    raise(this.groups, group, KINDRED);
  }

  /** Of which kind of place that may be seen it is, as written, a word of the name. */
  placeSaid(visible: Visible): "area" | "floor" | undefined {
    const { groups } = this.#tables;
    let isFloor = false;
    for (const [term, strength] of this.terms) {
      if (strength !== 1) continue;
      for (const group of groups.byTerm.of(term)) {
        const kind = groups.at(group)?.kind;
        if (kind === "area" && visible.group(group)) return kind;
        isFloor ||= kind === "floor" && visible.group(group);
      }
    }
    return isFloor ? "floor" : undefined;
  }
}

/** The shortest words that begin with this one. */
function addBeginnings(
  stem: string,
  add: (term: number, strength: number) => void,
  { vocabulary }: Tables,
  visible: Visible,
): void {
  const lengthOf = (term: number) => vocabulary.text(term).length;
  const byText = (a: number, b: number) => (vocabulary.text(a) < vocabulary.text(b) ? -1 : 1);
  const found = vocabulary.beginningWith(stem).sort((a, b) => lengthOf(a) - lengthOf(b) || byText(a, b));
  let left = BEGINNINGS_MAX;
  for (const term of found) {
    if (left === 0) return;
    if (!visible.term(term)) continue;
    left--;
    add(term, BEGINNING[0] + ((BEGINNING[1] - BEGINNING[0]) * stem.length) / lengthOf(term));
  }
}

function raise(map: Map<number, number>, key: number, value: number): void {
  if ((map.get(key) ?? 0) < value) map.set(key, value);
}
