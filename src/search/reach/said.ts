/** What the home makes of a word as a query has it. */

import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import { LOOKED_AT, type Visible } from "../index/visible.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { Sense } from "../words/sense.ts";
import type { Said } from "../words/state-by-form.ts";
import { tokenise } from "../words/tokenise.ts";
import { type Name, namesOfThings } from "./names-here.ts";
import { signKind } from "./sign-kinds.ts";

const SHORTEST_PART = 3;
const SHORTEST_WRITTEN = 4;
const LONGEST_ENDING = 3;
/** One sign is of many names. */
const SHORTEST_TOLD = 2;
/** So few kinds are what a hint is meant for. */
const FEW = 3;

export function saidHere(tables: Tables, visible: Visible): Said {
  const { lexicon, vocabulary, groups } = tables;
  const termOf = (word: string) => {
    const term = vocabulary.find(lexicon.stem(word));
    return term !== undefined && visible.term(term) ? term : undefined;
  };
  const kindHere = (word: string) => {
    const kind = kindOf(word, lexicon) ?? signKind(word, tables, visible);
    if (kind || termOf(word) !== undefined || word.includes(" ")) return kind;
    return kindAtEnd(word, lexicon) ?? kindWithEnding(word, lexicon);
  };
  const kinds = new Map<string, ReturnType<typeof kindHere>>();
  // asked again for every sign
  let all: readonly string[] | undefined;
  const places = () =>
    (all ??= [...groups.ofKind("area"), ...groups.ofKind("floor")].flatMap((group) =>
      visible.group(group) ? (groups.at(group)?.joined ?? []) : [],
    ));
  return {
    kind(word) {
      // asked again for every word beside it
      const known = kinds.has(word) ? kinds.get(word) : kindHere(word);
      kinds.set(word, known);
      return known;
    },
    isPlace(word) {
      const term = termOf(word);
      const isPlace = (group: number) =>
        ["area", "floor"].includes(groups.at(group)?.kind ?? "") && visible.group(group);
      return term !== undefined && groups.byTerm.of(term).some(isPlace);
    },
    isName: (word) => termOf(word) !== undefined,
    isInLonger(word) {
      const term = termOf(word);
      if (term === undefined) return false;
      return visible.some(tables.byTerm.of(term), LOOKED_AT, (entity) => {
        const { words = [], nameLength = 0 } = tables.entities.at(entity) ?? {};
        return nameLength > 1 && words.indexOf(term) < nameLength;
      });
    },
    isWhole: (word) => standsInName(word, tables, visible),
    isInPlaces: (sign) => places().some((name) => name.includes(sign)),
    endsPlaces: (sign) => places().filter((name) => name.endsWith(sign)).length,
    told(word) {
      const terms = tokenise(word).map((pair) => vocabulary.find(pair) ?? -1);
      const [first = -1] = terms;
      if (first < 0 || [...word].length < SHORTEST_TOLD) return 0;
      const ends = namesOfThings(first, tables, visible).filter((name) =>
        terms.every((term, at) => name[name.length - terms.length + at] === term),
      );
      const isBehindName = ([start = -1, ...rest]: Name) =>
        rest.length > terms.length && !this.isPlace(vocabulary.text(start));
      return ends.every(({ length }) => length > terms.length) ? ends.filter(isBehindName).length : 0;
    },
  };
}

type Kind = ReturnType<Said["kind"]>;

function kindOf(text: string, lexicon: Lexicon, { loosely } = { loosely: true }): Kind {
  const stems = tokenise(text).map(lexicon.stem);
  const senses = lexicon.senses(stems.join(" "));
  const nouns = senses.filter(({ role }) => role === "noun");
  // "Updates": no kind where somebody wants to be told
  const hints = senses.filter(({ role, serves }) => role === "hint" && serves.size <= FEW);
  const own = nouns.length > 0 ? nouns : hints;
  const kinds = senses.length === 0 && loosely ? withOtherEnding(stems[0], lexicon) : own;
  return kinds.length === 0 ? undefined : new Map(kinds.flatMap(({ serves }) => [...serves]));
}

/** "luces" for "luz" */
function withOtherEnding(stem = "", lexicon: Lexicon): readonly Sense[] {
  const kinds = stem.length < SHORTEST_PART ? [] : lexicon.otherEnding(stem);
  return kinds.length === 1 ? (kinds[0] ?? []) : [];
}

/** "dachbodenlicht" */
function kindAtEnd(word: string, lexicon: Lexicon): Kind {
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at++) {
    const kind = kindOf(word.slice(at), lexicon, { loosely: false });
    if (kind) return kind;
  }
  return undefined;
}

/** "lampan": as the language writes it, with an ending. */
function kindWithEnding(word: string, lexicon: Lexicon): Kind {
  if (!lexicon.isSparse) return undefined;
  for (let end = 1; end <= LONGEST_ENDING && word.length - end >= SHORTEST_WRITTEN; end++) {
    const written = word.slice(0, -end);
    const kind = lexicon.writes(written) ? kindOf(written, lexicon, { loosely: false }) : undefined;
    if (kind) return kind;
  }
  return undefined;
}

/** Its signs one behind the other, in the name of a thing or a place that may be seen. */
function standsInName(
  word: string,
  { vocabulary, byTerm, entities, groups }: Tables,
  visible: Visible,
): boolean {
  const terms = tokenise(word).map((pair) => vocabulary.find(pair) ?? -1);
  const [first = -1] = terms;
  if (terms.length === 0 || !terms.every((term) => term >= 0 && visible.term(term))) return false;
  // one sign of a longer word says nothing
  const isOne = [...word].length === 1;
  const isIn = (name: readonly number[]) =>
    isOne
      ? name.length === 1 && name[0] === first
      : name.some((_, from) => terms.every((term, at) => name[from + at] === term));
  const isInGroup = (group: number) => visible.group(group) && groups.at(group)?.names.some(isIn) === true;
  const isInNameOf = (thing: Indexed | undefined) =>
    thing !== undefined && isIn(isOne ? thing.words.slice(0, thing.nameLength) : thing.words);
  const isInThing = (entity: number) => isInNameOf(entities.at(entity));
  return (
    groups.byTerm.of(first).some(isInGroup) ||
    groups.devicesByTerm.of(first).some(isInGroup) ||
    visible.some(byTerm.of(first), LOOKED_AT, isInThing)
  );
}
