/** What languages call some things in a house, robots, music and rain, by the signs for them. */

import { isSpaceless, tokenise } from "../../src/search/words/tokenise.ts";
import type { SaidOf, Texts, TextsOf } from "./annotations.ts";

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
/** English for a thing → a sign of it, more of the same, and of how many of these a word of the first is said as well. */
const SHARED = {
  light: ["💡", "🔦🕯🏮🪔🚨🔆", 2],
  lock: ["🔒", "🔓🔏🔐🔑🗝", 4],
  music: ["🎵", "🎶🎼🎧🎤🎷🎸🎹🎺🎻🥁", 7],
} as const;
/** What no other sign is called names it as well. */
const TELEVISION = "📺";
/** What its name has, and no other face; the letters in which forms of one word are alike. */
const ROBOT = "🤖";
const FACES = "😀👹👺👻👽👾💀🎃😺👤🎰";
const BEGINNING = 4;
/** A cloud with rain, and other signs of it; what is said of other weather as well is not the rain, nor what is said of many signs ("with"). */
const RAIN = "🌧";
const RAINING = "☔🌦⛈";
const DRY = "☁⛅☀🌤🌥🌬🌪🌫❄";
const MANY = 12;

/** English for a thing → its names, separated by commas. */
export function thingsIn(textsOf: TextsOf, saidOf: SaidOf): Readonly<Record<string, string>> {
  const namesOf = (sign: string) => textsOf(sign).tts ?? [];
  const named = [
    ...Object.entries(THINGS).map(([english, sign]) => [english, namesOf(sign)] as const),
    ["television", [...namesOf(TELEVISION), ...ownKeywords(TELEVISION, textsOf)]] as const,
    ["robot", robotIn(textsOf)] as const,
  ].map(([english, names]) => [english, names.filter(saysEnough)] as const);
  const shared = Object.entries(SHARED).map(
    ([english, [sign, others, least]]) => [english, sharedBy(sign, others, least, textsOf)] as const,
  );
  const rain = ["rain", rainIn(saidOf, textsOf.signs)] as const;
  return Object.fromEntries(
    [...named, ...shared, rain].flatMap(([english, names]) => {
      const words = new Set(names.map((name) => tokenise(name).join(" ")));
      return words.size === 0 ? [] : [[english, [...words].join(", ")]];
    }),
  );
}

function sharedBy(sign: string, others: string, least: number, textsOf: TextsOf): readonly string[] {
  const { default: keywords = [] } = textsOf(sign);
  const isOf = (other: string, word: string) => textsOf(other).default?.includes(word) === true;
  return keywords.filter((word) => [...others].filter((other) => isOf(other, word)).length >= least);
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

function robotIn(textsOf: TextsOf): readonly string[] {
  const { default: keywords = [], tts = [] } = textsOf(ROBOT);
  const isFace = (word: string) =>
    [...FACES].some((sign) => textsOf(sign).default?.includes(word) || textsOf(sign).tts?.includes(word));
  const parts = tts.flatMap(tokenise);
  const isNamed = ([word = "", ...others]: readonly string[]) =>
    others.length === 0 && parts.some((part) => part.slice(0, BEGINNING) === word.slice(0, BEGINNING));
  return keywords.filter(
    (word) => !isFace(word) && (isSpaceless(word) ? tts.includes(word) : isNamed(tokenise(word))),
  );
}

function rainIn(saidOf: SaidOf, signs: readonly string[]): readonly string[] {
  const isOf = (some: string, word: string) => [...some].some((sign) => saidOf(sign).includes(word));
  const isRain = (word: string) =>
    isOf(RAINING, word) &&
    !isOf(DRY, word) &&
    signs.filter((sign) => saidOf(sign).includes(word)).length < MANY;
  return saidOf(RAIN).filter(isRain);
}
