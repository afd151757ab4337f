/** Verbs with the particles that stand apart from them ("turn the lamp off"). */

import type { Lexicon } from "./lexicon.ts";
import type { Sense } from "./sense.ts";
import { tokenise } from "./tokenise.ts";

type Texts = { readonly texts: readonly string[]; readonly stems: readonly string[] };

/** The sense of a verb with its particle apart from it; what "is on" is in a state and nothing is done. */
export function apartIn({ texts, stems }: Texts, at: number, behind: number, lexicon: Lexicon) {
  const sense = lexicon.apart(stems[at] ?? "", stems[behind] ?? "");
  if (!sense) return undefined;
  if (lexicon.isLink(texts[0] ?? "") && at > 0) return undefined;
  const link = texts.findLastIndex((text, place) => place > at && place < behind && lexicon.isLink(text));
  const isSmall = (text: string) =>
    !lexicon.isParticle(text) && lexicon.senses(lexicon.stem(text)).some(({ role }) => role === "soft");
  return link > 0 && texts.slice(link + 1, behind).every(isSmall) ? undefined : sense;
}

/** "switch the lamp on": the verb comes before any name, so it is not the switch that is meant. */
export function verbApart(
  read: Texts,
  at: number,
  before: readonly { readonly role: string }[],
  lexicon: Lexicon,
): { readonly length: number; readonly senses: readonly Sense[] } | undefined {
  if (!lexicon.mayStandApart(read.stems[at] ?? "")) return undefined;
  if (before.some(({ role }) => role === "noun" || role === "name")) return undefined;
  for (let behind = at + 1; behind < read.stems.length; behind++) {
    const sense = apartIn(read, at, behind, lexicon);
    if (sense) return { length: 1, senses: [sense] };
  }
  return undefined;
}

/** The words of a query, a verb with its particle and the words of one deed as one: "turn off". */
export function deedsWhole(words: readonly string[], text: string, lexicon: Lexicon): readonly string[] {
  const texts = tokenise(text);
  const read = { texts, stems: texts.map(lexicon.stem) };
  const isOneDeed = (first: number, second: number) =>
    lexicon
      .senses(`${read.stems[first]} ${read.stems[second]}`)
      .some(({ role }) => role === "act" || role === "verb");
  const whole: string[] = [];
  for (const [place, word] of words.entries()) {
    const at = texts.indexOf(word);
    const isBehind = texts[at - 1] === words[place - 1] && isOneDeed(at - 1, at);
    const particle = texts.findIndex(
      (_, behind) => behind > at && apartIn(read, at, behind, lexicon) !== undefined,
    );
    // "hallway turn off"
    const isApart = particle > 0 && words[place + 1] !== texts[particle];
    if (at > 0 && isBehind) {
      // "water the hedge"
      if (!lexicon.isOneOf(word)) whole.push(`${whole.pop()} ${word}`);
    } else whole.push(at >= 0 && isApart ? `${word} ${texts[particle]}` : word);
  }
  return whole;
}
