/** The language of a home, out of Home Assistant's own words for it; small words and stems from libraries. */

import { aTurn, eachInTurns } from "../../../core/turns.ts";
import { signWordsOf } from "../cldr/sign-words.ts";
import { segmentsOf } from "../icu.ts";
import type { Concept, Language, Role } from "../language.ts";
import { compileLexicon, type Lexicon } from "../lexicon.ts";
import { fold } from "../normalise.ts";
import { raise, raiseAll, type Sense, type Serving, textOf } from "../sense.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";
import { writesCapitals } from "./capitals.ts";
import { english } from "./en.ts";
import { everydayWords } from "./everyday-words.ts";
import { conjunctionsOf, endingsBeside, leadingWords, unitsOf } from "./icu-words.ts";
import { jointsIn } from "./joints.ts";
import { learntWords } from "./learnt-words.ts";
import { deedsFirst } from "./orders.ts";
import { particlesIn } from "./particles.ts";
import { smallSignsOf, smallWordsOf } from "./small-words.ts";
import { stateWords } from "./state-words.ts";
import { stemmerFor } from "./stems.ts";

/** Key of Home Assistant's `frontend/get_translations` → text in the language. */
export type Translations = Readonly<Record<string, string>>;

/** What no text of Home Assistant's tells. */
const NONE_OF_OURS = { questions: "", alike: [], known: "" } as const;

const TITLE = /^component\.([a-z_]+)\.(?:title|entity_component\._\.name)$/;
/** Of a domain that has entities. */
const COMPONENT = /^component\.([a-z_]+)\.entity_component\./;
const CLASS = /^component\.([a-z_]+)\.entity_component\.([a-z0-9_]+)\.name$/;
const SERVICE = /^component\.[a-z_]+\.services\.[a-z_]+\.name$/;
const AT_HOME = /^component\.(?:person|device_tracker)\.entity_component\._\.state\.home$/;
const STATE = /^component\.([a-z_]+)\.entity_component\.([a-z0-9_]+)\.state\.([a-z0-9_]+)$/;

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

/** What people mean when they name them is rather something else. */
const NOT_MEANT: ReadonlySet<string> = new Set([
  "sensor",
  "binary_sensor",
  "number",
  "select",
  "text",
  "event",
]);

/**
 * `code` as Home Assistant has it (`de`, `pt-BR`, `zh-Hans`); `allTranslations` its words in that language, `inEnglish` the
 * same in English, by which a word takes over what its English twin means.
 */
export async function homeLanguage(
  code: string,
  allTranslations: Translations,
  inEnglish: Translations,
): Promise<Language> {
  const small = await smallWordsOf(code);
  const stem = await stemmerFor(code);
  // endings cost some hundredths of a millisecond each, and the stemmer remembers
  const names = Object.entries(allTranslations).flatMap(([key, text]) => (DETAIL.test(key) ? [] : [text]));
  const texts = [...names, ...small, ...textsOf(english)];
  await eachInTurns(texts, (text) => {
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
  const degrees = sensesOf("degree", lexicon);
  for (const word of units.degrees) if (!kinds.has(word)) kinds.set(word, kindOf("act", degrees));
  const done = [...wordsOf(translations, SERVICE, code), ...wordsOf(translations, STATE, code)];
  const concepts = [...kinds].map(([words, kind]): Concept => {
    const { role, twins, general, embraces } = kind;
    return { words, serves: textOf(kind), role, twins, general, embraces };
  });
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
    softPhrases: [...new Set(done)].filter((word) => !kinds.has(word)).join(", "),
    // "por" of "por ciento" counts nothing
    units: [...units.alone, ...units.all.filter((word) => !isSmall.has(word))].join(" "),
    concepts,
    doings: doingsIn(translations, inEnglish, lexicon).join(", "),
    ...(await stateWords(allTranslations, inEnglish, { code, stem, isOther, isEnglishKind })),
    conjunctions: conjunctionsOf(code).join(" "),
    joints: [...jointsIn(allTranslations, isSmall), ...particles.joining].join(" "),
    endings: endingsBeside(code, [...named.keys()], wordsOf(allTranslations, STATE, code)),
    particles: particles.all.join(" "),
    deedsFirst: deedsFirst(textsUnder(translations, SERVICE), isKind),
    leading: leadingWords(code, (word) => isSmall.has(word)),
    hasCapitals: await writesCapitals(names, isKind),
    everyday: [...(await everydayWords(code, Object.values(allTranslations)))]
      .filter((word) => !beginnings.has(word))
      .join(" "),
    ...(await signWordsOf(code)),
    byCase: BY_CASE.has(code),
    home: [...new Set(wordsOf(allTranslations, AT_HOME, code))],
    smallSigns: await smallSignsOf(code, textsUnder(allTranslations, AT_HOME)),
    ...NONE_OF_OURS,
  };
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

/** What is said of things, of their kinds, states and services; not the names of integrations. */
function ofThings(texts: Translations): Translations {
  const domains = new Set(Object.keys(texts).flatMap((key) => COMPONENT.exec(key)?.[1] ?? []));
  // of those that English has a word for
  const served = new Set(
    english.concepts.flatMap(({ serves }) => serves.match(/[a-z_]+(?= |,|\.|$)/g) ?? []),
  );
  const isOfThing = (key: string) => {
    const [, domain] = TITLE.exec(key) ?? [];
    if (domain === undefined) return [CLASS, SERVICE, STATE].some((keys) => keys.test(key));
    return domains.has(domain) || served.has(domain);
  };
  return Object.fromEntries(Object.entries(texts).filter(([key]) => isOfThing(key)));
}

type Kind = Serving & {
  readonly role: Role;
  /** Concepts of English. */
  readonly twins: readonly string[];
  readonly general: boolean;
  readonly embraces: boolean;
};

/** The word or words for a kind → what serves it. */
function kindsIn(
  translations: Translations,
  inEnglish: Translations,
  lexicon: Lexicon,
): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const [key, text, twin] of eachText(translations, inEnglish)) {
    const senses = sensesOf(twin, lexicon);
    const target = targetOf(key) ?? (isSpaceless(text) ? undefined : doneBy(key, senses));
    if (target === undefined) continue;
    for (const words of wordingsOf(text)) {
      const { role, twins, general, embraces, ...serving }: Kind = kinds.get(words) ?? {
        serves: new Map(),
        unclassed: new Set(),
        role: "hint",
        twins: [],
        general: false,
        embraces: false,
      };
      raise(serving, target, 1);
      for (const sense of senses) raiseAll(serving, sense);
      const isNoun = senses.length === 0 || senses.some((sense) => sense.role === "noun");
      const concepts = [...twins, ...senses.flatMap((sense) => [...sense.concepts])];
      kinds.set(words, {
        ...serving,
        role: isNoun ? "noun" : role,
        twins: concepts,
        general: general || senses.some((sense) => sense.general),
        embraces: embraces || senses.some((sense) => sense.embraces),
      });
    }
  }
  return kinds;
}

function kindOf(role: Role, senses: readonly Sense[]): Kind {
  const serving: Serving = { serves: new Map(), unclassed: new Set() };
  for (const sense of senses) raiseAll(serving, sense);
  return {
    ...serving,
    role,
    twins: senses.flatMap((sense) => [...sense.concepts]),
    general: senses.some((sense) => sense.general),
    embraces: senses.some((sense) => sense.embraces),
  };
}

/** With its English twin; of "Heizen/Kühlen" each part with its own. */
function eachText(
  translations: Translations,
  inEnglish: Translations,
): readonly (readonly [key: string, text: string, twin: string])[] {
  return Object.entries(translations).flatMap(([key, text]) => {
    const twin = inEnglish[key] ?? "";
    const [parts, twins] = [text.split("/"), twin.split("/")];
    const isApart = STATE.test(key) && parts.length > 1 && parts.length === twins.length;
    return isApart
      ? parts.map((part, at) => [key, part, twins[at] ?? ""] as const)
      : [[key, text, twin] as const];
  });
}

/** `light`, or `binary_sensor.door`; undefined for what names no kind. */
function targetOf(key: string): string | undefined {
  const [, domain] = TITLE.exec(key) ?? [];
  if (domain !== undefined) return NOT_MEANT.has(domain) ? undefined : domain;
  const [, of, deviceClass] = CLASS.exec(key) ?? [];
  return deviceClass === undefined ? undefined : `${of}.${deviceClass}`;
}

/** "Riscaldamento" is what a thermostat does, and what people call it. */
function doneBy(key: string, senses: readonly Sense[]): string | undefined {
  const [, domain = "", deviceClass] = STATE.exec(key) ?? [];
  const isKind = ({ role, serves }: Sense) => role === "noun" && serves.get(domain) === 1;
  return deviceClass === "_" && senses.some(isKind) ? domain : undefined;
}

/** "Heizen": words for kinds, of which things are called by other forms ("Heizung"). */
function doingsIn(translations: Translations, inEnglish: Translations, lexicon: Lexicon): readonly string[] {
  return eachText(translations, inEnglish).flatMap(([key, text, twin]) => {
    const isDone = !isSpaceless(text) && doneBy(key, sensesOf(twin, lexicon)) !== undefined;
    return isDone ? wordingsOf(text).filter((words) => !words.includes(" ")) : [];
  });
}

/** "Licht/Lampe", "Lampe (Decke)": each by itself, without what is in brackets. */
function wordingsOf(text: string): readonly string[] {
  const parts = text.replace(/\([^)]*\)/g, "").split(/[/,;]/);
  return parts.map((part) => tokenise(part).join(" ")).filter((words) => words !== "");
}

function sensesOf(twin: string, lexicon: Lexicon): readonly Sense[] {
  const words = tokenise(twin).map(lexicon.stem);
  return words.length === 0 ? [] : lexicon.senses(words.join(" ")).filter(({ role }) => role !== "soft");
}

function wordsOf(translations: Translations, keys: RegExp, code: string): readonly string[] {
  return textsUnder(translations, keys).flatMap((text) => wordsIn(text, code));
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
