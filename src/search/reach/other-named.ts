/** What a query says where the name of a thing has something else: it is another thing of that kind. */

import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { isSpaceless } from "../words/tokenise.ts";
import { SERVED, type WordReach } from "./reached.ts";

/** As its place among the words; undefined where there is none. */
export function otherNamed(
  reaches: readonly WordReach[],
  served: readonly number[],
  indexed: Indexed,
  tables: Tables,
): number | undefined {
  return (
    otherNumber(reaches, served, indexed, tables) ??
    otherWord(reaches, served, indexed, tables) ??
    otherBefore(reaches, served, indexed, tables)
  );
}

/** Behind the same word, and nowhere in it the number that was said. */
function otherNumber(
  reaches: readonly WordReach[],
  served: readonly number[],
  { words, nameLength, place }: Indexed,
  { vocabulary }: Tables,
): number | undefined {
  const at = reaches.findIndex(
    ({ role, isUnknown, text }, here) =>
      (role === "number" || (isUnknown && (MODEL.test(text) || NUMBER.test(text)))) &&
      here > 0 &&
      (served[here] ?? 0) < SERVED,
  );
  const before = reaches[at - 1];
  if (!before) return undefined;
  const like = NUMBER.test(reaches[at]?.text ?? "") || reaches[at]?.role === "number" ? NUMBER : MODEL;
  const isNumber = (term: number) => like.test(vocabulary.text(term));
  const isBehind = (term = -1) => before.terms.get(term) === 1;
  const hasAnother = words
    .slice(0, nameLength)
    .some((term, here) => here > 0 && isNumber(term) && isBehind(words[here - 1]));
  return hasAnother || (place.some(isNumber) && place.some(isBehind)) ? at : undefined;
}

/** A word that nobody knows behind one of the name, where the name has another: "bedtime Lotte" for "Bedtime Tom". */
function otherWord(
  reaches: readonly WordReach[],
  served: readonly number[],
  { words, nameLength, aliases }: Indexed,
  tables: Tables,
): number | undefined {
  const { lexicon } = tables;
  const names = [words.slice(0, nameLength), ...aliases];
  const at = reaches.findIndex((reach, here) => {
    const { text } = reach;
    const before = reaches[here - 1];
    // a pair of signs may be of two words
    if (!isStrange(reach, served[here]) || !before || lexicon.saysHow(text) || isSpaceless(text))
      return false;
    // "is the bilge dry"
    if (lexicon.states(text) !== undefined) return false;
    if (lexicon.isSparse && linksState(reaches, here, lexicon)) return false;
    // "laat de Reolink zien": what is to be done may come last
    if (lexicon.isSparse && lexicon.deedsFirst !== true && here === reaches.length - 1) return false;
    const isAnother = (name: readonly number[]) =>
      name.some(
        (term, place) =>
          place > 0 &&
          before.terms.get(name[place - 1] ?? -1) === 1 &&
          // a number is told by another number
          !NUMBER.test(tables.vocabulary.text(term)) &&
          // "links" at the end, but no "an der Wand"
          (!tables.isSmall(term) || place === name.length - 1) &&
          !reaches.some(({ terms }) => terms.has(term)),
      );
    return names.some(isAnother);
  });
  return at < 0 ? undefined : at;
}

/** "welke lampen staan aan": between several of a kind and how they are, where no order begins. */
function linksState(reaches: readonly WordReach[], at: number, { byForm }: Lexicon): boolean {
  const [first, before, last] = [reaches[0], reaches[at - 1], reaches[at + 1]];
  const isSeveral = before !== undefined && before.kinds.length > 0 && before.text !== before.stem;
  const isEnd = last !== undefined && at + 2 === reaches.length && byForm?.states(last.text) !== undefined;
  return isSeveral && isEnd && first?.role === "soft";
}

/** Known to nobody, or but nearly written like the name of another thing, or like a kind: a "cat flap" is no flat. */
function isStrange({ isUnknown, isGuess, role, needed }: WordReach, served = 0): boolean {
  return isUnknown || ((role === "name" || isGuess) && !needed && served < SERVED);
}

/** And in English before it: "diesel tank" for "Fresh Water Tank". */
function otherBefore(
  reaches: readonly WordReach[],
  served: readonly number[],
  { words, nameLength, aliases }: Indexed,
  { lexicon, isSmall }: Tables,
): number | undefined {
  if (lexicon.isSparse) return undefined;
  const names = [words.slice(0, nameLength), ...aliases];
  const at = reaches.findIndex((reach, here) => {
    const { text } = reach;
    const behind = reaches[here + 1];
    if (
      !isStrange(reach, served[here]) ||
      reach.isFree ||
      !behind?.needed ||
      behind.isPlace ||
      lexicon.saysHow(text)
    )
      return false;
    if (lexicon.states(text) !== undefined) return false;
    const isAnother = (name: readonly number[]) =>
      name.some((term, place) => {
        // "Epson Black Ink"
        const before = name.slice(0, place).findLast((each) => !isSmall(each));
        return (
          before !== undefined &&
          behind.terms.get(term) === 1 &&
          !reaches.some(({ terms }) => terms.has(before))
        );
      });
    return names.some(isAnother);
  });
  return at < 0 ? undefined : at;
}

/** Or a letter that is used as one: "wing d". */
const NUMBER = /^(?:\p{N}+|[a-z])$/u;
/** "e27", "2pm": a number with letters tells one model from another. */
const MODEL = /^(?=.*\p{N})(?=.*\p{L})/u;
