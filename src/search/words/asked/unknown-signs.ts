/** Words of a script without spaces that nobody knows and that stand where a thing or an owner is said ("ダイソンを止めて"). */

import type { Lexicon } from "../lexicon.ts";
import type { Said } from "../state-by-form.ts";
import { deedsAmong, hasParts, isThingHere, nameAt, ownerOf, signsBefore } from "./by-particle.ts";
import { nameBeside, thingBehind, wordsOfNobody } from "./by-place.ts";
import { cutSigns, withKatakanaWhole } from "./cut-signs.ts";
import { HIRAGANA, knownAmong, NAMING } from "./known-signs.ts";
import { isDone } from "./signs-asked.ts";

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Pairs of signs, each with whether it tells another thing; else it says nothing, though names here have the pair. */
export type UnknownSigns = ReadonlyMap<string, boolean>;

export function unknownSigns(text: string, lexicon: Lexicon, said: Said): UnknownSigns {
  if (!lexicon.isSparse) return NONE;
  const words = withKatakanaWhole(cutSigns(text, said));
  const isKnown = knownAmong(words, lexicon, said);
  // "エコードットで": what a thing does something with
  const isThing = (word: string, next = "") =>
    said.kind(word) !== undefined ||
    (HIRAGANA.test(next) && (lexicon.joins(next) ? hasParts(word, next, said) : isThingHere(word, said)));
  const kind = words.findIndex((word, at) => NAMING.test(word) && isThing(word, words[at + 1]));
  const found: string[] = [];
  for (let at = 0; at < words.length; ) {
    let end = at;
    while (end < words.length && NAMING.test(words[end] ?? "") && !isKnown[end]) end++;
    if (!lexicon.hasParticles && end > at && isDone(words[at] ?? "", lexicon)) end = at;
    // the end of a longer word: 二酸化炭素濃度
    const before = words[at - 1] ?? "";
    const isTail = NAMING.test(before) && said.kind(before) !== undefined && !said.isPlace(before);
    if (end > at && !isTail)
      found.push(
        ...(lexicon.hasParticles
          ? nameAt(words, { at, end, hasKind: kind >= 0 && kind < at }, lexicon, said)
          : nameBeside(words, { at, end }, lexicon, said)),
      );
    at = Math.max(end, at + 1);
  }
  if (lexicon.hasParticles) found.push(...ownerOf(words, isKnown, lexicon, said));
  if (words.every((word) => !KANA.test(word))) found.push(...thingBehind(words, lexicon, said));
  if (!lexicon.hasParticles) found.push(...wordsOfNobody(words, isKnown, lexicon, said));
  const idle = [...deedsAmong(words, isKnown, lexicon, said), ...signsBefore(words, lexicon, said)].map(
    (pair) => [pair, false] as const,
  );
  return new Map([...idle, ...found.map((pair) => [pair, true] as const)]);
}

const NONE: UnknownSigns = new Map();
