/** Words of an order beyond the one that may say what is to be done: where no place is known, they are one. */

import type { Lexicon } from "../lexicon.ts";
import { saysWhen } from "./beside-place.ts";
import { isSmall } from "./signs-asked.ts";
import { isAkin, isJoint, NUMBER, type Stands, type WordAt } from "./word-at.ts";

/** "ieslēdz gaismu dārzā": nobody knows its first word nor its last, and only one of them can be the verb. */
export function beyondDeed(word: WordAt): Stands {
  const { texts, at, lexicon, said } = word;
  if (!lexicon.isSparse || !isOfNone(word) || !standsAsPlace(word)) return undefined;
  if (texts.some((each) => said.isPlace(each) || lexicon.isHome(each) || isWholeName(each, word)))
    return undefined;
  const isShared = texts.some((each) => isNamed(each, word));
  if (!isShared && !texts.some((each) => said.kind(each) !== undefined || isDoneToKind(each, lexicon)))
    return undefined;
  // where what is to be done comes last, it is that
  const isLast = at === texts.length - 1 && lexicon.deedsFirst === false;
  const isLed = !lexicon.byCase && !isLast && at >= LED && isJoint(texts[at - 1] ?? "", lexicon);
  if (!isLed && at === deedAmong(word)) return undefined;
  return isShared && isLed ? "surely" : "perhaps";
}

const LED = 2;
const SHORTEST = 2;

/**
 * Behind a small word, and before none that nobody knows; in a language that has cases, anywhere but beside what is measured, and
 * right before a kind unless it may say how that is.
 */
function standsAsPlace(word: WordAt): boolean {
  const { texts, at, lexicon, said } = word;
  if (!lexicon.byCase) return isJoint(texts[at - 1] ?? "", lexicon) && saysWhere(word);
  return !maySayHow(word) && !texts.some((each) => isMeasurable(said.kind(each)));
}

/** Right before its kind, with its ending ("jaukią šviesą"), or what begins like what things do. */
function maySayHow({ texts, at, lexicon, said }: WordAt): boolean {
  const [text = "", kind = ""] = texts.slice(at, at + 2);
  return said.kind(kind) !== undefined && (text.at(-1) === kind.at(-1) || isAkin(text, lexicon));
}

function isMeasurable(kind: ReadonlyMap<string, number> | undefined): boolean {
  return (
    kind !== undefined && [...kind].some(([target, share]) => share === 1 && target.startsWith("sensor."))
  );
}

/** Not when ("à minuit"), nor how: "op een gezellig standje", "auf Stufe 3", "krok po kroku". */
function saysWhere(word: WordAt): boolean {
  const { texts, at } = word;
  const [before = "", text = "", next] = [texts[at - 2], texts[at], texts[at + 1]];
  if (!isJoint(before, word.lexicon) && saysWhen(texts.slice(at - 1, at), word)) return false;
  const isAgain = before !== "" && text.startsWith(before);
  return !isAgain && (next === undefined || !(NUMBER.test(next) || isOfNone({ ...word, at: at + 1 })));
}

/** "pausa musiken" */
function isDoneToKind(text: string, lexicon: Lexicon): boolean {
  return lexicon.senses(lexicon.stem(text)).some(({ role }) => role === "verb");
}

/** A name of several things tells no one of them. */
function isNamed(text: string, { lexicon, said }: WordAt): boolean {
  return said.isName(text) && said.kind(text) === undefined && !isSmall(text, lexicon);
}

function isWholeName(text: string, word: WordAt): boolean {
  return isNamed(text, word) && !word.said.isInLonger(text);
}

/** The place of the word that is rather what is to be done: it comes first or last; where another is, on its usual side alone. */
function deedAmong(word: WordAt): number | undefined {
  const { texts, lexicon } = word;
  const unknown = texts.flatMap((_, place) => (isOfNone({ ...word, at: place }) ? [place] : []));
  const areSmall = (some: readonly string[]) =>
    lexicon.byCase ? some.length === 0 : some.every((each) => isSmall(each, lexicon));
  const first = unknown.find((place) => areSmall(texts.slice(0, place)));
  const last = unknown.findLast((place) => areSmall(texts.slice(place + 1)));
  const [usual, other] = lexicon.deedsFirst === false ? [last, first] : [first, last];
  const isKnown = texts.some((each) => isDeed(each, word)) || endsInDeed(word);
  return usual ?? (isKnown ? undefined : other);
}

/** "lambayı aç", which is hungry too. */
function endsInDeed({ texts, lexicon }: WordAt): boolean {
  const senses = lexicon.senses(lexicon.stem(texts.at(-1) ?? ""));
  return lexicon.deedsFirst === false && senses.some(({ role }) => role === "act");
}

function isDeed(text: string, { lexicon, said }: WordAt): boolean {
  if (isSmall(text, lexicon) || said.kind(text) !== undefined) return false;
  const isDone = lexicon.senses(lexicon.stem(text)).some(({ role }) => role === "act" || role === "verb");
  return isDone || lexicon.byForm?.isDeed(text) === true || lexicon.byForm?.switches(text) === true;
}

/** No word that Home Assistant, a dictionary of small words, the ICU, CLDR or a name here has. */
function isOfNone(word: WordAt): boolean {
  const { texts, at, lexicon, said } = word;
  const text = texts[at] ?? "";
  if (text.length < SHORTEST || NUMBER.test(text) || lexicon.isEveryday(text)) return false;
  const isHardlySmall =
    isSmall(text, lexicon) &&
    !lexicon.writesSmall(text) &&
    isJoint(texts[at - 1] ?? "", lexicon) &&
    at >= LED;
  if (isSmall(text, lexicon) && !isHardlySmall) return false;
  if (said.isName(text) || said.isPlace(text)) return false;
  // "za pět minut", "tunnin kuluttua"
  if ([at - 1, at + 1].some((place) => lexicon.isUnit(lexicon.stem(texts[place] ?? "")))) return false;
  const kind = said.kind(text);
  if (kind !== undefined) return kind.size === 1 && at >= LED && isJoint(texts[at - 1] ?? "", lexicon);
  return (
    (isHardlySmall || lexicon.senses(lexicon.stem(text)).length === 0) &&
    lexicon.byForm?.states(text) === undefined
  );
}
