/** Words of the home's language that ask for things in a state ("geschlossene Fenster", "開いている窓"). */

import { HAN_DICTIONARY, segmentsOf } from "./icu.ts";
import type { Lexicon } from "./lexicon.ts";
import { mayBeIn, type StateAsked } from "./state-asked.ts";
import type { StateTargets } from "./states.ts";
import { isSpaceless, tokenise } from "./tokenise.ts";

/** What the home makes of a word. */
export type Said = {
  /** What serves the kind that it says, alone or at its end; undefined for a word that says none. */
  kind(word: string): ReadonlyMap<string, number> | undefined;
  /** Whether it is part of a place's name. */
  isPlace(word: string): boolean;
  /** Whether it is part of any other name. */
  isName(word: string): boolean;
  /** Whether it is one of several words of a thing's name. */
  isInLonger(word: string): boolean;
  /** Of a script without spaces: whether all of it stands in a name. */
  isWhole(word: string): boolean;
  /** Of such a script: whether a place is called with the sign. */
  isInPlaces(sign: string): boolean;
  /** And how many places are called with it at the end. */
  endsPlaces(sign: string): number;
  /** Of such a script: how many names here end in it behind what is no place; none where one is it alone. */
  told(word: string): number;
};

/** undefined: none is asked for, as where something is to be done ("schließe die Fenster"), or one thing is named. */
export function stateByForm(text: string, lexicon: Lexicon, said: Said): StateAsked | undefined {
  if (!lexicon.byForm) return undefined;
  if (!isSpaceless(text)) return amongWords(text, lexicon, said);
  return beforeKind(text, lexicon, said) ?? behindWhich(text, lexicon, said);
}

/** A word that is no form of what is done, with a kind that can be so. */
function amongWords(text: string, lexicon: Lexicon, said: Said): StateAsked | undefined {
  const texts = tokenise(text);
  const { byForm } = lexicon;
  for (const [at, word] of texts.entries()) {
    const state = stateOf(texts, at, lexicon, said);
    if (!state) continue;
    const kinds = texts.map((each, other) => (other === at ? undefined : said.kind(each)));
    const others = texts.filter((_, other) => other !== at);
    const isSaid = (each: string) =>
      said.kind(each) !== undefined || said.isPlace(each) || isSmall(each, lexicon);
    const isAlone = others.every((each) => isSmall(each, lexicon));
    // "ventilatore": what climates are called that only blow is first a fan
    const isKind = lexicon.writes(word) && said.kind(word) !== undefined;
    if (isKind && (isAlone || !byForm?.writes(word))) continue;
    const fits = (other: number) => {
      const kind = kinds[other];
      return kind !== undefined && mayBeIn(state, kind);
    };
    if (!isAlone && !texts.some((_, other) => fits(other))) continue;
    if (others.some((each) => !isSaid(each) && said.isName(each))) continue;
    // before the kind; or behind several of it, where nothing comes first that could make a question of it
    const isBefore = fits(at + 1) && !fits(at - 1);
    const isBehind = at === 1 && fits(0) && !lexicon.writes(texts[0] ?? "");
    const isNominal = (isBefore || isBehind) && others.every(isSaid);
    const isSure = byForm?.states(word) !== undefined || byForm?.statesAlike(word) === undefined;
    const named = kinds.flatMap((kind) => kind ?? []);
    return {
      word,
      state,
      kinds: named,
      rest: others.join(" "),
      isAlone,
      isFirm: isSure && (isAlone || isNominal),
    };
  }
  return undefined;
}

function stateOf(
  texts: readonly string[],
  at: number,
  lexicon: Lexicon,
  said: Said,
): StateTargets | undefined {
  const { byForm } = lexicon;
  const word = texts[at] ?? "";
  // "armar en casa" is done, and "quién está en casa" is not
  const isAtHome = lexicon.isHome(word) && lexicon.isAtHome(word);
  if (!byForm || (byForm.isDeed(word) && !isAtHome)) return undefined;
  // the form of "ferme" is that of "fermé": first it is said of what is to be done
  if (at === 0 && texts.length > 1 && byForm.hasStemOfDeed(word)) return undefined;
  const known = byForm.states(word);
  if (known) return known;
  const near = byForm.statesAlike(word) ?? byForm.statesNearDeed(word);
  if (!near) return undefined;
  const kindAt = (place: number) => {
    const each = texts[place];
    return each === undefined ? undefined : said.kind(each);
  };
  const isBeside = (kind: ReadonlyMap<string, number> | undefined) => kind && mayBeIn(near, kind);
  // "welche Fenster sind offen"
  const isLinked =
    at === texts.length - 1 && isSmall(texts[at - 1] ?? "", lexicon) && kindAt(at - 1) === undefined;
  const before = isLinked ? at - 2 : at - 1;
  return isBeside(kindAt(before)) || isBeside(kindAt(at + 1)) ? near : undefined;
}

/** What joins a state to the kind behind it: endings, particles, one sign of "being so" (中). */
const JOINTS = [/^\p{Script=Hiragana}*/u, /^\p{Script=Han}\p{Script=Hiragana}+/u];
const LONGEST_KIND = 8;

/** In a script without spaces the state stands before the kind: behind it, it is what is to be done. */
function beforeKind(text: string, lexicon: Lexicon, said: Said): StateAsked | undefined {
  const { byForm } = lexicon;
  const folded = text.normalize("NFKC").toLowerCase();
  for (const [spelled, words] of spellingsIn(folded, lexicon)) {
    const state = joined(words.flatMap((word) => byForm?.states(word) ?? []));
    const isDeed = byForm?.isDeed(spelled) === true || !words.includes(spelled);
    const from = folded.indexOf(spelled);
    const behind = folded.slice(from + spelled.length);
    const kind = jointsOf(behind, lexicon).find(
      (joint) => !(joint === "" && isDeed) && startsWithKind(behind.slice(joint.length), state, said),
    );
    if (kind === undefined) continue;
    const rest = `${folded.slice(0, from)} ${behind.slice(kind.length)}`.trim();
    return { word: spelled, state, kinds: [], rest, isAlone: false, isFirm: true };
  }
  return undefined;
}

/**
 * What a text has of the words for states, each with those that it may be, the longest first. 已打开 is also said without 已;
 * and 开启 and 已打开 by one sign of each with two small ones behind it ("开着的").
 */
function spellingsIn(text: string, lexicon: Lexicon): readonly (readonly [string, readonly string[]])[] {
  const words = lexicon.byForm?.words.filter(isSpaceless) ?? [];
  const found = new Map<string, string[]>();
  const add = (spelled: string, word: string) => found.set(spelled, [...(found.get(spelled) ?? []), word]);
  for (const word of words)
    for (const spelled of new Set([word, bareOf(word, lexicon)]))
      if (text.includes(spelled)) add(spelled, word);
  const pieces = segmentsOf(text, HAN_DICTIONARY);
  for (const [at, sign] of pieces.entries()) {
    const [next = "", last = ""] = pieces.slice(at + 1);
    if (![sign, next, last].every((each) => SIGN.test(each))) continue;
    if (!isSmall(next, lexicon) || !isSmall(last, lexicon)) continue;
    for (const word of withSign(sign, words, lexicon)) add(sign + next, word);
  }
  return [...found].sort(([a], [b]) => b.length - a.length);
}

/** The words for states that begin with a sign, and those that have it elsewhere. */
function withSign(sign: string, words: readonly string[], lexicon: Lexicon): readonly string[] {
  const some = words.filter((word) => HAN.test(word) && bareOf(word, lexicon).includes(sign));
  const first = some.filter((word) => bareOf(word, lexicon).startsWith(sign));
  return [...new Set([...first, ...some])];
}

/** "哪些灯开着": where it is asked which, behind the kind stands how it is, by its first sign and small ones. */
function behindWhich(text: string, lexicon: Lexicon, said: Said): StateAsked | undefined {
  if (lexicon.hasParticles) return undefined;
  const folded = text.normalize("NFKC").toLowerCase();
  const pieces = segmentsOf(folded, HAN_DICTIONARY);
  const at = pieces.findIndex((piece) => !tokenise(piece).every(said.isPlace));
  const which = pieces[at] ?? "";
  const isWhich = which.length > 1 && isSmall(which, lexicon) && asksWhich(which, lexicon);
  const behind = pieces.slice(at + 1).join("");
  const kind = isWhich ? kindIn(behind, said) : undefined;
  if (kind === undefined) return undefined;
  const signs = [...behind.slice(kind.length)].filter((sign) => /\p{L}/u.test(sign));
  const from = signs.findIndex((sign) => !isSmall(sign, lexicon));
  const sign = signs[from] ?? "";
  const words = lexicon.byForm?.words.filter(isSpaceless) ?? [];
  const state = joined(withSign(sign, words, lexicon).flatMap((word) => lexicon.byForm?.states(word) ?? []));
  const others = signs.slice(from + 1);
  // 著 of 開著 is a small sign in the other script alone
  const isEnd = others.length > 0 && others.slice(1).every((each) => isSmall(each, lexicon));
  const meant = said.kind(kind);
  if (!isEnd || meant === undefined || !mayBeIn(state, meant)) return undefined;
  const rest = `${pieces.slice(0, at + 1).join("")}${kind}`;
  return { word: sign, state, kinds: [meant], rest, isAlone: false, isFirm: true };
}

/** 哪些, 哪个: what asks which, or shows it, asks or shows where as well (哪里); 所有 and 每个 do not. */
function asksWhich([first = ""]: string, { smallSigns, isSmallWord }: Lexicon): boolean {
  const { alone, behind, leads } = smallSigns;
  return leads.includes(first) && behind.some((sign) => !alone.includes(sign) && isSmallWord(first + sign));
}

/** The kind that a text begins with. */
function kindIn(text: string, said: Said): string | undefined {
  const signs = [...text].slice(0, LONGEST_KIND);
  const beginnings = signs.map((_, at) => signs.slice(0, at + 1).join(""));
  return beginnings.findLast((each) => said.kind(each) !== undefined);
}

/** Without the small sign before it. */
function bareOf(word: string, lexicon: Lexicon): string {
  const isLed = HAN.test(word) && word.length > SHORTEST && isSmall(word[0] ?? "", lexicon);
  return isLed ? word.slice(1) : word;
}

const SIGN = /^\p{Script=Han}$/u;
const HAN = /^\p{Script=Han}+$/u;
const SHORTEST = 2;

/** Of each kind the first that is said of it: 锁着 is 锁定, not 解锁. */
function joined(states: readonly StateTargets[]): StateTargets {
  return new Map(states.flatMap((state) => [...state]).reverse());
}

/** Nothing, a small word, or letters that endings are written in. */
function jointsOf(behind: string, lexicon: Lexicon): readonly string[] {
  const endings = JOINTS.map((joint) => joint.exec(behind)?.[0] ?? "");
  const [sign = ""] = behind;
  return ["", ...endings, ...(isSmall(sign, lexicon) ? [sign] : [])];
}

function startsWithKind(text: string, state: StateTargets, said: Said): boolean {
  const signs = [...text].slice(0, LONGEST_KIND);
  return signs.some((_, at) => {
    const kind = said.kind(signs.slice(0, at + 1).join(""));
    return kind !== undefined && mayBeIn(state, kind);
  });
}

function isSmall(word: string, lexicon: Lexicon): boolean {
  const senses = lexicon.senses(lexicon.stem(word));
  return senses.length > 0 && senses.every(({ role }) => role === "soft");
}
