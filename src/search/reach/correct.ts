/** What a word that neither the home nor the languages know may be meant for. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";
import { isLettered } from "../words/tokenise.ts";

export type Correction = {
  readonly role: Word["role"];
  readonly senses: readonly Sense[];
  /** How sure the senses are, 0 to 1. */
  readonly certainty: number;
  /** Numbers of words of the home, with how sure each is. */
  readonly terms: readonly (readonly [term: number, certainty: number])[];
};

/** By the number of typing faults. */
const CERTAINTY = [1, 0.82, 0.62];
const SHORTEST_PART = 3;
const SHORTEST_LETTERED = 8;
const DEEDS: ReadonlySet<Word["role"]> = new Set(["act", "verb"] as const);
const SHORTEST_DEED = 5;
const isBorrowed = ({ borrowed }: Sense) => borrowed;
const isNoun = ({ role }: Sense) => role === "noun";
const ROLES = ["noun", "verb", "act", "hint", "soft"] as const;

/** Nearly written words of the home and of the languages. */
export function correct(word: Word, tables: Tables, visible: Visible): Correction {
  const { vocabulary } = tables;
  const terms: (readonly [number, number])[] = [];
  let surest = 0;
  // short words of a dictionary are near to too many: "ครับ" is no "ครัว"
  const isShort = isLettered(word.stem) && word.stem.length < SHORTEST_LETTERED;
  for (const { term, faults } of isShort ? [] : vocabulary.near(word.stem)) {
    // "tado" is no to-do, which is but what Home Assistant calls a domain, nor "coser" a cover
    const isFar = tables.lexicon.isSparse || isOtherShort(word.stem, vocabulary.text(term));
    if ((isFar && !isName(term, tables, visible)) || isOfEnding(word, faults, tables.lexicon)) continue;
    const certainty = CERTAINTY[faults] ?? 0;
    terms.push([term, certainty]);
    if (certainty > surest && visible.term(term)) surest = certainty;
  }
  const meant = nearestSense(word, tables);
  // a small word that is nearly written so yields to a name that is as near
  const keeps = !meant || (surest >= meant.certainty && meant.role !== "noun" && meant.role !== "verb");
  if (keeps) return { role: word.role, senses: [], certainty: 0, terms };
  return { ...meant, terms };
}

/**
 * A word of the home or for a kind with an ending of at most `longest` letters, or behind a letter or two that other
 * languages write onto it. What is done has short endings: a fridge ("koelkast") is not cooled ("koel").
 */
export function inflected(
  word: Word,
  tables: Tables,
  visible: Visible,
  longest = word.stem.length,
): Correction | undefined {
  const { stem, text } = word;
  // a word of a dictionary, which languages of such letters write without endings
  if (isLettered(stem)) return undefined;
  const { joinsThings, byCase } = tables.lexicon;
  // cases are, and in Korean what is written onto words
  const mayBeLong = byCase || HANGUL.test(stem);
  for (const part of withoutEnds(stem)) {
    const ending = stem.length - part.length;
    if (ending > longest) break;
    // "friggitrice" is no fridge ("frigo")
    if (joinsThings && text.length - part.length > LONGEST_ENDING) break;
    if (!mayBeLong && beginsOther(part, ending, tables.lexicon)) continue;
    const term = nameWithout(part, word, tables, visible);
    const terms = term === undefined ? [] : [[term, INFLECTED] as const];
    const senses = tables.lexicon
      .senses(part)
      .filter(({ role }) => role !== "soft" && (ending <= LONGEST_ENDING || !DEEDS.has(role)))
      // "plaît" is no player
      .filter(({ borrowed }) => (borrowed && part.length > SHORT) || tables.lexicon.writes(part));
    if (terms.length === 0 && senses.length === 0) continue;
    const role = ROLES.find((each) => senses.some((sense) => sense.role === each)) ?? word.role;
    return { role, senses, certainty: INFLECTED, terms };
  }
  // what is left of a long word has too many neighbours
  const ending = word.text.length - stem.length;
  const isShort = stem.length <= SHORTEST_PART && ending < ENDING_OF_SHORT;
  // "kékre" is blue, and no picture ("kép")
  const mayDiffer = ending <= LONGEST_ENDING && !isShort && !tables.lexicon.isManner(text);
  const other = mayDiffer ? otherEnding(stem, tables) : undefined;
  if (other) return { role: "noun", senses: other, certainty: OTHER_ENDING, terms: [] };
  const terms = longest < stem.length ? [] : otherCase(stem, tables, visible);
  return terms.length === 0 ? undefined : { role: word.role, senses: [], certainty: INFLECTED, terms };
}

/** "lucernario" is no form of "luce", nor "waterkoker" of "water". */
function beginsOther(part: string, ending: number, lexicon: Lexicon): boolean {
  return ending > LONGEST_ENDING && lexicon.senses(part).some(isNoun);
}

/** The word of a name, or of a place; of which an ending was cut is none with another: "termine" is no "termo". */
function nameWithout(
  part: string,
  { stem, text }: Word,
  tables: Tables,
  visible: Visible,
): number | undefined {
  const isHalf = part.length * 2 >= stem.length;
  const isShort = TOO_SHORT.test(part);
  const isEnding = stem.length - part.length <= LONGEST_ENDING;
  if (!isHalf || (isShort && !(isEnding && isPlaceWord(part, tables, visible)))) return undefined;
  const term = tables.vocabulary.find(part);
  if (term === undefined || tables.isSmall(term) || !isName(term, tables, visible)) return undefined;
  const isCut = tables.lexicon.joinsThings && text.length > stem.length;
  return isCut && !isPlaceWord(part, tables, visible) ? undefined : term;
}

/** "gabinecie" for "gabinet": words of places that differ in their endings alone. */
function otherCase(stem: string, tables: Tables, visible: Visible): Correction["terms"] {
  const { vocabulary } = tables;
  const shortest = Math.max(SHORTEST_CASE, Math.ceil(stem.length * CASE_SHARE), stem.length - LONGEST_ENDING);
  if (stem.length < shortest) return [];
  return vocabulary
    .beginningWith(stem.slice(0, shortest))
    .filter((term) => {
      const text = vocabulary.text(term);
      let same = shortest;
      while (same < stem.length && stem[same] === text[same]) same++;
      return text.length - same <= LONGEST_ENDING && isPlaceWord(text, tables, visible);
    })
    .map((term) => [term, INFLECTED] as const);
}

/** "plaît" is no form of what Home Assistant calls a domain ("player"). */
function isName(term: number, { byTerm, groups }: Tables, visible: Visible): boolean {
  const isNamed = (group: number) =>
    !["domain", "class"].includes(groups.at(group)?.kind ?? "") && visible.group(group);
  return byTerm.of(term).some(visible.entity) || groups.byTerm.of(term).some(isNamed);
}

/** Whether it stands in the name of an area or a floor that may be seen. */
function isPlaceWord(stem: string, { vocabulary, groups }: Tables, visible: Visible): boolean {
  const term = vocabulary.find(stem);
  const isPlace = (group: number) =>
    (groups.at(group)?.kind === "area" || groups.at(group)?.kind === "floor") && visible.group(group);
  return term !== undefined && groups.byTerm.of(term).some(isPlace);
}

const SHORTEST_CASE = 4;
const CASE_SHARE = 0.6;

/** "luces" for "luz": the one kind that differs in its last letter alone. */
export function otherEnding(stem: string, { lexicon }: Tables): readonly Sense[] | undefined {
  if (stem.length < SHORTEST_PART) return undefined;
  const kinds = lexicon.otherEnding(stem);
  return kinds.length === 1 ? kinds[0] : undefined;
}

export const OTHER_ENDING = 0.7;
/** "Hugo" is no smoke ("humo"). */
const ENDING_OF_SHORT = 2;
const LONGEST_ENDING = 3;
const INFLECTED = 0.85;
/** "graag" is no grass ("gras"), nor "wet" weather ("Wetter"). */
const TOO_SHORT = /^\p{Script=Latin}{1,3}$/u;
/** Scripts in which articles and prepositions are written onto the word. */
const PREFIXING = /^[\p{Script=Hebrew}\p{Script=Arabic}]+$/u;

/** The longest first; at least two fifths of the word, and three letters of it. */
function* withoutEnds(stem: string): Generator<string> {
  const shortest = Math.max(SHORTEST_PART, Math.ceil(stem.length * 0.4));
  const starts = PREFIXING.test(stem) ? [0, 1, 2] : [0];
  for (let end = stem.length; end >= shortest; end--)
    for (const start of starts) {
      if (start === 0 && end === stem.length) continue;
      if (end - start >= shortest || (start > 0 && end - start >= SHORTEST_PART))
        yield stem.slice(start, end);
    }
}

/** "rail" is no "rain": a short word with another letter in it is another word. Korean spells the vowels of loans in several ways. */
function isOtherShort(stem: string, meant: string): boolean {
  const short = HANGUL.test(stem) ? SHORT_HANGUL : SHORT;
  if (stem.length > short || stem.length !== meant.length) return false;
  return lettersOf(stem) !== lettersOf(meant);
}

function lettersOf(word: string): string {
  return [...word.replace(HANGUL_VOWELS, "")].sort().join("");
}

const SHORT = 4;
const HANGUL = /^\p{Script=Hangul}+$/u;
const HANGUL_VOWELS = /[\u1161-\u1175]/g;
/** Two syllables. */
const SHORT_HANGUL = 6;

/** A short word for what is done, or one of another language, is no misspelling of a thing: an oven ("Ofen") is not "open". */
function nearestSense(word: Word, { lexicon }: Tables): Omit<Correction, "terms"> | undefined {
  const { stem } = word;
  let best: Omit<Correction, "terms"> | undefined;
  for (const { term, faults } of lexicon.words.near(stem)) {
    const certainty = CERTAINTY[faults] ?? 0;
    const meant = lexicon.words.text(term);
    if ((best && best.certainty > certainty) || isOtherShort(stem, meant)) continue;
    const senses = lexicon.senses(meant);
    const role = ROLES.find((each) => senses.some((sense) => sense.role === each));
    if (isOfEnding(word, faults, lexicon)) continue;
    // of English only what is written nearly so: "accendi" is no agenda
    if (lexicon.isSparse && faults > 1 && !senses.some(isBorrowed)) continue;
    const isDeed = role !== undefined && DEEDS.has(role);
    if (lexicon.isSparse && isDeed && !(stem.length >= SHORTEST_DEED && senses.some(isBorrowed))) continue;
    // "persina" is as nearly a person as a blind ("persiana")
    if (best?.certainty !== certainty) best = role ? { role, senses, certainty } : best;
    else if (best.role === role) best = { ...best, senses: [...best.senses, ...senses] };
  }
  return best;
}

/** What is left of a word with an ending has no two faults: "courrier" is no "courses". */
function isOfEnding({ stem, text }: Word, faults: number, lexicon: Lexicon): boolean {
  return lexicon.isSparse && faults > 1 && text.length > stem.length;
}
