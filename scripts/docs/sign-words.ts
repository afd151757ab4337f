/** What languages say for colours, halves, thanks, a house, some things in it, robots, music and rain, out of the names and keywords that Unicode's CLDR has for signs. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { segmentsOf } from "../../src/search/words/icu.ts";
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
  thermometer: "🌡",
  window: "🪟",
} as const;
/** What no other sign is called names it as well. */
const TELEVISION = "📺";
const BULB = "💡";
/** What else gives light: of so many of these a word for any light is said as well. */
const LIGHTS = "🔦🕯🏮🪔🚨🔆";
const LIT = 2;
/** Notes, who plays them and with what: so many have the word for music. */
const MUSIC = "🎵🎶🎼🎧🎤🎷🎸🎹🎺🎻🥁";
const MUSICAL = 8;
/** What its name has, and no other face. */
const ROBOT = "🤖";
const FACES = "😀👹👺👻👽👾💀🎃😺👤🎰";
/** A cloud with rain, and other signs of it; what is said of other weather as well is not the rain, nor what is said of many signs ("with"). */
const RAIN = "🌧";
const RAINING = "☔🌦⛈";
const DRY = "☁⛅☀🌤🌥🌬🌪🌫❄";
const MANY = 12;
/** Forms of one word begin alike: a colour with so many letters, a half with one more. */
const BEGINNING = 3;
const ANNOTATIONS = fileURLToPath(
  new URL("annotations", import.meta.resolve("cldr-annotations-full/package.json")),
);
const ENGLISH = /^en(?:-|$)/;

type Texts = { readonly default?: readonly string[]; readonly tts?: readonly string[] };
type TextsOf = { (sign: string): Texts; readonly signs: readonly string[] };
type SaidOf = (sign: string) => readonly string[];

/** Language as CLDR has it → the words of each sort, folded, separated by spaces. */
export function signWordsFile(): string {
  const languages = readdirSync(ANNOTATIONS).filter((code) => !ENGLISH.test(code));
  const words = languages.flatMap((code) => {
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
              things: { ...thingsIn(annotations), ...rainIn(saidOf, annotations.signs) },
            },
          ],
        ];
  });
  return `${JSON.stringify(Object.fromEntries(words), null, 2)}\n`;
}

function annotationsOf(code: string): TextsOf {
  const file = JSON.parse(readFileSync(`${ANNOTATIONS}/${code}/annotations.json`, "utf8"));
  const annotations: Readonly<Record<string, Texts>> = file.annotations.annotations ?? {};
  const textsOf = (sign: string) => annotations[sign] ?? annotations[`${sign}\ufe0f`] ?? {};
  return Object.assign(textsOf, { signs: Object.keys(annotations) });
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
  const shared = [
    ["television", [...(textsOf(TELEVISION).tts ?? []), ...ownKeywords(TELEVISION, textsOf)]],
    ["light", lightsIn(textsOf)],
    ["music", musicIn(textsOf)],
    ["robot", robotIn(textsOf)],
  ] as const;
  const called = [...named, ...shared].flatMap(([english, names]) => {
    const words = [...new Set(names.filter(saysEnough).map((name) => tokenise(name).join(" ")))];
    return words.length === 0 ? [] : [[english, words.join(", ")]];
  });
  return Object.fromEntries(called);
}

/** Of one word each. */
function ownKeywords(sign: string, textsOf: TextsOf): readonly string[] {
  const others = textsOf.signs.filter((other) => other !== sign).map(textsOf);
  const isOf =
    (word: string) =>
    ({ default: keywords = [], tts = [] }: Texts) =>
      keywords.includes(word) || tts.includes(word);
  const { default: keywords = [] } = textsOf(sign);
  return keywords.filter((word) => !/\s/.test(word) && !others.some(isOf(word)));
}

/** In Chinese signs, and in letters without spaces, what stands beside a name tells which thing it is. */
function saysEnough(name: string): boolean {
  return [...name].length > 1 && (!isSpaceless(name) || KANA.test(name));
}

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

function lightsIn(textsOf: TextsOf): readonly string[] {
  const { default: keywords = [] } = textsOf(BULB);
  const isOf = (sign: string, word: string) => textsOf(sign).default?.includes(word) === true;
  return keywords.filter((word) => [...LIGHTS].filter((sign) => isOf(sign, word)).length >= LIT);
}

function musicIn(textsOf: TextsOf): readonly string[] {
  const keywords = [...MUSIC].map((sign) => textsOf(sign).default ?? []);
  const isMusic = (word: string) => keywords.filter((words) => words.includes(word)).length >= MUSICAL;
  return keywords.flat().filter(isMusic).slice(0, 1);
}

function robotIn(textsOf: TextsOf): readonly string[] {
  const { default: keywords = [], tts = [] } = textsOf(ROBOT);
  const isFace = (word: string) =>
    [...FACES].some((sign) => textsOf(sign).default?.includes(word) || textsOf(sign).tts?.includes(word));
  const parts = tts.flatMap(tokenise);
  const isNamed = ([word = "", ...others]: readonly string[]) =>
    others.length === 0 &&
    parts.some((part) => part.slice(0, BEGINNING + 1) === word.slice(0, BEGINNING + 1));
  return keywords.filter(
    (word) => !isFace(word) && (isSpaceless(word) ? tts.includes(word) : isNamed(tokenise(word))),
  );
}

function rainIn(saidOf: SaidOf, signs: readonly string[]): Readonly<Record<string, string>> {
  const isOf = (some: string, word: string) => [...some].some((sign) => saidOf(sign).includes(word));
  const isRain = (word: string) =>
    isOf(RAINING, word) &&
    !isOf(DRY, word) &&
    signs.filter((sign) => saidOf(sign).includes(word)).length < MANY;
  const words = [...new Set(saidOf(RAIN).filter(isRain))];
  return words.length === 0 ? {} : { rain: words.join(", ") };
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
