/** What a word of a query has come to in a home. */

import type { Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";
import { isLettered, isSpaceless } from "../words/tokenise.ts";

export type WordReach = {
  readonly stem: string;
  /** As the query has it, folded. */
  readonly text: string;
  readonly role: Word["role"];
  /** What the word counts for in the score. */
  readonly weight: number;
  /** Whether a hit that does not serve it is at best a near one. */
  readonly needed: boolean;
  /** Whether it is a word of an area's name, or may be one with an ending. */
  readonly isPlace: boolean;
  /** Whether it is a sign of another word here, and no word of a name. */
  readonly isSign: boolean;
  /** Whether a word of an area is written so, though it may be a kind as well ("garage"). */
  readonly isArea: boolean;
  /** Whether it stands before a kind as in the name of a thing here. */
  readonly tellsKind: boolean;
  /** Whether neither home nor languages know it. */
  readonly isUnknown: boolean;
  /** Whether it is said where anything may be, as what is played. */
  readonly isFree: boolean;
  /** To how many kinds, here or not, it may be done. */
  readonly breadth: number;
  /** Whether it is a small word by its ending alone. */
  readonly isHardlySmall: boolean;
  /** Whether it surely tells which thing is meant, by what nothing here is called. */
  readonly isOther: boolean;
  /** Whether it is but nearly written like a word of a language, and like none of the home. */
  readonly isGuess: boolean;
  /** Which of several it counts, above the first. */
  readonly nth: number | undefined;
  /** What it means as a word for a kind. */
  readonly kinds: readonly Sense[];
  /** Whether it says what is measured: a kind of its own, or a property of another thing. */
  readonly measures: boolean;
  /** Numbers of words → how well they serve, 0 to 1. */
  readonly terms: ReadonlyMap<number, number>;
  /** Numbers of groups other than areas → how well their members are served by belonging to it. */
  readonly groups: ReadonlyMap<number, number>;
};

/** Served less, a word counts as not served. */
export const SERVED = 0.3;
/** A place that is a kind as well ("garage") is served so by what is in it, or is of the kind, not by a cousin. */
export const IN_PLACE = 0.5;
/** What is another kind of the domain that is asked for serves so. */
export const COUSIN = 0.2;
/** What can be done to so few kinds says which is meant ("dim"). */
export const FEW_KINDS = 3;

export const WEIGHTS: Readonly<Record<Word["role"], number>> = {
  name: 1,
  noun: 1,
  act: 0.65,
  verb: 0.5,
  free: 0.5,
  number: 0.5,
  hint: 0.12,
  value: 0.05,
  soft: 0.05,
};
export function asName(reach: WordReach): WordReach {
  return { ...reach, role: "name", weight: WEIGHTS.name, needed: true };
}

export function overlap(one: WordReach, other: WordReach): boolean {
  if (!isSpaceless(one.text) || isLettered(one.text)) return false;
  return one.text.length > 1 && one.text.at(-1) === other.text[0];
}

/** Whether any of the words or groups that are reached is so. */
export function isAny(reached: ReadonlyMap<number, number>, isSo: (number: number) => boolean): boolean {
  for (const number of reached.keys()) if (isSo(number)) return true;
  return false;
}

export const NO_KINDS: readonly Sense[] = [];
export const NO_TERMS: ReadonlyMap<number, number> = new Map();
export const NO_GROUPS: ReadonlyMap<number, number> = new Map();
