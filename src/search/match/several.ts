/** What is found where several things are asked for in one sentence. */

import type { Hit, IndexAnswer } from "../query.ts";
import { HAN_DICTIONARY, segmentsOf } from "../words/icu.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { fold } from "../words/normalise.ts";
import { TEXT_MAX } from "../words/query-words.ts";
import type { Said } from "../words/state-by-form.ts";
import { isSpaceless, tokenise } from "../words/tokenise.ts";
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
  // "in the bedroom and in the kitchen"
  const isSmall = (text: string) => {
    const senses = lexicon.senses(lexicon.stem(text));
    return senses.length > 0 && senses.every(({ role }) => role === "soft");
  };
  const small = texts.slice(at + 1, -1).findIndex((text) => !isSmall(text));
  const behind = small < 0 ? texts.length - 1 : at + 1 + small;
  if (!unmet.includes(texts[at - 1] ?? "") && !unmet.includes(texts[behind] ?? "")) return undefined;
  const without = (from: number, to: number) =>
    texts.filter((_, place) => place < from || place > to).join(" ");
  return [without(at, behind), without(at - 1, at)];
}

/** "turn off the fan and open the gate": each wish by itself; undefined where there is but one. */
export function wishesIn(text: string, lexicon: Lexicon, here: Said): readonly string[] | undefined {
  const said = text.slice(0, TEXT_MAX);
  const pieces = isSpaceless(said) ? segmentsOf(said, HAN_DICTIONARY) : said.split(/(\s+|[,;]\s)/);
  const wishes = [""];
  for (const [at, piece] of pieces.entries()) {
    const isBetween =
      BETWEEN.test(piece) || lexicon.isConjunction(fold(piece)) || joinsTwo(pieces, at, lexicon, here);
    if (isBetween) wishes.push("");
    else wishes.push((wishes.pop() ?? "") + piece);
  }
  const some = wishes.filter((wish) => tokenise(wish).length > 0);
  return some.length > 1 && some.length <= WISHES_MAX ? some : undefined;
}

/** "行灯と手元灯": where particles mark things, a small sign between two that are here and that is none of those ("の"). */
function joinsTwo(pieces: readonly string[], at: number, lexicon: Lexicon, here: Said): boolean {
  const sign = pieces[at] ?? "";
  const isJoint = HIRAGANA.test(sign) && lexicon.isSmallWord(sign) && !lexicon.isBehindKinds(sign);
  if (!lexicon.hasParticles || !isJoint) return false;
  const isThing = (word: string) => {
    const text = fold(word);
    return [...text].length > 1 && here.isWhole(text) && !tokenise(text).every(here.isPlace);
  };
  const lengths = Array.from({ length: LONGEST_THING }, (_, length) => length + 1);
  const isBefore = lengths.some((length) => isThing(pieces.slice(Math.max(0, at - length), at).join("")));
  return isBefore && lengths.some((length) => isThing(pieces.slice(at + 1, at + 1 + length).join("")));
}

const HIRAGANA = /^\p{Script=Hiragana}$/u;
/** In words of the dictionary. */
const LONGEST_THING = 5;
const WISHES_MAX = 4;
const BETWEEN = /^[,;、，]\s?$/u;

/** What a wish says, by its words: of what kind, and whether also where, or what else. */
export type WishSaid = {
  readonly kinds: readonly string[];
  readonly isSomewhere: boolean;
  readonly isOther: boolean;
};

/**
 * "lights in the kitchen and the hall", "fans and lights upstairs": the kind, or the place, that is said once is that of each.
 * undefined where nothing is wanting, or a wish is for something else.
 */
export function completed(
  wishes: readonly string[],
  saidIn: (wish: string) => WishSaid,
): readonly string[] | undefined {
  const said = wishes.map((wish) => ({ wish, ...saidIn(wish) }));
  const whole = said.find((each) => isWhole(each) && !isSpaceless(each.wish));
  const isClear = said.every(
    ({ kinds, isSomewhere, isOther }) => !isOther && (kinds.length > 0 || isSomewhere),
  );
  if (!whole || !isClear || said.every(isWhole)) return undefined;
  const place = tokenise(whole.wish).filter((word) => !whole.kinds.includes(word));
  return said.map(({ wish, kinds, isSomewhere }) => {
    if (!isSomewhere) return `${wish} ${place.join(" ")}`;
    return kinds.length > 0 ? wish : `${whole.kinds.join(" ")} ${wish}`;
  });
}

function isWhole({ kinds, isSomewhere }: WishSaid): boolean {
  return kinds.length > 0 && isSomewhere;
}

/** One answer of several, the best of each first; undefined where any has found nothing. */
export function ofAll(answers: readonly IndexAnswer[], { limit, offset }: Page): IndexAnswer | undefined {
  if (answers.some(({ match }) => match === "none")) return undefined;
  const found = answers.map(({ match, byKind, hits }) =>
    match === "exact" && !byKind ? hits.filter(({ whole }) => whole) : hits,
  );
  const all = new Map(found.flat().map((hit) => [`${hit.kind}:${hit.id}`, hit]));
  const first = new Set(found.map(([best]) => best && `${best.kind}:${best.id}`));
  const isFirst = ({ kind, id }: Hit) => Number(first.has(`${kind}:${id}`));
  const hits = [...all.values()].sort((a, b) => isFirst(b) - isFirst(a) || b.score - a.score);
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
