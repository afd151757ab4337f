/** What languages say for colours, halves, sizes, thanks, a house, things, "without" and "less", out of the names and keywords that Unicode's CLDR has for signs. */

import { smallWordsOf } from "../../src/search/words/languages/small-words.ts";
import { isSpaceless, tokenise } from "../../src/search/words/tokenise.ts";
import { annotatedLanguages, annotationsOf, type SaidOf, type TextsOf, wordsOf } from "./annotations.ts";
import { thingsIn } from "./sign-things.ts";

/** Signs of the same forms in each of the colours. */
const COLOURS = ["🔴🟥❤", "🟠🟧🧡", "🟡🟨💛", "🟢🟩💚", "🔵🟦💙", "🟣🟪💜", "🟤🟫🤎", "⚫⬛🖤", "⚪⬜🤍"];
/** Of a colour's signs so many share its word; what is said of more colours is the form. */
const SIGNS = 2;
const COLOURS_ALIKE = 2;
const HALVES = "◐◑◒◓◖◗◠◡";
/** So many of them have the word for a half; what whole ones have as well is the form. */
const HALVED = 4;
const WHOLES = "○●◯";
/** Diamonds of two colours, large ones, small ones: what tells those from these. */
const SIZES = ["🔷🔶", "🔹🔸"];
/** Folded hands, a house: whatever is said of them is meant. */
const THANKS = "🙏";
const HOUSE = "🏠";
/** "Face without mouth", "snowman without snow", and the same with it: of so many the names have the word. */
const LACKING = "😶🍵⛄";
const HAVING = "😮☃";
const LACKED = 2;
/** What it is called by a small word: "menos". */
const LESS = "➖";
/** Forms of one word begin alike: a colour with so many letters, a half with one more. */
const BEGINNING = 3;
const ENGLISH = /^en(?:-|$)/;

/** Language as CLDR has it → the words of each sort, folded, separated by spaces. */
export async function signWordsFile(): Promise<string> {
  const languages = annotatedLanguages().filter((code) => !ENGLISH.test(code));
  const small = await Promise.all(languages.map(smallWordsOf));
  const words = languages.flatMap((code, at) => {
    const annotations = annotationsOf(code);
    const saidOf = wordsOf(annotations, code);
    const manner = new Set([
      ...coloursIn(saidOf),
      ...halvesIn(saidOf),
      ...sizesIn(annotations),
      ...saidOf(THANKS),
    ]);
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
              things: thingsIn(annotations, saidOf),
            },
          ],
        ];
  });
  return `${JSON.stringify(Object.fromEntries(words), null, 2)}\n`;
}

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

/** Words of all names of one size, and of none of the other. */
function sizesIn(textsOf: TextsOf): readonly string[] {
  const named = SIZES.map((signs) => [...signs].map((sign) => (textsOf(sign).tts ?? []).flatMap(tokenise)));
  return named.flatMap((names, size) => {
    const [first = [], ...others] = names;
    const isSize = (word: string) =>
      others.every((name) => name.includes(word)) &&
      !named[1 - size]?.flat().includes(word) &&
      !isSpaceless(word);
    return first.filter(isSize);
  });
}

/** Of how many of the signs a word is said in one of its forms. */
function timesIn(signs: string, word: string, saidOf: SaidOf, letters = BEGINNING): number {
  const beginning = word.slice(0, letters);
  return [...signs].filter((sign) => saidOf(sign).some((each) => each.startsWith(beginning))).length;
}
