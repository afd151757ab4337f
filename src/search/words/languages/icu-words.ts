/** Words and endings of a language, as the ICU shows them. */

import { knownLocale } from "../icu.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";

/** "und", "oder": between two things which are both meant. Empty for a language that it does not know, or that writes them onto a word. */
export function conjunctionsOf(code: string): readonly string[] {
  const language = knownLocale(code);
  if (language === undefined) return [];
  return (["conjunction", "disjunction"] as const).flatMap((type) => {
    const parts = new Intl.ListFormat(language, { type }).formatToParts(["A", "B"]);
    const joints = parts.flatMap((part) => (part.type === "literal" ? [part.value] : []));
    return joints.filter((joint) => !joint.trim().endsWith("-")).flatMap(tokenise);
  });
}

const UNITS = ["second", "minute", "hour", "day", "percent"] as const;
const DEGREES = ["degree", "celsius", "fahrenheit"] as const;
/** Every form that a language has for numbers. */
const NUMBERS = [0, 1, 2, 3, 5, 1.5] as const;
const TIMES = ["second", "day"] as const;
const LASTING = ["second", "minute", "hour"] as const;

export type Units = {
  /** Degrees too. */
  readonly all: readonly string[];
  /** Those of them that are one word. */
  readonly alone: readonly string[];
  /** Of a script without spaces as well. */
  readonly degrees: readonly string[];
  /** "now", "tomorrow" */
  readonly times: readonly string[];
};

/** None for a language that it does not know, or that writes without spaces. */
export function unitsOf(code: string): Units {
  const language = knownLocale(code);
  if (language === undefined) return { all: [], alone: [], degrees: [], times: [] };
  const written = (unit: string) => {
    const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
    return NUMBERS.flatMap((number) =>
      format.formatToParts(number).flatMap(({ type, value }) => (type === "unit" ? [value] : [])),
    );
  };
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  // "tunnin" is said of what comes alone, "kahden tunnin kuluttua"
  const coming = LASTING.flatMap((unit) =>
    NUMBERS.flatMap((number) => {
      const parts = relative.formatToParts(number, unit);
      return parts.flatMap(({ type, value }) => (parts.length > 1 && type === "literal" ? [value] : []));
    }),
  );
  const units = [...UNITS, ...DEGREES].flatMap(written);
  const degrees = DEGREES.flatMap(written).flatMap((text) => (isSpaceless(text) ? [text] : tokenise(text)));
  const times = TIMES.flatMap((unit) =>
    [-1, 0, 1].flatMap((number) => {
      const parts = relative.formatToParts(number, unit);
      return parts.length === 1 ? parts.map(({ value }) => value) : [];
    }),
  );
  return {
    all: wordsIn([...units, ...coming]),
    alone: wordsIn(units.filter((text) => tokenise(text).length === 1)),
    degrees: [...new Set(degrees)],
    times: wordsIn(times),
  };
}

const WIDE_SPANS = ["hour", "day", "week", "month", "quarter", "year"] as const;
const NIGHT = new Date(Date.UTC(2024, 0, 1));
/** No next one, nor the one after that. */
const SOME = 5;
/** Longer ones say what else they say. */
const LONGEST_LEADING = 2;
/** "v tejto hodine" */
const BEFORE_OTHERS = 2;

/**
 * What leads to a time in which something is ("w tym roku", "v noci", "i dag"), as to a place; what but to the time at which it
 * is done ("um 12:00"); and what to one that comes ("dans 5 minutes"). Of a language that it does not know none.
 */
export function leadingWords(code: string, isSmall: (word: string) => boolean) {
  const language = knownLocale(code);
  if (language === undefined) return { within: "", at: "", until: "" };
  const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const spans = WIDE_SPANS.flatMap((unit) => {
    const times = [-1, 0, 1].flatMap((count) => {
      const isCounted = near.formatToParts(count, unit).some(({ type }) => type === "integer");
      return isCounted ? [] : [tokenise(near.format(count, unit))];
    });
    const firsts = times.map(([first = ""]) => first);
    // "ta godzina" is this one, and no other is said so
    return times.flatMap(([first = "", ...others]) =>
      others.length >= BEFORE_OTHERS ||
      (others.length > 0 && firsts.indexOf(first) !== firsts.lastIndexOf(first))
        ? [first]
        : [],
    );
  });
  const [night = "", ...rest] = tokenise(
    new Intl.DateTimeFormat(language, { dayPeriod: "long", timeZone: "UTC" }).format(NIGHT),
  );
  const isLeading = (word: string) => word.length <= LONGEST_LEADING && isSmall(word) && !isSpaceless(word);
  const within = new Set([...spans, ...(rest.length > 0 ? [night] : [])].filter(isLeading));
  const parts = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).formatToParts(
    NIGHT,
  );
  const hour = parts.findIndex(({ type }) => type === "hour");
  const at = tokenise(parts[hour - 1]?.value ?? "").filter((word) => isSmall(word) && !within.has(word));
  const until = new Set(WIDE_SPANS.map((unit) => tokenise(near.format(SOME, unit))[0] ?? "").filter(isSmall));
  return { within: [...within].join(" "), at: at.join(" "), until: [...until].join(" ") };
}

const SPANS = ["second", "minute", "hour", "day"] as const;
const LONG_ENDING = 3;

/**
 * Endings that a language gives to what is counted: to all that passes before something comes ("tunnin päästä", "po valandos"),
 * and to that in which it is now ("ebben az órában").
 */
export function caseEndings(code: string): {
  readonly owner: readonly string[];
  readonly place: readonly string[];
} {
  const language = knownLocale(code);
  if (language === undefined) return { owner: [], place: [] };
  const plain = SPANS.map((unit) => {
    const parts = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).formatToParts(
      1,
    );
    return tokenise(parts.flatMap(({ type, value }) => (type === "unit" ? [value] : [])).join(" "))[0] ?? "";
  });
  const passing = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const behind = SPANS.map((unit) => {
    const parts = passing.formatToParts(1, unit);
    const number = parts.findIndex(({ type }) => type === "integer");
    return number < 0 ? "" : (tokenise(parts[number + 1]?.value ?? "")[0] ?? "");
  });
  const now = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const within = SPANS.flatMap((unit, at) => {
    const begin = plain[at] ?? "";
    const words = begin === "" ? [] : tokenise(now.format(0, unit));
    return words.flatMap((word) => (word.startsWith(begin) ? [word.slice(begin.length)] : []));
  }).filter((ending) => ending.length >= LONG_ENDING);
  return { owner: commonEnd(behind, plain), place: isOneEnding(within) ? [...new Set(within)] : [] };
}

/** The same without an owner's ending that as many kinds have of themselves: "jungiklis" in Lithuanian. */
export function endingsBeside(code: string, kinds: readonly string[], states: readonly string[]) {
  const { owner, place } = caseEndings(code);
  const isOwner = (ending: string) =>
    kinds.filter((word) => word.endsWith(ending)).length * FEW_KINDS < kinds.length;
  const kept = owner.filter(isOwner);
  const words = kept.length === 0 ? [] : [...kinds, ...states];
  return { owner: kept, place, named: [...new Set(words.map((word) => word.slice(-LONG_ENDING)))] };
}

/** One of so many may end so. */
const FEW_KINDS = 3;

/** The letter in which all of them end, and nothing of the others. */
function commonEnd(words: readonly string[], others: readonly string[]): readonly string[] {
  const last = words[0]?.at(-1) ?? "";
  const isEnd = last !== "" && words.every((word) => word.endsWith(last));
  return isEnd && !isSpaceless(last) && !others.some((word) => word.endsWith(last)) ? [last] : [];
}

/** "ban" is "ben" behind other vowels. */
function isOneEnding(endings: readonly string[]): boolean {
  const [first = "", ...others] = endings;
  return others.length > 0 && others.every((each) => each[0] === first[0] && each.at(-1) === first.at(-1));
}

function wordsIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text) => !isSpaceless(text)).flatMap(tokenise))];
}
