/** The language of a home, out of Home Assistant's own words for it; small words and stems from libraries. */

import { aTurn, eachInTurns } from "../../../core/turns.ts";
import { type SignWords, signWordsOf } from "../cldr/sign-words.ts";
import { segmentsOf } from "../icu.ts";
import type { Concept, Language } from "../language.ts";
import { compileLexicon, type Lexicon } from "../lexicon.ts";
import { fold } from "../normalise.ts";
import { entries, textOf } from "../sense.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";
import { writesCapitals } from "./capitals.ts";
import { english } from "./english/en.ts";
import { everydayWords } from "./everyday-words.ts";
import { conjunctionsOf, endingsBeside, leadingWords, type Units, unitsOf } from "./icu-words.ts";
import { jointsIn } from "./joints.ts";
import {
  doingsIn,
  type KindCalled,
  kindOf,
  kindsIn,
  kindsWritten,
  ofThings,
  SERVICE,
  STATE,
  sensesOf,
  type Translations,
} from "./kinds-called.ts";
import { learntWords } from "./learnt-words.ts";
import { deedsFirst } from "./orders.ts";
import { particlesIn } from "./particles.ts";
import { smallSignsOf, smallWordsLike, smallWordsOf } from "./small-words.ts";
import { stateWords } from "./state-words.ts";
import { stemmerFor } from "./stems.ts";

/** What no text of Home Assistant's tells. */
const NONE_OF_OURS = { questions: "", alike: [], known: "" } as const;

const AT_HOME = /^component\.(?:person|device_tracker)\.entity_component\._\.state\.home$/;

/** Languages in which the form of a word tells that something is in it. */
const BY_CASE: ReadonlySet<string> = new Set([
  "et",
  "eu",
  "fi",
  "hu",
  "hy",
  "ka",
  "lt",
  "lv",
  "ml",
  "ta",
  "te",
  "tr",
]);

/** What explains a service, a condition or its fields. */
const DETAIL = /\.(?:fields|description)\b/;

/**
 * `code` as Home Assistant has it (`de`, `pt-BR`, `zh-Hans`); `texts` its words in that language, `inEnglish` the
 * same in English, by which a word takes over what its English twin means.
 */
export async function homeLanguage(
  code: string,
  texts: Translations,
  inEnglish: Translations,
): Promise<Language> {
  const allTranslations = translated(texts, inEnglish);
  const small = await smallWordsOf(code);
  const stem = await stemmerFor(code);
  // endings cost some hundredths of a millisecond each, and the stemmer remembers
  const names = Object.entries(allTranslations).flatMap(([key, text]) => (DETAIL.test(key) ? [] : [text]));
  await eachInTurns([...names, ...small, ...textsOf(english)], (text) => {
    for (const word of tokenise(text)) for (const each of [word, english.stem(word)]) stem(each);
  });
  const lexicon = compileLexicon([english]);
  await aTurn();
  const translations = ofThings(allTranslations);
  await aTurn();
  const named = kindsIn(translations, inEnglish, lexicon);
  const kinds = new Map(named);
  // "alle" is no kind, though every service says it
  const isSmall = new Set(small);
  const learnt = await learntWords(translations, inEnglish, { code, stem, lexicon });
  for (const { word, role, senses } of learnt)
    if (!kinds.has(word) && !isSmall.has(word)) kinds.set(word, kindOf(role, senses));
  const units = unitsOf(code);
  const { things, without, ...signs } = await signWordsOf(code);
  for (const [word, kind] of thingsIn(things, lexicon))
    if (kinds.get(word)?.role !== "noun") kinds.set(word, kind);
  const done = [...wordsOf(translations, SERVICE, code), ...stateNames(translations, code)];
  await aTurn();
  const beginnings = beginningsOf(named.keys());
  const isEnglishKind = (stemmed: string) =>
    lexicon
      .senses(stemmed)
      .some(({ role, serves }) => role === "noun" || (role === "hint" && serves.size === 1));
  const isOther = (word: string) => isSmall.has(word) || named.has(word) || kinds.get(word)?.role === "noun";
  const isKind = (word: string) => kinds.get(word)?.role === "noun";
  const particles = particlesIn(Object.values(translations), code, isKind);
  return {
    code,
    borrowed: true,
    stem,
    soft: [...isSmall, ...units.times].filter((word) => !kinds.has(word)).join(" "),
    smallAsWritten: await smallWordsLike(kindsWritten(translations), code, isKind),
    softPhrases: [...new Set(done)].filter((word) => !kinds.has(word)).join(", "),
    // "por" of "por ciento" counts nothing
    units: [...units.alone, ...units.degrees, ...units.all.filter((word) => !isSmall.has(word))].join(" "),
    concepts: [...conceptsOf(kinds), ...degreesIn(units, kinds, lexicon)],
    doings: doingsIn(translations, inEnglish, lexicon).join(", "),
    ...(await stateWords(allTranslations, inEnglish, { code, stem, isOther, isEnglishKind })),
    conjunctions: conjunctionsOf(code).join(" "),
    exceptions: { always: without.filter((word) => saysNoState(word, allTranslations)).join(", "), sole: "" },
    joints: [...jointsIn(allTranslations, isSmall), ...particles.joining].join(" "),
    endings: endingsBeside(code, [...named.keys()], wordsOf(allTranslations, STATE, code)),
    particles: particles.all.join(" "),
    deedsFirst: deedsFirst(textsUnder(translations, SERVICE), isKind),
    leading: leadingWords(code, (word) => isSmall.has(word)),
    hasCapitals: await writesCapitals(names, isKind),
    everyday: [...(await everydayWords(code, Object.values(allTranslations)))]
      .filter((word) => !beginnings.has(word))
      .join(" "),
    ...signs,
    byCase: BY_CASE.has(code),
    home: [...new Set(wordsOf(allTranslations, AT_HOME, code))],
    smallSigns: await smallSignsOf(code, textsUnder(allTranslations, AT_HOME)),
    ...NONE_OF_OURS,
  };
}

/** Without what Home Assistant answers in English for want of a translation. */
function translated(texts: Translations, inEnglish: Translations): Translations {
  return Object.fromEntries(Object.entries(texts).filter(([key, text]) => text !== inEnglish[key]));
}

function conceptsOf(kinds: ReadonlyMap<string, KindCalled>): readonly Concept[] {
  return [...kinds].map(([words, kind]) => {
    const { role, twins, general, embraces } = kind;
    return { words, serves: textOf(kind), role, twins, general, embraces };
  });
}

/** In Vietnamese "without" is "not" as well. */
function saysNoState(word: string, translations: Translations): boolean {
  return !textsUnder(translations, STATE).some((text) => tokenise(text).includes(word));
}

/** What is set to so many, and what is asked how many it has. */
function degreesIn(
  { degrees }: Units,
  kinds: ReadonlyMap<string, KindCalled>,
  lexicon: Lexicon,
): readonly Concept[] {
  const words = degrees.filter((word) => kinds.get(word)?.role !== "noun");
  return sensesOf("degree", lexicon).map(({ unclassed, serves, servesAsked, concepts }) => ({
    words: words.join(", "),
    serves: textOf({ serves: new Map(serves), unclassed: new Set(unclassed) }),
    servesAsked: textOf({ serves: new Map(servesAsked), unclassed: new Set(unclassed) }),
    role: "act",
    twins: concepts,
  }));
}

/** "テレビ", for which Home Assistant has no word; music is played, and is no thing. */
function thingsIn(things: SignWords["things"], lexicon: Lexicon): readonly (readonly [string, KindCalled])[] {
  return Object.entries(things).flatMap(([twin, called]) => {
    const senses = sensesOf(twin, lexicon);
    const kind = kindOf(senses.some(({ role }) => role === "noun") ? "noun" : "verb", senses);
    return entries(called).map((word) => [word, kind] as const);
  });
}

function textsOf({ concepts, soft, softPhrases, known, units, alike }: Language): readonly string[] {
  return [
    ...concepts.map(({ words }) => words),
    ...alike,
    softPhrases,
    units,
    ...`${soft} ${known}`.split(/\s+/),
  ];
}

function wordsOf(translations: Translations, keys: RegExp, code: string): readonly string[] {
  return textsUnder(translations, keys).flatMap((text) => wordsIn(text, code));
}

/** What states are called; of signs without spaces but whole: 电视节目 is none of 电视. */
function stateNames(translations: Translations, code: string): readonly string[] {
  return textsUnder(translations, STATE).flatMap((text) => {
    const words = wordsIn(text, code);
    return isSpaceless(text) && words.length > 1 ? [] : words;
  });
}

function textsUnder(translations: Translations, keys: RegExp): readonly string[] {
  return Object.entries(translations).flatMap(([key, text]) => (keys.test(key) ? [text] : []));
}

/** The first two signs of longer words for kinds: 车库 of 车库门 is a place as well. */
function beginningsOf(kinds: Iterable<string>): ReadonlySet<string> {
  const isOneWord = (first: string, second: string | undefined) =>
    second?.startsWith(first.slice(1)) === true;
  return new Set(
    [...kinds].flatMap((kind) => {
      const [first = "", second] = HAN_PAIRS.test(kind) ? kind.split(" ") : [];
      return isOneWord(first, second) ? [first] : [];
    }),
  );
}

const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;
const HAN_PAIR = /^\p{Script=Han}{2}$/u;
const HAN_PAIRS = /^\p{Script=Han}{2}(?: \p{Script=Han}{2})+$/u;

/**
 * Of two signs those alone that the dictionary has in one word: 开灯 in 打开灯光 is none. What is written in Katakana is one word
 * as a whole: "スタ" of スタート is also in パスタ.
 */
function wordsIn(text: string, code: string): readonly string[] {
  const words = tokenise(text);
  if (!words.some((word) => HAN_PAIR.test(word) || KATAKANA.test(word))) return words;
  const segments = segmentsOf(fold(text), code);
  const isOne = (word: string) => !HAN_PAIR.test(word) || segments.some((segment) => segment.includes(word));
  const katakana = segments
    .filter((segment) => KATAKANA.test(segment))
    .map((word) => tokenise(word).join(" "));
  return [...words.filter((word) => !KATAKANA.test(word) && isOne(word)), ...katakana];
}
