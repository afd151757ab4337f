/** Words before a kind that tell one thing here from another: "floor lamp", where one is called so. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { Word } from "../words/query-words.ts";
import { areBeside } from "./names-here.ts";
import { asName, type WordReach } from "./reached.ts";

/** Small words too are names where they do, in English, which puts them there. */
export function withTelling(words: readonly Word[], tables: Tables, visible: Visible): readonly Word[] {
  if (tables.lexicon.isSparse) return words;
  return words.map((word, at) => {
    const [before, behind] = [words[at - 1], words[at + 1]];
    if (isRoom(words, at, tables.lexicon)) return { ...word, senses: [], role: "name", tellsKind: true };
    const isSmall = word.role === "soft" || word.role === "hint" || (word.role === "verb" && at > 0);
    const mayTell = word.role === "name" || (isSmall && maySayWhich(word, before, tables.lexicon));
    const isTelling = mayTell && behind?.role === "noun" && isCalled(word, behind, tables, visible);
    return isTelling ? { ...word, role: "name", tellsKind: true } : word;
  });
}

/** "music room speaker": of a room for it is said what is done elsewhere. */
function isRoom(words: readonly Word[], at: number, lexicon: Lexicon): boolean {
  const [word, room, kind] = words.slice(at);
  if (word?.role !== "verb" && word?.role !== "noun") return false;
  return room?.role === "soft" && lexicon.isNumbered(room.text) && kind?.role === "noun";
}

function maySayWhich({ text }: Word, before: Word | undefined, lexicon: Lexicon): boolean {
  // "kitchen area lights"
  const isOfPlace = before?.role === "name";
  return !isOfPlace && ![lexicon.isOneOf, lexicon.saysWhere, lexicon.asksForAll].some((is) => is(text));
}

function isCalled(word: Word, kind: Word, tables: Tables, visible: Visible): boolean {
  const [first, second] = [tables.vocabulary.find(word.stem), tables.vocabulary.find(kind.stem)];
  if (first === undefined || second === undefined || kind.share < 1) return false;
  return areBeside(first, second, tables, visible);
}

/** "the good morning scene": before the word for one routine any word of a name tells which, and what nobody knows another. */
export function withRoutine(reaches: WordReach[], tables: Tables, visible: Visible): WordReach[] {
  const { lexicon, vocabulary, byTerm } = tables;
  if (lexicon.isSparse) return withRoutineBehind(reaches, lexicon);
  const kind = reaches.findIndex((each) => each.text === each.stem && isRoutine(each));
  if (kind < 1) return reaches;
  const isOfGrammar = ({ text }: WordReach) =>
    [lexicon.isOneOf, lexicon.saysWhere, lexicon.asksForAll, lexicon.isNumbered].some((is) => is(text));
  const isSmall = (each: WordReach) => (each.role === "soft" || each.role === "hint") && !isOfGrammar(each);
  const isInName = ({ stem }: WordReach) => {
    const term = vocabulary.find(stem);
    return term !== undefined && byTerm.of(term).some(visible.entity);
  };
  // small words that stand there together are a name as well, if no other is said
  const from = reaches.slice(0, kind).findLastIndex((each) => !isSmall(each)) + 1;
  const isName = kind === reaches.length - 1 && kind - from > 1 && !lexicon.asks(reaches[0]?.stem ?? "");
  return reaches.map((each, at) => {
    if (at >= kind || each.needed || isOfGrammar(each)) return each;
    // "reading scene"
    const isHint = each.role === "hint" && at === kind - 1 && at === from && !isInName(each);
    if (each.isUnknown || each.isGuess || isHint) return { ...asName(each), isOther: true };
    return isSmall(each) && ((isName && at >= from) || isInName(each)) ? asName(each) : each;
  });
}

/**
 * "uruchom scenę impreza", "lance la scène lecture": behind what is to be done, what nobody knows, or what is done to other
 * things, says right behind the word which.
 */
function withRoutineBehind(reaches: WordReach[], lexicon: Lexicon): WordReach[] {
  const kind = reaches.findIndex(isRoutine);
  const isDone = ({ role }: WordReach) => role === "act" || role === "verb";
  const isDeed = (each: WordReach) => isDone(each) && each.terms.size === 0;
  // elsewhere it may follow
  if (!lexicon.deedsFirst && !reaches.slice(0, Math.max(0, kind)).some(isDone)) return reaches;
  const isWhich = (each: WordReach, at: number) =>
    kind >= 0 &&
    at === kind + 1 &&
    (each.isUnknown || each.isGuess || isDeed(each)) &&
    !lexicon.saysHow(each.text);
  return reaches.map((each, at) => (isWhich(each, at) ? { ...asName(each), isOther: true } : each));
}

function isRoutine({ kinds }: WordReach): boolean {
  return (
    kinds.length > 0 && kinds.every(({ serves }) => [...serves.keys()].every((each) => ROUTINES.has(each)))
  );
}

const ROUTINES: ReadonlySet<string> = new Set(["automation", "script", "scene"]);
