/** Words of a query that ask for things in a state ("open windows", "which lights are on"). */

import type { Lexicon } from "./lexicon.ts";
import { tokenise } from "./tokenise.ts";

export type StateAsked = {
  /** The word for the state, stemmed. */
  readonly word: string;
  /** The query without it. */
  readonly rest: string;
};

/** undefined: none is asked for, as where something is to be done ("open the blinds") or one thing is asked about. */
export function stateAsked(text: string, lexicon: Lexicon): StateAsked | undefined {
  const texts = tokenise(text);
  const stems = texts.map(lexicon.stem);
  const [first = "", second = ""] = texts;
  const asksForAll = lexicon.asksForAll(first) || (lexicon.isLink(first) && lexicon.asksForAll(second));
  const isPlural = (at: number) => isNoun(stems[at], lexicon) && stems[at] !== texts[at];
  for (const [at, stem] of stems.entries()) {
    if (!lexicon.mayAskState(stem) || isPartOfVerb(stems, at, lexicon)) continue;
    const next = texts[at + 1];
    const saysWhere =
      lexicon.isParticle(stem) &&
      next !== undefined &&
      (lexicon.isDeterminer(next) || isNoun(stems[at + 1], lexicon));
    if (saysWhere) continue;
    const isVerb = lexicon.senses(stem).some(({ role }) => role === "verb" || role === "act");
    const mayBeDone = isVerb || lexicon.isParticle(stem);
    const before = texts[at - 1] ?? "";
    const isBeforeNoun = isNoun(stems[at + 1], lexicon);
    const asked =
      (isBeforeNoun && (!mayBeDone || isPlural(at + 1) || asksForAll) && !lexicon.isParticle(stem)) ||
      (at > 0 && asksForAll && !(mayBeDone && lexicon.mayBeginOrder(first))) ||
      (at > 1 && lexicon.isLink(before) && lexicon.isRelative(texts[at - 2] ?? "")) ||
      (!mayBeDone && isPlural(at - 1));
    if (asked) return { word: stem, rest: texts.filter((_, other) => other !== at).join(" ") };
  }
  return undefined;
}

function isNoun(stem: string | undefined, lexicon: Lexicon): boolean {
  return stem !== undefined && lexicon.senses(stem).some(({ role }) => role === "noun");
}

/** "turn on" */
function isPartOfVerb(stems: readonly string[], at: number, lexicon: Lexicon): boolean {
  const isDone = (from: number) =>
    lexicon.senses(stems.slice(from, at + 1).join(" ")).some(({ role }) => role === "act" || role === "verb");
  if (at > 0 && isDone(at - 1)) return true;
  return stems.slice(0, at).some((verb) => lexicon.apart(verb, stems[at] ?? "") !== undefined);
}
