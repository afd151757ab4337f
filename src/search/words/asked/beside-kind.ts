/** Words that stand beside a kind, or hold it. */

import type { Lexicon } from "../lexicon.ts";
import type { Said } from "../state-by-form.ts";
import { isMeasured, isSmall } from "./signs-asked.ts";
import { isAkin, isNobodys, LONGEST_ARTICLE, type WordAt } from "./word-at.ts";

/** "Dachbodenlicht": a kind at its end, and no thing here of that name. */
export function isCompound(word: WordAt): boolean {
  const { texts, at, lexicon, said } = word;
  const text = texts[at] ?? "";
  return lexicon.isSparse && isNobodys(text, word) && said.kind(text) !== undefined;
}

/** Where nothing but a kind and its place is said: "mezzanine lights", "Licht im Dachboden". */
export function isBesideKind(word: WordAt): boolean {
  const { texts, at, lexicon, said } = word;
  const isKind = (place: number) => kindLength(texts, place, lexicon, said) > 0;
  const before = texts.slice(0, at);
  const behind = texts.slice(at + 1);
  const isDone = (text: string) => lexicon.byForm?.isOfService(text) && said.kind(text) === undefined;
  // "lock everything"
  if (lexicon.asksForAll(texts[at] ?? "") || texts.some(isDone)) return false;
  // "boot room heater"
  if (lexicon.isNumbered(texts[at + 1] ?? "") && isKind(at + 2)) return !isSmall(texts[at] ?? "", lexicon);
  if (isKind(at + 1)) {
    // "rozsviť světlo": what begins it is what is to be done
    if (at === 0 && lexicon.deedsFirst) return false;
    const isFirst = before.every((word) => lexicon.isOneOf(word));
    const others = behind.slice(kindLength(texts, at + 1, lexicon, said));
    return isFirst && others.every((word) => isSmall(word, lexicon));
  }
  // "thermostat attic", "fan chain locker"
  if (!lexicon.isSparse) {
    const first = kindLength(texts, 0, lexicon, said);
    const others = texts.slice(first);
    const areNobodys = others.every((each) => isNobodys(each, word));
    return first > 0 && at >= first && others.length <= LONGEST_PLACE && areNobodys;
  }
  const isNominal = isKind(0) && before.slice(1).every((word) => isSmall(word, lexicon));
  // "조명 켜줘": what ends it is what is to be done
  return isNominal && behind.length === 0 && lexicon.deedsFirst === true;
}

/** "chain locker" */
const LONGEST_PLACE = 2;

/** "sammuta kellarin valot"; not "koko talon valot", nor what may be measured of a room. */
export function owns({ texts, at, lexicon, said }: WordAt): boolean {
  const word = texts[at] ?? "";
  if (!lexicon.endsAsOwner(word) || isSmall(word, lexicon)) return false;
  if (isAkin(word, lexicon)) return false;
  const kind = said.kind(texts[at + 1] ?? "");
  if (kind === undefined || isMeasured(kind)) return false;
  const isSmallAt = (place: number) => isSmall(texts[place] ?? "", lexicon);
  return at === 0 || !isSmallAt(at - 1) || texts.slice(0, at).every((each) => isSmall(each, lexicon));
}

/** "kapcsold le a lámpákat a pincében" */
export function isWithin({ texts, at, lexicon, said }: WordAt): boolean {
  const [article = "", word = ""] = texts.slice(at - 1, at + 1);
  if (at === 0 || !lexicon.endsAsPlace(word) || lexicon.isHome(word)) return false;
  const isLed = isSmall(article, lexicon) && article.length <= LONGEST_ARTICLE;
  return isLed && texts.some((each, other) => other !== at && said.kind(each) !== undefined);
}

/**
 * Right beside a kind, on the side where its language says which it is: "cortina izquierda", "левая штора"; where orders begin with
 * what is to be done, the first word is that.
 */
export function tellsKind({ texts, at, lexicon, said }: WordAt): boolean {
  const word = texts[at] ?? "";
  if (lexicon.saysHow(word) || lexicon.byForm?.isDeed(word) || isSmall(word, lexicon)) return false;
  const isKind = (place: number) => kindLength(texts, place, lexicon, said) > 0;
  // "la cucina luci spegni": behind what belongs together stands what is to be done
  const isLast = at === texts.length - 1 && texts.slice(0, at - 1).some(said.isPlace);
  // where no thing here is told from another so, it may be how
  const isTold = (place: number) =>
    isKind(place) && (!lexicon.isSparse || said.isInLonger(texts[place] ?? ""));
  if (lexicon.joinsThings) return isTold(at - 1) && !isLast;
  return isTold(at + 1) && at > 0;
}

/** How many words are the kind that is said there; 0 for none. English has some of two: "smoke detector". */
function kindLength(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): number {
  const [first = "", second] = texts.slice(at, at + 2);
  if (!lexicon.isSparse && second !== undefined && said.kind(`${first} ${second}`) !== undefined) return 2;
  return said.kind(first) === undefined ? 0 : 1;
}
