/** The word lists of the languages in use, made ready for looking up. */

import { ordinalsOf, storeysOf } from "./counted.ts";
import { cutAlike, doingsOf, endingsOf, formsOf, otherStemOf, tooLongFor } from "./endings.ts";
import type { Language, SmallSigns } from "./language.ts";
import { spelled } from "./normalise.ts";
import { kindred, phrasesIn, writtenIn } from "./phrases.ts";
import { entries, type Sense } from "./sense.ts";
import { createStates, type States, wordsOf } from "./states.ts";
import { isSpaceless, tokenise } from "./tokenise.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type Lexicon = States & {
  /** Whether a place is told by the form of its word, or by what stands behind it. */
  readonly byCase: boolean;
  /** Whether behind it stands in what something is, a place or a time. */
  leadsIn(word: string): boolean;
  /** Whether behind it stands at what time something is done. */
  leadsToTime(word: string): boolean;
  /** Whether it is a longer small word of the home's language of which nobody knows that what something is in stands behind it: "sauf". */
  mayLeaveOut(word: string): boolean;
  stem(word: string): string;
  /** Another stem that it may have. */
  otherStem(word: string): string | undefined;
  /** The senses of a phrase of stems joined by spaces, at most `longestPhrase` of them. */
  senses(phrase: string): readonly Sense[];
  readonly longestPhrase: number;
  /** How many words the longest of them has that begins with a stem; 1 where there is none. */
  longestFrom(stem: string): number;
  /** Whether a language has it among its small words, by its own endings: "Lotte" is no "lot". */
  isSmallWord(text: string): boolean;
  /** Whether a language lists several forms of it, as of what says how much ("tutto", "tutte"). */
  hasSmallForms(text: string): boolean;
  /** Whether people are at home where they are there: "domu", "huis". */
  isHome(word: string): boolean;
  /** Whether it leads to the home where people are at home: "en" of "en casa". */
  isAtHome(word: string): boolean;
  /** Whether its ending says that what follows is its own ("keittiön"), or that something is in it ("konyhában"). */
  endsAsOwner(word: string): boolean;
  endsAsPlace(word: string): boolean;
  /** Whether it but begins like a word of one language of which the endings of another leave little. */
  isCutAlike(text: string): boolean;
  /** And that it writes so, not by an ending of it: "Anna" is no "annan". */
  writesSmall(text: string): boolean;
  /** The sense of a verb with its particle apart from it ("switch the lamp on"). */
  apart(verb: string, particle: string): Sense | undefined;
  /** Whether there is any such of the verb. */
  mayStandApart(verb: string): boolean;
  isUnit(stem: string): boolean;
  /** Whether it makes a question when it comes first. */
  asks(stem: string): boolean;
  /** Kindred words, or phrases of stems joined by spaces. */
  alike(phrase: string): readonly string[];
  /** Whether it is an everyday word of a language in use, so no misspelling of another. */
  knows(stem: string): boolean;
  /** Whether a place may follow ("in"), and what may stand between ("the"); these take words as written, folded. */
  saysWhere(word: string): boolean;
  isOneOf(word: string): boolean;
  /** Whether the name of an owner may follow ("of"). */
  saysWhose(word: string): boolean;
  /** Whether it tells one thing from another right before its kind. */
  saysSide(word: string): boolean;
  /** Whether it is said of the floors above the lowest over ground, or of that one. */
  saysUpper(word: string): boolean;
  saysLower(word: string): boolean;
  /** How high a floor is in whose name the word stands, ground being 0. */
  storey(stem: string): number | undefined;
  /** Whether what is measured in such a thing is not measured in its room. */
  isVessel(stem: string): boolean;
  /** Which of several it tells by counting them, above the first. */
  ordinal(word: string): number | undefined;
  /** The kinds of the home's language that do what the word is another form of: "Heizung" of "heizen". */
  doing(stem: string): readonly Sense[];
  /** Whether the home's language begins an order with what is to be done; undefined where nobody can tell, and in English. */
  readonly deedsFirst: boolean | undefined;
  /** Whether it stands between a thing and that of which it is ("della"). */
  joins(word: string): boolean;
  /** Whether the home's language has such words: then what tells one thing from another comes behind its kind. */
  readonly joinsThings: boolean;
  /** Of a script without spaces: whether it stands right behind kinds, in Home Assistant's texts. */
  isBehindKinds(word: string): boolean;
  readonly hasParticles: boolean;
  /** Whether the number behind it is that of a place. */
  isNumbered(word: string): boolean;
  /** What begins a further wish, as words. */
  readonly afterthoughts: readonly (readonly string[])[];
  /** What begins that of all which is not meant, as words; and what does so behind a word for all alone. */
  readonly exceptions: readonly (readonly string[])[];
  readonly exceptionsOfAll: readonly (readonly string[])[];
  /** Whether the word stands between two things that are both asked for. */
  isConjunction(word: string): boolean;
  /** Whether a language in use writes every noun with a capital. */
  readonly hasCapitals: boolean;
  /** Whether its ending is so long that it says how: "lentamente". */
  saysHow(word: string): boolean;
  /** A text without its small words that would be kinds but for their marks. */
  withoutSmall(text: string): string;
  /** Whether it is a colour, a half or a courtesy. */
  isManner(word: string): boolean;
  /** Whether it is said of anything anywhere. */
  isEveryday(word: string): boolean;
  /** Of a language without such signs none. */
  readonly smallSigns: SmallSigns;
  /** Whether a language writes a kind, or a part of its phrase, just so; folded. */
  writes(word: string): boolean;
  /** The kinds whose Chinese word has this sign. */
  hanSign(sign: string): readonly Sense[];
  /** The kinds of the home's language whose word has this length and this beginning, but for its last letter. */
  otherEnding(stem: string): readonly (readonly Sense[])[];
  /** Whether words that nobody knows decide nothing: a language in use is known by its words for kinds alone. */
  readonly isSparse: boolean;
  /** The single words that have a sense, for finding the one that a misspelling is meant for. */
  readonly words: Vocabulary;
};

const NO_SIGNS = { alone: [], behind: [], before: [], leads: [], home: [] };
const LONG_ENDING = 5;
const SEVERAL_FORMS = 3;
const SHORTEST_HOME = 4;
const SHORTEST_MANNER = 4;

/** The lists of all languages together: a home is often named in two. */
export function compileLexicon(languages: readonly Language[]): Lexicon {
  const stem = (word: string) => languages.reduce((rest, language) => language.stem(rest), word);
  const stems = (text: string) => tokenise(text).map(stem);
  const { phrases, gapped } = phrasesIn(languages, stem);
  const small = languages.map((language) => smallOf(language));
  const alike = kindred(languages, stems, phrases);
  const units = new Set(languages.flatMap((language) => stems(language.units)));
  const questions = new Set(languages.flatMap((language) => stems(language.questions)));
  // asked for in homes of another language alone
  let written: ReadonlySet<string> | undefined;
  const isManner = anyOf(languages.map(mannerOf));
  return {
    doing: doingsOf(languages, stems, phrases),
    ...placesOf(languages),
    isVessel: wordsOf(languages.map(({ vessels = "" }) => stems(vessels).join(" "))),
    storey: storeysOf(languages),
    ordinal: ordinalsOf(languages),
    deedsFirst: firstOf(languages, ({ deedsFirst }) => deedsFirst),
    joins: wordsOf(languages.flatMap((language) => language.joints ?? [])),
    hasParticles: languages.some(({ particles = "" }) => particles !== ""),
    isBehindKinds: wordsOf(languages.flatMap((language) => language.particles ?? [])),
    joinsThings: languages.some(({ joints = "", particles = "" }) => joints !== "" && particles === ""),
    isConjunction: wordsOf(languages.flatMap((language) => language.conjunctions ?? [])),
    afterthoughts: phrasesOf(languages, ({ afterthoughts }) => afterthoughts),
    exceptions: phrasesOf(languages, ({ exceptions }) => exceptions?.always),
    exceptionsOfAll: phrasesOf(languages, ({ exceptions }) => exceptions?.sole),
    saysHow: (word) => word.length - stem(word).length >= LONG_ENDING,
    isEveryday: anyOf([wordsOf(languages.map(({ everyday = "" }) => everyday)), isManner]),
    isManner,
    withoutSmall: withoutAny(languages.flatMap(({ smallAsWritten = [] }) => smallAsWritten)),
    smallSigns: firstOf(languages, ({ smallSigns }) => smallSigns) ?? NO_SIGNS,
    hasCapitals: languages.some(({ hasCapitals }) => hasCapitals === true),
    stem,
    otherStem: otherStemOf(languages),
    senses: phrases.senses,
    writes(word) {
      written ??= writtenIn(languages);
      return written.has(word);
    },
    longestPhrase: phrases.longest,
    longestFrom: phrases.longestFrom,
    ...homesOf(languages),
    ...endingsOf(languages),
    ...leadingOf(languages, small),
    isCutAlike: cutAlike(languages, stem),
    isSmallWord: (text) => small.some(({ isForm }) => isForm(text)),
    hasSmallForms: (text) => small.some(({ stem, words }) => (words.get(stem(text)) ?? 0) >= SEVERAL_FORMS),
    writesSmall: (text) => small.some(({ written }) => written.has(text)),
    mayStandApart: (verb) => gapped.has(verb),
    apart: (verb, particle) => gapped.get(verb)?.get(particle),
    asks: (word) => questions.has(word),
    ...createStates(languages),
    isUnit: (word) => units.has(word),
    alike: (word) => alike.get(word) ?? [],
    knows: (word) => phrases.known.has(word),
    otherEnding: phrases.otherEnding,
    hanSign: phrases.hanSign,
    byCase: languages.some(({ byCase }) => byCase === true),
    isSparse: languages.some(({ borrowed }) => borrowed === true),
    words: phrases.words,
  };
}

/** "červenou" beside "červená"; and "tamnoplavo" beside "plavo", where things are not joined by words: "Romain" is no "main". */
function mannerOf({ manner = [], joints = "", stem }: Language): (word: string) => boolean {
  const isForm = formsOf(manner);
  const long = manner.filter((word) => word.length >= SHORTEST_MANNER && !isSpaceless(word));
  const stems = new Set(long.map(stem).filter((each) => each.length >= SHORTEST_MANNER));
  const ends = joints === "" ? long : [];
  return (word) => isForm(word) || stems.has(stem(word)) || ends.some((each) => word.endsWith(each));
}

function placesOf(languages: readonly Language[]) {
  const among = (key: keyof NonNullable<Language["places"]>) =>
    wordsOf(languages.flatMap((language) => language.places?.[key] ?? []));
  return {
    saysWhere: among("prepositions"),
    isOneOf: among("determiners"),
    saysWhose: among("owning"),
    isNumbered: among("numbered"),
    saysSide: among("sides"),
    saysUpper: among("upper"),
    saysLower: among("lower"),
  };
}

/** Whether behind a small word stands in what something is, at what time it is done, or that of all which is not meant. */
function leadingOf(languages: readonly Language[], small: readonly ReturnType<typeof smallOf>[]) {
  const leading = languages.flatMap(({ leading }) => leading ?? []);
  const leads = wordsOf([
    ...leading.flatMap((words) => Object.values(words)),
    ...languages.flatMap(({ joints = "", conjunctions = "" }) => [joints, conjunctions]),
  ]);
  const own = small.filter((_, at) => languages[at]?.borrowed);
  return {
    leadsIn: wordsOf(leading.map(({ within }) => within)),
    leadsToTime: wordsOf(leading.map(({ at }) => at)),
    mayLeaveOut: (word: string) =>
      word.length >= SHORTEST_EXCEPTION &&
      !leads(word) &&
      // "nella", "nello", "nelle"
      own.some(
        ({ stem, written, words }) => written.has(word) && (words.get(stem(word)) ?? 0) < SEVERAL_FORMS,
      ),
  };
}

const SHORTEST_EXCEPTION = 4;

function homesOf(languages: readonly Language[]): Pick<Lexicon, "isHome" | "isAtHome"> {
  const homes = languages.flatMap(({ home = [] }) => home);
  const isHouse = anyOf(languages.map(({ houses = [] }) => formsOf(houses)));
  return {
    isHome: (word) =>
      isHouse(word) || (word.length >= SHORTEST_HOME && homes.some((home) => home.includes(word))),
    isAtHome: (word) => homes.includes(word),
  };
}

function withoutAny(small: readonly string[]): (text: string) => string {
  const written = new Set(small);
  if (written.size === 0) return (text) => text;
  return (text) => text.replace(LETTERS, (word) => (written.has(spelled(word)) ? "" : word)).trim();
}

const LETTERS = /[\p{L}\p{M}]+/gu;

function anyOf(tests: readonly ((word: string) => boolean)[]): (word: string) => boolean {
  return (word) => tests.some((holds) => holds(word));
}

function firstOf<Known>(languages: readonly Language[], of: (language: Language) => Known | undefined) {
  return languages.map(of).find((known) => known !== undefined);
}

function phrasesOf(languages: readonly Language[], of: (language: Language) => string | undefined) {
  return languages.flatMap((language) => entries(of(language) ?? "").map(tokenise));
}

function smallOf({ stem, soft, softPhrases, units, questions }: Language) {
  const written = new Set(tokenise(`${soft} ${softPhrases} ${units} ${questions}`));
  const words = new Map<string, number>();
  for (const each of [...written].map(stem)) words.set(each, (words.get(each) ?? 0) + 1);
  const isTooLong = tooLongFor(written, stem);
  const isForm = (text: string) => {
    const stemmed = stem(text);
    return words.has(stemmed) && !isTooLong(text, stemmed);
  };
  return { stem, written, words, isForm };
}
