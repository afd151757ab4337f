/** What is asked for but for some of it: "lights except the kitchen". */

import type { Lexicon } from "../lexicon.ts";
import { TEXT_MAX } from "../query-words.ts";
import { tokenise } from "../tokenise.ts";

export type Excepted = {
  readonly all: string;
  readonly without: string;
  /** Whether nothing else can be meant: "all lights but slowly" and "alle Lampen ohne Hast" leave nothing out. */
  readonly isSure: boolean;
};

/** undefined where nothing is left out. */
export function exceptionIn(text: string, lexicon: Lexicon): Excepted | undefined {
  const texts = tokenise(text.slice(0, TEXT_MAX));
  const phrases = texts.some(lexicon.mayBeginOrder)
    ? [...lexicon.exceptions, ...lexicon.exceptionsOfAll]
    : lexicon.exceptions;
  for (let at = 1; at < texts.length - 1; at++) {
    const phrase = phrases.find((words) => words.every((word, place) => texts[at + place] === word));
    const without = phrase && texts.slice(at + phrase.length).join(" ");
    const isSure = phrase !== undefined && !lexicon.isSparse && lexicon.exceptions.includes(phrase);
    if (without) return { all: texts.slice(0, at).join(" "), without, isSure };
  }
  return undefined;
}

const PAGE = 50;
const PAGES_MAX = 20;

type Found = {
  readonly match: string;
  readonly hits: readonly { readonly kind: string; readonly id: string; readonly whole: boolean }[];
};

type Ask = (text: string, page: { readonly limit: number; readonly offset: number }) => Found;

/** Ids of what is left out: what is called so, else those of all that are there; none where it is not sure that any is, and nothing is called so. */
export function excepted({ all, without, isSure }: Excepted, ask: Ask): ReadonlySet<string> {
  const named = ask(without, { limit: PAGE, offset: 0 });
  if (!isSure && named.match === "none") return new Set();
  const called = named.hits.flatMap(({ kind, id, whole }) => (kind === "entity" && whole ? [id] : []));
  if (called.length > 0) return new Set(called);
  const ids = new Set<string>();
  for (let page = 0; page < PAGES_MAX; page++) {
    const { match, hits } = ask(`${all} ${without}`, { limit: PAGE, offset: page * PAGE });
    for (const { kind, id } of match === "none" ? [] : hits) if (kind === "entity") ids.add(id);
    if (hits.length < PAGE) break;
  }
  return ids;
}
