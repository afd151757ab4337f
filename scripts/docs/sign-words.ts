/** What languages say for colours, halves, thanks, a house, some things in it, music, "without" and "less", out of the names and keywords that Unicode's CLDR has for signs. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { segmentsOf } from "../../src/search/words/icu.ts";
import { smallWordsOf } from "../../src/search/words/languages/small-words.ts";
import { fold } from "../../src/search/words/normalise.ts";
import { isSpaceless, tokenise } from "../../src/search/words/tokenise.ts";

/** Signs of the same forms in each of the colours. */
const COLOURS = ["🔴🟥❤", "🟠🟧🧡", "🟡🟨💛", "🟢🟩💚", "🔵🟦💙", "🟣🟪💜", "🟤🟫🤎", "⚫⬛🖤", "⚪⬜🤍"];
/** Of a colour's signs so many share its word; what is said of more colours is the form. */
const SIGNS = 2;
const COLOURS_ALIKE = 2;
const HALVES = "◐◑◒◓◖◗◠◡";
/** So many of them have the word for a half; what whole ones have as well is the form. */
const HALVED = 4;
const WHOLES = "○●◯";
/** Folded hands, a house: whatever is said of them is meant. */
const THANKS = "🙏";
const HOUSE = "🏠";
/** English for a thing → its sign. */
const THINGS = {
  battery: "🔋",
  camera: "📷",
  door: "🚪",
  "light bulb": "💡",
  radio: "📻",
  television: "📺",
  thermometer: "🌡",
  window: "🪟",
} as const;
/** English for a thing → a sign of it, more of the same, and of how many of these a word of the first is said as well. */
const SHARED = {
  light: ["💡", "🔦🕯🏮🪔🚨🔆", 2],
  lock: ["🔒", "🔓🔏🔐🔑🗝", 4],
  music: ["🎵", "🎶🎼🎧🎤🎷🎸🎹🎺🎻🥁", 7],
} as const;
/** "Face without mouth", "snowman without snow", and the same with it: of so many the names have the word. */
const LACKING = "😶🍵⛄";
const HAVING = "😮☃";
const LACKED = 2;
/** What it is called by a small word: "menos". */
const LESS = "➖";
/** Forms of one word begin alike: a colour with so many letters, a half with one more. */
const BEGINNING = 3;
const ANNOTATIONS = fileURLToPath(
  new URL("annotations", import.meta.resolve("cldr-annotations-full/package.json")),
);
const ENGLISH = /^en(?:-|$)/;

type Texts = { readonly default?: readonly string[]; readonly tts?: readonly string[] };
type TextsOf = (sign: string) => Texts;
type SaidOf = (sign: string) => readonly string[];

/** Language as CLDR has it → the words of each sort, folded, separated by spaces. */
export async function signWordsFile(): Promise<string> {
  const languages = readdirSync(ANNOTATIONS).filter((code) => !ENGLISH.test(code));
  const small = await Promise.all(languages.map(smallWordsOf));
  const words = languages.flatMap((code, at) => {
    const annotations = annotationsOf(code);
    const saidOf = wordsOf(annotations, code);
    const manner = new Set([...coloursIn(saidOf), ...halvesIn(saidOf), ...saidOf(THANKS)]);
    const houses = new Set(saidOf(HOUSE));
    return manner.size === 0
      ? []
      : [
          [
            code,
            {
              manner: [...manner].join(" "),
              houses: [...houses].join(" "),
              without: withoutIn(annotations, new Set(small[at])),
              things: thingsIn(annotations),
            },
          ],
        ];
  });
  return `${JSON.stringify(Object.fromEntries(words), null, 2)}\n`;
}

function annotationsOf(code: string): TextsOf {
  const file = JSON.parse(readFileSync(`${ANNOTATIONS}/${code}/annotations.json`, "utf8"));
  const annotations: Readonly<Record<string, Texts>> = file.annotations.annotations ?? {};
  return (sign) => annotations[sign] ?? annotations[`${sign}\ufe0f`] ?? {};
}

function wordsOf(textsOf: TextsOf, code: string): SaidOf {
  const wordsIn = (text: string) =>
    isSpaceless(text)
      ? segmentsOf(fold(text), code).filter((word) => tokenise(word).length > 0)
      : tokenise(text);
  const known = new Map<string, readonly string[]>();
  return (sign) => {
    const { default: keywords = [], tts = [] } = textsOf(sign);
    const words = known.get(sign) ?? [...keywords, ...tts].flatMap(wordsIn);
    known.set(sign, words);
    return words;
  };
}

/** By their names, separated by commas. */
function thingsIn(textsOf: TextsOf): Readonly<Record<string, string>> {
  const named = Object.entries(THINGS).map(([english, sign]) => [english, textsOf(sign).tts ?? []] as const);
  const shared = Object.entries(SHARED).map(
    ([english, [sign, others, least]]) => [english, sharedBy(sign, others, least, textsOf)] as const,
  );
  const enough = named.map(([english, names]) => [english, names.filter(saysEnough)] as const);
  const called = [...enough, ...shared].flatMap(([english, names]) =>
    names.length === 0 ? [] : [[english, names.map((name) => tokenise(name).join(" ")).join(", ")]],
  );
  return Object.fromEntries(called);
}

function sharedBy(sign: string, others: string, least: number, textsOf: TextsOf): readonly string[] {
  const { default: keywords = [] } = textsOf(sign);
  const isOf = (other: string, word: string) => textsOf(other).default?.includes(word) === true;
  return keywords.filter((word) => [...others].filter((other) => isOf(other, word)).length >= least);
}

/** In Chinese signs, and in letters without spaces, what stands beside a name tells which thing it is. */
function saysEnough(name: string): boolean {
  return [...name].length > 1 && (!isSpaceless(name) || KANA.test(name));
}

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The word that tells those without from those with it, if it is but one; and what is small of what is called "less". */
function withoutIn(textsOf: TextsOf, small: ReadonlySet<string>): string {
  const namesOf = (signs: string) =>
    [...signs].map((sign) => new Set((textsOf(sign).tts ?? []).flatMap(tokenise)));
  const lacking = namesOf(LACKING);
  const having = namesOf(HAVING);
  const isLacking = (word: string) =>
    lacking.filter((name) => name.has(word)).length >= LACKED &&
    !having.some((name) => name.has(word)) &&
    !isSpaceless(word);
  const words = new Set(lacking.flatMap((name) => [...name].filter(isLacking)));
  const { default: keywords = [], tts = [] } = textsOf(LESS);
  // what its marks alone tell from another is not the small word that is listed
  const less = [...tts, ...keywords].filter((word) => small.has(word));
  return [...new Set([...(words.size === 1 ? words : []), ...less])].join(" ");
}

function coloursIn(saidOf: SaidOf): readonly string[] {
  return COLOURS.flatMap((signs) => {
    const isColour = (word: string) =>
      timesIn(signs, word, saidOf) >= SIGNS &&
      COLOURS.filter((other) => timesIn(other, word, saidOf) > 0).length <= COLOURS_ALIKE;
    return [...signs].flatMap(saidOf).filter(isColour);
  });
}

function halvesIn(saidOf: SaidOf): readonly string[] {
  const isHalf = (word: string) =>
    timesIn(HALVES, word, saidOf, BEGINNING + 1) >= HALVED &&
    timesIn(WHOLES, word, saidOf, BEGINNING + 1) === 0;
  return [...HALVES].flatMap(saidOf).filter(isHalf);
}

/** Of how many of the signs a word is said in one of its forms. */
function timesIn(signs: string, word: string, saidOf: SaidOf, letters = BEGINNING): number {
  const beginning = word.slice(0, letters);
  return [...signs].filter((sign) => saidOf(sign).some((each) => each.startsWith(beginning))).length;
}
