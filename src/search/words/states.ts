/** Words for the states that things are in, of all languages in use, ready for looking up. */

import { editDistance } from "../../core/nearest.ts";
import { tooLongFor } from "./endings.ts";
import type { Language, StateAsking, StateWords } from "./language.ts";
import { tokenise } from "./tokenise.ts";

/** `domain`, `domain.class` or `*` → state filters, any of which holds. */
export type StateTargets = ReadonlyMap<string, readonly string[]>;

/** All of these take words as written, folded. */
export type States = {
  /** What is in the state that a word or phrase says. */
  states(phrase: string): StateTargets | undefined;
  /** Whether the first word asks for all things in a state. */
  asksForAll(word: string): boolean;
  /** Whether a language that tells questions from orders has the word for a state. */
  mayAskState(word: string): boolean;
  /** Of these words, whether it asks only beside a kind that has such a state. */
  asksBesideKind(word: string): boolean;
  /** Of these words, whether it is also what is to be done. */
  mayBeOrder(word: string): boolean;
  mayBeginOrder(word: string): boolean;
  isLink(word: string): boolean;
  isDeterminer(word: string): boolean;
  isRelative(word: string): boolean;
  isParticle(word: string): boolean;
  isParticiple(word: string): boolean;
  isMany(word: string): boolean;
  /** The same of the home's language, which shows by its form alone what it asks for. */
  readonly byForm: ByForm | undefined;
};

export type ByForm = {
  /** Every word for a state, as its texts have it. */
  readonly words: readonly string[];
  /** Whether a word for a state is written so; folded. */
  writes(word: string): boolean;
  states(word: string): StateTargets | undefined;
  /** "offen", beside what is done: "öffnen". */
  statesNearDeed(word: string): StateTargets | undefined;
  /** "otwarte", beside the state that is written "otwarto": another last letter. */
  statesAlike(word: string): StateTargets | undefined;
  /** Whether what is done is written so, or begins with it as a small word ("aus" of "ausschalten"). */
  isDeed(word: string): boolean;
  hasStemOfDeed(word: string): boolean;
  /** Whether what is done has the stem behind another syllable: that of "schalte" in "einschalten". */
  isInDeed(stem: string): boolean;
  /** Whether it stands in what services are called, and is no small word. */
  isOfService(word: string): boolean;
  /** Whether it switches a thing on or off, so sets it to no value. */
  switches(word: string): boolean;
};

type Table = ReadonlyMap<string, string>;
type Stem = (word: string) => string;

/** Whether a word is one of some that are separated by spaces. */
export function wordsOf(lines: readonly string[]): (word: string) => boolean {
  const words = new Set(lines.flatMap((line) => line.split(" ")));
  words.delete("");
  return (word) => words.has(word);
}

export function createStates(languages: readonly Language[]): States {
  const tables = languages.map(({ states, stem }) => ({ stem, table: tableOf(states, stem) }));
  const asking = languages.flatMap(({ stateAsking }) => stateAsking ?? []);
  const among = (key: keyof StateAsking) => wordsOf(asking.map((each) => each[key]));
  const wordsIn = (states: readonly StateWords[]) =>
    new Set(states.flatMap(({ words }) => entries(words)).map((word) => tokenise(word).join(" ")));
  const asked = languages.flatMap(({ states, stateAsking }) => (stateAsking ? states : []));
  const askable = wordsIn(asked.filter(({ asks }) => asks !== "never"));
  const besides = wordsIn(asked.filter(({ asks }) => asks === "beside"));
  const [own] = languages.filter(({ borrowed }) => borrowed);
  return {
    states(phrase) {
      const words = tokenise(phrase);
      return targetsOf(tables.flatMap(({ table, stem }) => table.get(words.map(stem).join(" ")) ?? []));
    },
    asksForAll: among("all"),
    mayAskState: (word) => askable.has(word),
    asksBesideKind: (word) => besides.has(word),
    mayBeOrder: among("orders"),
    mayBeginOrder: among("every"),
    isLink: among("links"),
    isDeterminer: among("determiners"),
    isRelative: among("relatives"),
    isParticle: among("particles"),
    isParticiple: among("participles"),
    isMany: among("many"),
    byForm: own && byFormOf(own),
  };
}

const SHORTEST_NEAR = 3;
const SHORTEST_BEGINNING = 4;
const LONGEST_ENDING = 2;
const SHORTEST_SWITCH = 4;
const SHORTEST_IN_DEED = 5;
/** "ein", "fel" */
const LONGEST_PREFIX = 3;

function byFormOf({ stem, states, soft, deeds = "", switching = "", deedStates = [] }: Language): ByForm {
  const table = tableOf(states, stem);
  const near = byBeginning([...tableOf(deedStates, stem)], ([deed]) => [deed], SHORTEST_NEAR);
  const deedsWritten = new Set(tokenise(deeds));
  const stems = new Set([...deedsWritten].map(stem));
  const prefixes = Array.from({ length: LONGEST_PREFIX }, (_, before) => before + 1);
  const behindPrefix = byBeginning(
    [...stems],
    (deed) => prefixes.map((length) => deed.slice(length)),
    SHORTEST_IN_DEED,
  );
  const switched = byBeginning([...new Set(tokenise(switching))], (known) => [known], SHORTEST_SWITCH);
  const single = states.flatMap(({ words, are }) =>
    entries(words).flatMap((phrase) => {
      const [word, ...more] = tokenise(phrase);
      return word === undefined || more.length > 0 ? [] : [[word.normalize("NFD"), are] as const];
    }),
  );
  const written = byBeginning(single, ([known]) => [known], SHORTEST_BEGINNING);
  const small = new Set(tokenise(soft));
  const smallDeeds = new Set([...deedsWritten].flatMap(beginningsOf).filter((word) => small.has(word)));
  const phrases = states.flatMap(({ words }) => entries(words));
  const spelled = new Set(phrases.map((word) => tokenise(word).join(" ")));
  const isTooLong = tooLongFor(spelled, stem);
  return {
    writes: (word) => spelled.has(word),
    words: [...new Set(phrases)],
    states(word) {
      const are = table.get(tokenise(word).map(stem).join(" "));
      return are === undefined || isTooLong(word, stem(word)) ? undefined : targetsOf([are]);
    },
    statesNearDeed(word) {
      const own = stem(word);
      if (own.length < SHORTEST_NEAR || stems.has(own)) return undefined;
      const found = near(own).filter(([deed]) => deed.startsWith(own) && editDistance(deed, own, 1) === 1);
      return found.length === 1 ? targetsOf(found.map(([, are]) => are)) : undefined;
    },
    statesAlike(word) {
      const letters = word.normalize("NFD");
      const beginning = letters.slice(0, -1);
      if (beginning.length < SHORTEST_BEGINNING) return undefined;
      const isAlike = (known: string) => known.length === letters.length && known.startsWith(beginning);
      // "allumées" of "allumé", the endings of which no stemmer takes that is not told of its accents
      const isLonger = (known: string) =>
        known.length < letters.length &&
        letters.length - known.length <= LONGEST_ENDING &&
        known.length > SHORTEST_BEGINNING &&
        letters.startsWith(known);
      const begun = written(letters);
      const same = begun.filter(([known]) => isAlike(known));
      const found = same.length > 0 ? same : begun.filter(([known]) => isLonger(known));
      return targetsOf(found.map(([, are]) => are));
    },
    isDeed: (word) => deedsWritten.has(word) || smallDeeds.has(word),
    isOfService: (word) => deedsWritten.has(word) && !small.has(word),
    // "zapni", where what is on is "zapnuto"
    switches: (word) =>
      word.length >= SHORTEST_SWITCH &&
      switched(word).some((known) =>
        known.startsWith(word.slice(0, Math.max(SHORTEST_SWITCH, word.length - LONGEST_ENDING))),
      ),
    hasStemOfDeed: (word) => stems.has(stem(word)),
    isInDeed(own) {
      if (own.length < SHORTEST_IN_DEED) return false;
      return behindPrefix(own).some((deed) => deed.indexOf(own) > 0 && deed.indexOf(own) <= LONGEST_PREFIX);
    },
  };
}

/** What begins with as many letters as a word does, in order; `of`: that which begins so. */
function byBeginning<Each>(
  all: readonly Each[],
  of: (each: Each) => readonly string[],
  length: number,
): (word: string) => readonly Each[] {
  const lists = new Map<string, Each[]>();
  for (const each of all)
    for (const text of of(each)) {
      const beginning = text.slice(0, length);
      const list = lists.get(beginning);
      if (list) list.push(each);
      else if (text.length >= length) lists.set(beginning, [each]);
    }
  return (word) => lists.get(word.slice(0, length)) ?? [];
}

function beginningsOf(word: string): readonly string[] {
  return Array.from({ length: word.length }, (_, at) => word.slice(0, at + 1));
}

/** As it is written: hardly any of it is ever looked up. */
function tableOf(states: readonly StateWords[], stem: Stem): Table {
  const table = new Map<string, string>();
  for (const { words, are } of states)
    for (const phrase of entries(words)) {
      const key = tokenise(phrase).map(stem).join(" ");
      const known = table.get(key);
      table.set(key, known === undefined ? are : `${known}, ${are}`);
    }
  return table;
}

function targetsOf(are: readonly string[]): StateTargets | undefined {
  if (are.length === 0) return undefined;
  const targets = new Map<string, string[]>();
  for (const entry of are.flatMap(entries)) {
    const [target = "", ...filter] = entry.split(" ");
    targets.set(target, [...new Set([...(targets.get(target) ?? []), filter.join(" ")])]);
  }
  return targets;
}

function entries(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
