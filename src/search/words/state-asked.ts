/** Words of a query that ask for things in a state ("open windows", "which lights are on"). */

import { domainOf } from "../../core/entity-id.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Sense } from "./sense.ts";
import type { StateTargets } from "./states.ts";
import { tokenise } from "./tokenise.ts";
import { apartIn } from "./verb-apart.ts";

export type StateAsked = {
  /** The word for the state, as the query has it. */
  readonly word: string;
  readonly state: StateTargets;
  /** What serves each kind that is named with it. */
  readonly kinds: readonly ReadonlyMap<string, number>[];
  /** The query without it. */
  readonly rest: string;
  /** Whether the rest says nothing: all that is in the state is asked for. */
  readonly isAlone: boolean;
  /** Whether nothing else is meant where nothing is in it. */
  readonly isFirm: boolean;
  /** Whether it may be what is to be done as well ("lights on upstairs"): then what is so comes first, and nothing is left out. */
  readonly isOrder?: boolean;
};

type Read = {
  readonly texts: readonly string[];
  readonly stems: readonly string[];
  readonly lexicon: Lexicon;
};

/** undefined: none is asked for, as where something is to be done ("open the blinds") or one thing is asked about. */
export function stateAsked(text: string, lexicon: Lexicon): StateAsked | undefined {
  const texts = tokenise(text);
  if (!texts.some(lexicon.mayAskState)) return undefined;
  const read = { texts, stems: texts.map(lexicon.stem), lexicon };
  for (const at of texts.keys()) {
    const found = stateAt(read, at, text);
    if (found) return found;
  }
  return undefined;
}

/** Whether the word at a place asks for things in a state. */
function stateAt(read: Read, at: number, text: string): StateAsked | undefined {
  const { texts, lexicon } = read;
  const word = texts[at] ?? "";
  const state = lexicon.mayAskState(word) ? lexicon.states(word) : undefined;
  // "active" is what is to be done, in a home that speaks French
  if (!state || (at === 0 && lexicon.byForm?.hasStemOfDeed(word))) return undefined;
  const isDone = lexicon.isParticiple(texts[at - 1] ?? "");
  const whose = questionEnding(read, at, state);
  if (whose) return { word, state, kinds: whose, rest: text, isAlone: false, isFirm: false };
  if (!isDone && isPartOfOther(read, at)) return undefined;
  const kinds = kindsBeside(read.stems, at, lexicon);
  const hasKind = kinds.some((kind) => mayBeIn(state, kind));
  if (!hasKind && (kinds.length > 0 || lexicon.asksBesideKind(word))) return undefined;
  const mayBeDone = lexicon.mayBeOrder(word) || lexicon.isParticle(word);
  const isAlone = !mayBeDone && read.stems.every((each, other) => other === at || isSmall(each, lexicon));
  // "motion detected"
  const isAll = at === 1 && texts.length === 2 && !mayBeDone && isOfKind(state, read.stems[0], lexicon);
  const isSaid = isAlone || isAll || isAsked(at, state, { mayBeDone, isDone }, read);
  if (!isSaid && isBehindKind(read, at))
    return { word, state, kinds, rest: text, isAlone, isFirm: false, isOrder: true };
  const rest = withoutState(texts, at, isDone || lexicon.isLink(texts[at - 1] ?? ""));
  const isFirm = !isAll || read.stems[0] !== texts[0];
  return isSaid ? { word, state, kinds, rest, isAlone, isFirm } : undefined;
}

/** "who is home": what serves the kind that a phrase is for which ends in the state. */
function questionEnding(
  { stems, lexicon }: Read,
  at: number,
  state: StateTargets,
): StateAsked["kinds"] | undefined {
  for (let from = Math.max(0, at - lexicon.longestPhrase + 1); from < at; from++) {
    if (!lexicon.asks(stems[from] ?? "") && !lexicon.asks(stems[0] ?? "")) continue;
    const senses = lexicon.senses(stems.slice(from, at + 1).join(" "));
    const kinds = senses.flatMap(({ role, serves }) => (role === "noun" ? [serves] : []));
    if (kinds.some((kind) => mayBeIn(state, kind))) return kinds;
  }
  return undefined;
}

/** "is", or "turned", before the state belongs to it. */
function withoutState(texts: readonly string[], at: number, isLed: boolean): string {
  return texts.filter((_, other) => other !== at && !(isLed && other === at - 1)).join(" ");
}

/** "lights on upstairs": nothing but small words before several of a kind. */
function isBehindKind({ texts, stems, lexicon }: Read, at: number): boolean {
  const isMany = stems[at - 1] !== texts[at - 1] && isNoun(stems[at - 1], lexicon);
  return (
    isMany &&
    lexicon.isParticle(texts[at] ?? "") &&
    stems.slice(0, at - 1).every((stem) => isSmall(stem, lexicon))
  );
}

/** By what stands around the word. */
function isAsked(
  at: number,
  state: StateTargets,
  { mayBeDone, isDone }: { readonly mayBeDone: boolean; readonly isDone: boolean },
  { texts, stems, lexicon }: Read,
): boolean {
  const [first = "", second = ""] = texts;
  const word = texts[at] ?? "";
  const isMany = (place: number) => stems[place] !== texts[place] || lexicon.isMany(texts[place] ?? "");
  const isPlural = (place: number) =>
    isMany(place) && (isNoun(stems[place], lexicon) || isDomain(stems[place], lexicon));
  const noun = at + (nounLength(stems, at + 1, lexicon) || (isPlural(at + 1) ? 1 : 0));
  const isBeforeNoun = noun > at;
  const isOne =
    isBeforeNoun && isOfKind(state, stems[noun], lexicon) && texts.some((_, each) => isMany(each));
  if (isOne) return true;
  if (isDone) return isBeforeNoun ? isMany(noun) : isPlural(at - 2);
  const isParticle = lexicon.isParticle(word);
  if (isParticle && (lexicon.isDeterminer(texts[at + 1] ?? "") || isNoun(stems[at + 1], lexicon)))
    return false;
  const asksForAll = lexicon.asksForAll(first) || (lexicon.isLink(first) && lexicon.asksForAll(second));
  return (
    (isBeforeNoun && !isParticle && (!mayBeDone || isMany(noun) || asksForAll)) ||
    (at > 0 && asksForAll && !(mayBeDone && lexicon.mayBeginOrder(first))) ||
    (at > 1 && lexicon.isLink(texts[at - 1] ?? "") && lexicon.isRelative(texts[at - 2] ?? "")) ||
    (isPlural(lexicon.saysWhere(texts[at - 1] ?? "") ? at - 2 : at - 1) &&
      endsAlone(at, mayBeDone, { texts, stems, lexicon }))
  );
}

/** "windows open": behind its noun alone nothing is to be done; "lights on" may be both. */
function endsAlone(at: number, mayBeDone: boolean, { texts, stems, lexicon }: Read): boolean {
  if (!mayBeDone) return true;
  // "covers open in the bedroom"
  const isEnd = at === texts.length - 1 || lexicon.saysWhere(texts[at + 1] ?? "");
  if (!isEnd || lexicon.isParticle(texts[at] ?? "")) return false;
  return stems.slice(0, at - 1).every((each) => isSmall(each, lexicon));
}

/** What serves each kind that is named beside the word at a place. */
function kindsBeside(
  stems: readonly string[],
  at: number,
  lexicon: Lexicon,
): readonly ReadonlyMap<string, number>[] {
  const phrases = stems.flatMap((stem, other) =>
    other === at ? [] : other + 1 === at ? [stem] : [stem, `${stem} ${stems[other + 1] ?? ""}`],
  );
  const serving = (wanted: Sense["role"]) =>
    phrases.flatMap((phrase) =>
      lexicon.senses(phrase).flatMap(({ role, serves }) => (role === wanted ? [serves] : [])),
    );
  const kinds = serving("noun");
  // "updates", which is no kind where somebody wants to be told
  return kinds.length > 0 ? kinds : serving("hint").filter(isOneDomain);
}

/** Whether a thing of the kind can be in the state. */
export function mayBeIn(state: StateTargets, kind: ReadonlyMap<string, number>): boolean {
  if (state.has("*")) return true;
  const domains = new Set([...kind.keys()].map(domainOf));
  return [...state.keys()].some(
    (target) => kind.has(target) || kind.has(domainOf(target)) || domains.has(target),
  );
}

function isOneDomain({ size }: ReadonlyMap<string, number>): boolean {
  return size === 1;
}

/** "updates" */
function isDomain(stem: string | undefined, lexicon: Lexicon): boolean {
  const senses = stem === undefined ? [] : lexicon.senses(stem);
  return senses.some(({ role, serves }) => role === "hint" && isOneDomain(serves));
}

function isNoun(stem: string | undefined, lexicon: Lexicon): boolean {
  return stem !== undefined && lexicon.senses(stem).some(({ role }) => role === "noun");
}

/** "media players": of how many words the kind is that begins there. */
function nounLength(stems: readonly string[], from: number, lexicon: Lexicon): number {
  const longest = lexicon.longestFrom(stems[from] ?? "");
  for (let length = Math.min(longest, stems.length - from); length > 0; length--)
    if (isNoun(stems.slice(from, from + length).join(" "), lexicon)) return length;
  return 0;
}

/** "low batteries", but no "low lights": the kind has a state of that name. */
function isOfKind(state: StateTargets, kind: string | undefined, lexicon: Lexicon): boolean {
  const serves = lexicon.senses(kind ?? "").flatMap((sense) => [...sense.serves.keys()]);
  return serves.some((each) => each.includes(".") && state.has(each));
}

function isSmall(stem: string, lexicon: Lexicon): boolean {
  const senses = lexicon.senses(stem);
  return senses.length > 0 && senses.every(({ role }) => role === "soft");
}

function isPartOfOther(read: Read, at: number): boolean {
  return isPartOfVerb(read, at) || isPartOfKind(read.stems, at, read.lexicon);
}

/** "power consumption" */
function isPartOfKind(stems: readonly string[], at: number, lexicon: Lexicon): boolean {
  for (let from = Math.max(0, at - lexicon.longestPhrase + 1); from <= at; from++)
    if (nounLength(stems, from, lexicon) > Math.max(1, at - from)) return true;
  return false;
}

/** "turn on" */
function isPartOfVerb(read: Read, at: number): boolean {
  const { stems, lexicon } = read;
  const isDone = (from: number) =>
    lexicon.senses(stems.slice(from, at + 1).join(" ")).some(({ role }) => role === "act" || role === "verb");
  if (at > 0 && isDone(at - 1)) return true;
  return stems.slice(0, at).some((_, verb) => apartIn(read, verb, at, lexicon) !== undefined);
}
