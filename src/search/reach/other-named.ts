/** What a query says where the name of a thing has something else: it is another thing of that kind. */

import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { isSpaceless } from "../words/tokenise.ts";
import { SERVED, type WordReach } from "./reached.ts";

/** As its place among the words; undefined where there is none. */
export type OtherNamed = (served: readonly number[], indexed: Indexed) => number | undefined;

/** `served`: how well each word is, of the thing that is looked at. */
export function createOtherNamed(reaches: readonly WordReach[], tables: Tables): OtherNamed {
  const numbers = placesOf(reaches, saysNumber);
  const behind = placesOf(reaches, (reach, at) => mayTellBehind(reach, at, reaches, tables.lexicon));
  const before = placesOf(reaches, (reach, at) => mayTellBefore(reach, reaches[at + 1], tables.lexicon));
  if (numbers.length + behind.length + before.length === 0) return () => undefined;
  return (served, indexed) =>
    otherNumber(reaches, numbers, served, indexed, tables) ??
    otherWord(reaches, behind, served, indexed, tables) ??
    otherBefore(reaches, before, served, indexed, tables);
}

function placesOf(
  reaches: readonly WordReach[],
  may: (reach: WordReach, at: number) => boolean,
): readonly number[] {
  return reaches.flatMap((reach, at) => (may(reach, at) ? [at] : []));
}

function saysNumber({ role, isUnknown, text }: WordReach, at: number): boolean {
  return at > 0 && (role === "number" || (isUnknown && (MODEL.test(text) || NUMBER.test(text))));
}

/** Behind the same word, and nowhere in it the number that was said. */
function otherNumber(
  reaches: readonly WordReach[],
  numbers: readonly number[],
  served: readonly number[],
  { words, nameLength, place }: Indexed,
  { vocabulary }: Tables,
): number | undefined {
  const at = numbers.find((each) => (served[each] ?? 0) < SERVED);
  if (at === undefined) return undefined;
  const before = reaches[at - 1];
  const like = NUMBER.test(reaches[at]?.text ?? "") || reaches[at]?.role === "number" ? NUMBER : MODEL;
  const isNumber = (term: number) => like.test(vocabulary.text(term));
  const isBehind = (term = -1) => before?.terms.get(term) === 1;
  const hasAnother = words
    .slice(0, nameLength)
    .some((term, here) => here > 0 && isBehind(words[here - 1]) && isNumber(term));
  return hasAnother || (place.some(isNumber) && place.some(isBehind)) ? at : undefined;
}

function mayTellBehind(
  reach: WordReach,
  at: number,
  reaches: readonly WordReach[],
  lexicon: Lexicon,
): boolean {
  const { text } = reach;
  // a pair of signs may be of two words
  if (!mayBeStrange(reach) || at === 0 || lexicon.saysHow(text) || isSpaceless(text)) return false;
  if (lexicon.isSparse && linksState(reaches, at, lexicon)) return false;
  // "laat de Reolink zien": what is to be done may come last
  if (lexicon.isSparse && lexicon.deedsFirst !== true && at === reaches.length - 1) return false;
  // "is the bilge dry"
  return lexicon.states(text) === undefined;
}

/** A word that nobody knows behind one of the name, where the name has another: "bedtime Lotte" for "Bedtime Tom". */
function otherWord(
  reaches: readonly WordReach[],
  strangers: readonly number[],
  served: readonly number[],
  { words, nameLength, aliases }: Indexed,
  { vocabulary, isSmall }: Tables,
): number | undefined {
  const strange = strangers.filter((at) => isStrange(reaches[at], served[at]));
  if (strange.length === 0) return undefined;
  const names = [words.slice(0, nameLength), ...aliases];
  return strange.find((at) => {
    const before = reaches[at - 1];
    const isAnother = (name: readonly number[]) =>
      name.some(
        (term, place) =>
          place > 0 &&
          before?.terms.get(name[place - 1] ?? -1) === 1 &&
          // a number is told by another number
          !NUMBER.test(vocabulary.text(term)) &&
          // "links" at the end, but no "an der Wand"
          (!isSmall(term) || place === name.length - 1) &&
          !reaches.some(({ terms }) => terms.has(term)),
      );
    return names.some(isAnother);
  });
}

function mayBeStrange({ isUnknown, isGuess, role, needed }: WordReach): boolean {
  return isUnknown || ((role === "name" || isGuess) && !needed);
}

/** "welke lampen staan aan": between several of a kind and how they are, where no order begins. */
function linksState(reaches: readonly WordReach[], at: number, { byForm }: Lexicon): boolean {
  const [first, before, last] = [reaches[0], reaches[at - 1], reaches[at + 1]];
  const isSeveral = before !== undefined && before.kinds.length > 0 && before.text !== before.stem;
  const isEnd = last !== undefined && at + 2 === reaches.length && byForm?.states(last.text) !== undefined;
  return isSeveral && isEnd && first?.role === "soft";
}

/** Known to nobody, or but nearly written like the name of another thing, or like a kind: a "cat flap" is no flat. */
function isStrange(reach: WordReach | undefined, served = 0): boolean {
  return reach !== undefined && mayBeStrange(reach) && (reach.isUnknown || served < SERVED);
}

function mayTellBefore(reach: WordReach, behind: WordReach | undefined, lexicon: Lexicon): boolean {
  if (lexicon.isSparse || !mayBeStrange(reach) || reach.isFree || !behind?.needed || behind.isPlace)
    return false;
  return !lexicon.saysHow(reach.text) && lexicon.states(reach.text) === undefined;
}

/** And in English before it: "diesel tank" for "Fresh Water Tank". */
function otherBefore(
  reaches: readonly WordReach[],
  strangers: readonly number[],
  served: readonly number[],
  { words, nameLength, aliases }: Indexed,
  { isSmall }: Tables,
): number | undefined {
  const strange = strangers.filter((at) => isStrange(reaches[at], served[at]));
  if (strange.length === 0) return undefined;
  const names = [words.slice(0, nameLength), ...aliases];
  return strange.find((at) => {
    const behind = reaches[at + 1];
    const isAnother = (name: readonly number[]) =>
      name.some((term, place) => {
        if (behind?.terms.get(term) !== 1) return false;
        // "Epson Black Ink"
        const before = name.slice(0, place).findLast((each) => !isSmall(each));
        return before !== undefined && !reaches.some(({ terms }) => terms.has(before));
      });
    return names.some(isAnother);
  });
}

/** Or a letter that is used as one: "wing d". */
const NUMBER = /^(?:\p{N}+|[a-z])$/u;
/** "e27", "2pm": a number with letters tells one model from another. */
const MODEL = /^(?=.*\p{N})(?=.*\p{L})/u;
