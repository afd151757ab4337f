/** What is found where two things are asked for with one word between them. */

import type { IndexAnswer } from "../query.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { TEXT_MAX } from "../words/query-words.ts";
import { tokenise } from "../words/tokenise.ts";
import type { Page } from "./index-answer.ts";

/** "doors and windows upstairs": with the one and with the other; undefined where there are not two. */
export function eachAsked(
  text: string,
  unmet: readonly string[],
  lexicon: Lexicon,
): readonly [string, string] | undefined {
  const texts = tokenise(text.slice(0, TEXT_MAX));
  const [at = 0, another] = [...texts.keys()].filter((place) => lexicon.isConjunction(texts[place] ?? ""));
  if (at < 1 || at > texts.length - 2 || another !== undefined) return undefined;
  if (!unmet.includes(texts[at - 1] ?? "") && !unmet.includes(texts[at + 1] ?? "")) return undefined;
  const without = (from: number) => texts.filter((_, place) => place < from || place > from + 1).join(" ");
  return [without(at), without(at - 1)];
}

/** One answer of two, best first; undefined where either has found nothing. */
export function ofBoth(answers: readonly IndexAnswer[], { limit, offset }: Page): IndexAnswer | undefined {
  if (answers.some(({ match }) => match === "none")) return undefined;
  const all = new Map(answers.flatMap(({ hits }) => hits.map((hit) => [`${hit.kind}:${hit.id}`, hit])));
  const hits = [...all.values()].sort((a, b) => b.score - a.score);
  const isAll = answers.every(
    ({ hits: found, total, totalIs }) => found.length === total && totalIs === "exact",
  );
  return {
    match: "close",
    hits: hits.slice(offset, offset + limit),
    total: isAll ? hits.length : Math.max(hits.length, ...answers.map(({ total }) => total)),
    totalIs: isAll ? "exact" : "at_least",
  };
}
