/** Words of a query that ask for things in a state ("open windows", "which lights are on"). */

import type { Lexicon } from "./lexicon.ts";
import { tokenise } from "./tokenise.ts";

export type StateAsked = {
  /** The word for the state, stemmed. */
  readonly word: string;
  /** The query without it. */
  readonly rest: string;
  /** Whether the rest says nothing: all that is in the state is asked for. */
  readonly isAlone: boolean;
};

/** undefined: none is asked for, as where something is to be done ("open the blinds") or one thing is asked about. */
export function stateAsked(text: string, lexicon: Lexicon): StateAsked | undefined {
  const texts = tokenise(text);
  const stems = texts.map(lexicon.stem);
  const [first = "", second = ""] = texts;
  const asksForAll = lexicon.asksForAll(first) || (lexicon.isLink(first) && lexicon.asksForAll(second));
  const isMany = (at: number) => stems[at] !== texts[at];
  const isPlural = (at: number) => isNoun(stems[at], lexicon) && isMany(at);
  for (const [at, stem] of stems.entries()) {
    if (!lexicon.mayAskState(stem) || isPartOfVerb(stems, at, lexicon)) continue;
    const next = texts[at + 1];
    const noun = at + nounLength(stems, at + 1, lexicon);
    const isOne = isOfKind(stem, stems[noun], lexicon) && noun > at && isMany(noun);
    const saysWhere =
      lexicon.isParticle(stem) &&
      !isOne &&
      next !== undefined &&
      (lexicon.isDeterminer(next) || isNoun(stems[at + 1], lexicon));
    if (saysWhere) continue;
    const isVerb = lexicon.senses(stem).some(({ role }) => role === "verb" || role === "act");
    const mayBeDone = isVerb || lexicon.isParticle(stem);
    const before = texts[at - 1] ?? "";
    const isBeforeNoun = noun > at;
    const isAlone = !mayBeDone && stems.every((each, other) => other === at || isSmall(each, lexicon));
    const asked =
      isAlone ||
      isOne ||
      (isBeforeNoun && (!mayBeDone || isMany(noun) || asksForAll) && !lexicon.isParticle(stem)) ||
      (at > 0 && asksForAll && !(mayBeDone && lexicon.mayBeginOrder(first))) ||
      (at > 1 && lexicon.isLink(before) && lexicon.isRelative(texts[at - 2] ?? "")) ||
      (!mayBeDone && isPlural(at - 1));
    if (asked) return { word: stem, rest: texts.filter((_, other) => other !== at).join(" "), isAlone };
  }
  return undefined;
}

function isNoun(stem: string | undefined, lexicon: Lexicon): boolean {
  return stem !== undefined && lexicon.senses(stem).some(({ role }) => role === "noun");
}

/** "media players": of how many words the kind is that begins there. */
function nounLength(stems: readonly string[], from: number, lexicon: Lexicon): number {
  for (let length = Math.min(lexicon.longestPhrase, stems.length - from); length > 0; length--)
    if (isNoun(stems.slice(from, from + length).join(" "), lexicon)) return length;
  return 0;
}

/** "low batteries", but no "low lights": the kind has a state of that name. */
function isOfKind(state: string, kind: string | undefined, lexicon: Lexicon): boolean {
  const targets = lexicon.states(state);
  const serves = lexicon.senses(kind ?? "").flatMap((sense) => [...sense.serves.keys()]);
  return serves.some((each) => each.includes(".") && targets?.has(each) === true);
}

function isSmall(stem: string, lexicon: Lexicon): boolean {
  const senses = lexicon.senses(stem);
  return senses.length > 0 && senses.every(({ role }) => role === "soft");
}

/** "turn on" */
function isPartOfVerb(stems: readonly string[], at: number, lexicon: Lexicon): boolean {
  const isDone = (from: number) =>
    lexicon.senses(stems.slice(from, at + 1).join(" ")).some(({ role }) => role === "act" || role === "verb");
  if (at > 0 && isDone(at - 1)) return true;
  return stems.slice(0, at).some((verb) => lexicon.apart(verb, stems[at] ?? "") !== undefined);
}
