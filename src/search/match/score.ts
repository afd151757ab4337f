/** How well one entity fits the words of a query. */

import { domainOf } from "../../core/entity-id.ts";
import { AT_HOME } from "../gather/gather.ts";
import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import { LOOKED_AT, type Visible } from "../index/visible.ts";
import { asksOfAir, isCousin, isInVessel, isOfAir } from "../reach/cousin.ts";
import { createOtherNamed } from "../reach/other-named.ts";
import { BY_NAME } from "../reach/reach-so-far.ts";
import { COUSIN, FEW_KINDS, SERVED, type WordReach } from "../reach/reached.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { createUnaskedOfArea, isWhole, isWritten, unaskedShare } from "./name-said.ts";
import type { SearchContext } from "./search-context.ts";

export type Scored = {
  readonly entity: number;
  readonly id: string;
  /** About 0 to 1. */
  readonly score: number;
  /** For each word how well it is served, 0 to 1. */
  readonly served: readonly number[];
  /** Whether its name or an alias is what the query says, as written. */
  readonly whole: boolean;
  /** Whether every word of its name was said. */
  readonly named: boolean;
  /** Whether it is called by what it is alone: "Thermostat". */
  readonly bare: boolean;
  /** Where a place is said: whether it stays in another area, or in none where others of its domain have one. */
  readonly placed: boolean;
  /** What was said, as its place among the words, where its name has something else: "socket 3" for "socket 5". */
  readonly other: number | undefined;
};

/** What words behind the name weigh beside those of the name. */
const BY_ALIAS = 0.95;
const BY_OTHER = 0.7;
/** What a verb that stands in a name weighs: "play" in "play room" is hardly what was meant. */
const VERB_IN_NAME = 0.5;
/** What a name loses when none of its words was asked for. */
const UNASKED = 0.25;
/** Who says a kind alone says no name. */
const UNASKED_BESIDE_KIND = 0.02;
/** What a word for a kind weighs in the name of another kind of thing, where nothing else is asked for: a child lock of a coffee machine. */
const KIND_IN_NAME = 0.75;
const UNASKED_AREA = 0.06;
/** A word both in the name and in the place is the surer for it. */
const CONFIRMED = 0.04;
const WHOLE = 0.3;
/** As good as a word with an ending or a fault. */
const MEANT = 0.8;

/** Words of these roles must be in a name that is meant by them. */
export const WORDING: ReadonlySet<WordReach["role"]> = new Set(["name", "noun", "number"] as const);

/** What moves, and has a name that says no kind and no room, is sent to other rooms than its own: Rosie. */
function goesAbout({ id, words, nameLength }: Indexed, { lexicon, vocabulary }: Tables): boolean {
  if (!MOVING.has(domainOf(id))) return false;
  return words.slice(0, nameLength).every((term) => !lexicon.knows(vocabulary.text(term)));
}

const MOVING: ReadonlySet<string> = new Set(["vacuum", "lawn_mower", "person", "device_tracker"]);

export type Scorer = (entity: number, indexed: Indexed) => Scored;

/** `homeArea`: the group whose entities come first among equals. */
export function createScorer(
  reaches: readonly WordReach[],
  tables: Tables,
  { homeArea, idle, visible }: Pick<SearchContext, "homeArea" | "idle" | "visible">,
): Scorer {
  const most = reaches.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const allKnown = !reaches.some(({ isUnknown }) => isUnknown);
  const words = reaches.filter(({ isSign }) => !isSign);
  const wording = words.filter(({ role }) => WORDING.has(role));
  const otherNamed = createOtherNamed(reaches, tables);
  const unaskedOfArea = createUnaskedOfArea(reaches, tables);
  const isOnlyKind =
    reaches.some(({ kinds }) => kinds.length > 0) &&
    reaches.every(({ role, kinds, isPlace }) => !WORDING.has(role) || kinds.length > 0 || isPlace);
  const unasked = isOnlyKind ? UNASKED_BESIDE_KIND : UNASKED;
  const saysPlace = reaches.some(({ isPlace, isOther }) => isPlace || isOther);
  const isSome = saysException(reaches, tables.lexicon);
  const strays = straying(reaches, tables.lexicon);
  const asksAir = asksOfAir(reaches, tables.lexicon);
  const arePlaced = whetherPlaced(tables, visible);
  const isPlaced = (thing: Indexed) =>
    saysPlace && !goesAbout(thing, tables) && (thing.place.length > 0 || arePlaced(domainOf(thing.id)));
  return (entity, indexed) => {
    const { groups } = indexed;
    const inVessel = asksAir && isInVessel(indexed, reaches, tables);
    const served: number[] = [];
    let sum = 0;
    let asked = 0;
    let surely = 0;
    let before = 0;
    for (const reach of reaches) {
      const { best, said, named } = servedByWords(reach, indexed);
      // "à" is no lamp A, unless it stands behind the rest of that
      if (before !== 0 || reach.role !== "soft" || reach.text.length > 1) surely |= named;
      before = named;
      asked |= said;
      const isElsewhere = inVessel && isOfAir(reach);
      const [byWord, byGroup] = isElsewhere
        ? [0, COUSIN]
        : servedBoth(reach, best, indexed, { tables, isOnlyKind });
      served.push(Math.max(byWord, byGroup));
      sum += reach.weight * (Math.max(byWord, byGroup) + Math.min(byWord, byGroup) * CONFIRMED);
    }
    // a word that nobody knows may be what tells it from what is meant
    const whole =
      allKnown &&
      !isSome &&
      !strays.some((at) => (served[at] ?? 0) < SERVED) &&
      (idle
        ? isWritten(indexed.words.slice(0, indexed.nameLength), words)
        : isWhole(indexed, asked, words, wording));
    sum -= unasked * unaskedShare(indexed, asked, tables) + UNASKED_AREA * unaskedOfArea(indexed);
    sum += (whole ? WHOLE : 0) - tables.entities.handicap(entity);
    if (homeArea !== undefined && groups.includes(homeArea)) sum += AT_HOME;
    const named = indexed.nameLength > 0 && surely === 2 ** indexed.nameLength - 1;
    return {
      entity,
      id: indexed.id,
      score: sum / most,
      served,
      whole,
      named,
      bare: isBare(named, indexed, tables),
      placed: isPlaced(indexed),
      other: otherNamed(served, indexed),
    };
  };
}

/** By its words, of which the best is `best`, and by what it belongs to. */
function servedBoth(
  reach: WordReach,
  best: number,
  indexed: Indexed,
  { tables, isOnlyKind }: { readonly tables: Tables; readonly isOnlyKind: boolean },
): readonly [byWord: number, byGroup: number] {
  const inName = reach.role === "verb" ? best * VERB_IN_NAME : best;
  const byGroup = isCousin(reach, inName, indexed, tables) ? COUSIN : servedByGroups(reach, indexed);
  const isByChance = isOnlyKind && reach.kinds.length > 0 && byGroup < BY_CHANCE;
  return [isByChance ? inName * KIND_IN_NAME : inName, byGroup];
}

/** Words beside which a thing that has them not in its name is not all that was said: where something else is called a corner, "kitchen play corner lights" is no Kitchen light; nor are all lights without the kitchen. */
function straying(reaches: readonly WordReach[], { exceptions }: Lexicon): readonly number[] {
  const sole = new Set(exceptions.flatMap(([word = "", ...others]) => (others.length === 0 ? [word] : [])));
  return reaches.flatMap(({ role, terms, text }, at) =>
    (role === "free" && terms.size > 0) || sole.has(text) ? [at] : [],
  );
}

/** "Toutes les lumières sauf la cuisine": what stands between a kind and a place may say that this is not meant. */
function saysException(reaches: readonly WordReach[], lexicon: Lexicon): boolean {
  const kind = lexicon.isSparse ? reaches.findIndex(({ kinds }) => kinds.length > 0) : -1;
  return reaches.some(({ role, text }, at) => {
    if (kind < 0 || at < kind || role !== "soft" || !lexicon.mayLeaveOut(text)) return false;
    return reaches.slice(at).find((each) => each.role !== "soft")?.isPlace === true;
  });
}

function isBare(
  named: boolean,
  { words, nameLength }: Indexed,
  { lexicon, vocabulary, isSmall }: Tables,
): boolean {
  // what nobody knows of a sentence decides nothing
  if (!named || lexicon.isSparse) return false;
  const isKind = (term: number) => lexicon.senses(vocabulary.text(term)).some(({ role }) => role === "noun");
  return words.slice(0, nameLength).every((term) => isKind(term) || isSmall(term));
}

/** Of a domain, whether things of it that may be seen have areas. */
function whetherPlaced({ groups, members, entities }: Tables, visible: Visible): (domain: string) => boolean {
  const known = new Map<string, boolean>();
  const isPlaced = (entity: number) => entities.at(entity)?.place.length !== 0;
  return (domain) => {
    const before = known.get(domain);
    if (before !== undefined) return before;
    const group = groups.find("domain", domain);
    const found = group !== undefined && visible.some(members.of(group), LOOKED_AT, isPlaced);
    known.set(domain, found);
    return found;
  };
}

/** Whether no word says anything of itself; `deeds`: nor what is to be done. */
export function saysNothing(reaches: readonly WordReach[], { deeds }: { readonly deeds: boolean }): boolean {
  // what is done with few kinds says which are meant ("play")
  const isDeed = ({ role, groups }: WordReach) =>
    role === "act" || (role === "verb" && groups.size > FEW_KINDS);
  return reaches.every((reach) => ["soft", "hint", "value"].includes(reach.role) || (deeds && isDeed(reach)));
}

/**
 * How well the entity's words serve a word; a bit for each word of its name that is reached (`said`), and that is meant by
 * it, not begun (`named`).
 */
function servedByWords(
  { terms }: WordReach,
  indexed: Indexed,
): { readonly best: number; readonly said: number; readonly named: number } {
  const { words, nameLength } = indexed;
  let [best, said, named] = [0, 0, 0];
  for (let at = 0; at < words.length; at++) {
    const strength = terms.get(words[at] ?? -1);
    if (strength === undefined) continue;
    if (at < nameLength) said |= 1 << at;
    if (at < nameLength && strength >= MEANT) named |= 1 << at;
    best = Math.max(best, strength * weightAt(at, indexed));
  }
  return { best, said, named };
}

/** Less is no kind that it may be: many a sprinkler is a switch. */
const BY_CHANCE = 0.25;

/** How well the area's name and the groups that the entity belongs to serve a word. */
function servedByGroups({ terms, groups: reached }: WordReach, { place, groups }: Indexed): number {
  let best = 0;
  for (const term of place) best = Math.max(best, (terms.get(term) ?? 0) * BY_NAME.area);
  for (const group of groups) best = Math.max(best, reached.get(group) ?? 0);
  return best;
}

function weightAt(at: number, { nameLength, aliasEnd }: Indexed): number {
  if (at < nameLength) return 1;
  return at < aliasEnd ? BY_ALIAS : BY_OTHER;
}
