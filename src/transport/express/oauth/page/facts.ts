/** What is said of every grant: hours, end, what it may besides. */

import type { OfferedGrant } from "../../../person-road.ts";
import type { Words } from "./english.ts";
import { foreign, type Markup, markup, NOTE_MAX } from "./markup.ts";
import type { PageLanguage } from "./words.ts";

export type Speaking = {
  readonly language: PageLanguage;
  readonly words: Words;
  /** IANA name; of the home. */
  readonly timeZone: string;
};

/** `dt` and `dd`, for a list. */
export function factsOf(grant: OfferedGrant, speaking: Speaking): Markup {
  const { words } = speaking;
  const { restrictions } = grant;
  return markup`<dt>${words.hours}</dt><dd>${hoursOf(grant, speaking)}</dd>
<dt>${words.expires}</dt><dd>${endOf(grant.expiresAt, speaking)}</dd>
${restrictions.length === 0 ? undefined : markup`<dt>${words.alsoHolds}</dt><dd>${restrictions.map((type) => wordFor(words.restriction, type)).join(", ")}</dd>`}`;
}

/** What its owner says of it, a built-in in the words of the page. */
export function noteOf({ id, note }: OfferedGrant, words: Words): Markup | undefined {
  const said = (Object.hasOwn(words.builtIn, id) ? words.builtIn[id] : undefined) ?? note;
  return said === undefined || said === "" ? undefined : markup`<p>${foreign(said, NOTE_MAX)}</p>`;
}

/** Dates that nobody takes for other ones. */
const LOCALES: Readonly<Record<PageLanguage, string>> = { en: "en-GB", de: "de-DE" };

/** What is in no table is shown as it is written in the grant. */
export function wordFor(table: Readonly<Record<string, string>>, key: string): string {
  return (Object.hasOwn(table, key) ? table[key] : undefined) ?? key;
}

/** The day alone, for where there is little room. */
export function dayOf(at: number, { language, timeZone }: Speaking): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "medium", timeZone }).format(at);
}

function endOf(at: number | undefined, { language, words, timeZone }: Speaking): string {
  if (at === undefined) return words.doesNotEnd;
  const format = { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone } as const;
  return `${new Intl.DateTimeFormat(LOCALES[language], format).format(at)} (${timeZone})`;
}

function hoursOf({ hours }: OfferedGrant, { language, words }: Speaking): string {
  if (hours.length === 0) return words.always;
  return hours
    .map(({ windows, timeZone }) =>
      windows.length === 0
        ? words.never
        : `${windows.map((window) => windowText(window, language)).join("; ")} (${timeZone})`,
    )
    .join(" + ");
}

type OpenWindow = OfferedGrant["hours"][number]["windows"][number];

function windowText({ days, start, end }: OpenWindow, language: PageLanguage): string {
  return `${daysText(days, language)} ${timeText(start)}–${timeText(end)}`.trim();
}

const WEEK = 7;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

function daysText(days: readonly number[], language: PageLanguage): string {
  if (days.length === WEEK) return "";
  const names = new Intl.DateTimeFormat(LOCALES[language], { weekday: "short", timeZone: "UTC" });
  const name = (day: number) => names.format(MONDAY + day * DAY_MS);
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .map((run) =>
      run.length > 2 ? `${name(run[0] ?? 0)}–${name(run.at(-1) ?? 0)}` : run.map(name).join(", "),
    )
    .join(", ");
}

function timeText(seconds: number): string {
  const part = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${part(seconds / 3_600)}:${part((seconds % 3_600) / 60)}`;
}
