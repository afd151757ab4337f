/** What Unicode's CLDR has for signs in a language. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { segmentsOf } from "../../src/search/words/icu.ts";
import { fold } from "../../src/search/words/normalise.ts";
import { isSpaceless, tokenise } from "../../src/search/words/tokenise.ts";

const ANNOTATIONS = fileURLToPath(
  new URL("annotations", import.meta.resolve("cldr-annotations-full/package.json")),
);

/** Keywords, and the name. */
export type Texts = { readonly default?: readonly string[]; readonly tts?: readonly string[] };
export type TextsOf = { (sign: string): Texts; readonly signs: readonly string[] };
/** All words of both, folded. */
export type SaidOf = (sign: string) => readonly string[];

/** As CLDR has their codes. */
export function annotatedLanguages(): readonly string[] {
  return readdirSync(ANNOTATIONS);
}

export function annotationsOf(code: string): TextsOf {
  const file = JSON.parse(readFileSync(`${ANNOTATIONS}/${code}/annotations.json`, "utf8"));
  const annotations: Readonly<Record<string, Texts>> = file.annotations.annotations ?? {};
  const textsOf = (sign: string) => annotations[sign] ?? annotations[`${sign}\ufe0f`] ?? {};
  return Object.assign(textsOf, { signs: Object.keys(annotations) });
}

export function wordsOf(textsOf: TextsOf, code: string): SaidOf {
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
