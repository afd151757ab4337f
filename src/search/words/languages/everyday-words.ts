/** Words of a language that are said of anything anywhere: none of them is the name of a place. */

import { eachInTurns } from "../../../core/turns.ts";
import { knownLocale, segmentsOf } from "../icu.ts";
import { fold } from "../normalise.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";
import { smallWordsOf } from "./small-words.ts";

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const UNITS = ["second", "minute", "hour", "day", "week", "month", "year"] as const;
const NEAR = [-1, 0, 1];
const WEEK = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)));

/** "Lüfter-Betriebsart": of what is joined the end says what it is. */
const BEFORE_HYPHEN = /[\p{L}\p{M}]+-(?=\p{L})/gu;

const HOURS = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2024, 0, 1, hour)));

/** Folded: those of Home Assistant's own texts, and words for times. */
export async function everydayWords(code: string, texts: readonly string[]): Promise<ReadonlySet<string>> {
  const words = new Set<string>();
  await eachInTurns([...texts, ...timesIn(code)], (text) => {
    const whole = text.replace(BEFORE_HYPHEN, "");
    for (const word of isSpaceless(text) ? segmentsOf(fold(text), code) : tokenise(whole)) words.add(word);
  });
  // a language with Chinese signs beside its own (全部) has few of those in its own list
  const own = await smallWordsOf(code);
  if (own.some((word) => KANA.test(word))) for (const word of await smallWordsOf("zh")) words.add(word);
  return words;
}

/** "heute", "diese Woche", "Montag", "nachts", as the ICU has them; none for a language that it does not know. */
function timesIn(code: string): readonly string[] {
  const language = knownLocale(code);
  if (language === undefined) return [];
  const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const days = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  const hours = new Intl.DateTimeFormat(language, { dayPeriod: "long", timeZone: "UTC" });
  return [
    ...UNITS.flatMap((unit) => NEAR.map((count) => near.format(count, unit))),
    ...WEEK.map((day) => days.format(day)),
    ...HOURS.map((hour) => hours.format(hour)),
  ];
}
