/** The stretch of time that a question about the past means. */

import { Failure } from "../../core/failure.ts";
import { isoInZone, localInstant, spanSeconds } from "../../core/local-time.ts";
import { quote } from "../../core/text.ts";

/** Milliseconds since 1970. */
export type TimeRange = { readonly start: number; readonly end: number };

export type RangeWords = {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** Goes on behind this time; instead of start. */
  readonly after?: string | undefined;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?Z|[+-]\d\d:?\d\d)?)?$/i;
/** Before Home Assistant was there. */
const EARLIEST = Date.UTC(2013, 8, 17);

/**
 * The last day unless told. A time is a date, a date and time (the home's zone where no offset is given), `24h`, `7d` or
 * `2 hours ago`, `today`, `yesterday`, `now`. `most`: how far back the grant lets see, in hours. INPUT_INVALID says what is
 * wrong.
 */
export function timeRange(words: RangeWords, now: number, zone: string, mostHours?: number): TimeRange {
  const read = (name: keyof RangeWords, edge: "start" | "end") => {
    const text = words[name]?.trim();
    return text === undefined || text === "" ? undefined : instantOf(name, text, { now, zone, edge });
  };
  const end = Math.min(now, read("end", "end") ?? dayAfter(words, now, zone) ?? now);
  const start = read("after", "start") ?? read("start", "start") ?? end - DAY_MS;
  if (start >= end)
    throw new Failure(
      "INPUT_INVALID",
      `start (${isoInZone(start, zone)}) is not before end (${isoInZone(end, zone)}).`,
      {
        hint: `It is ${isoInZone(now, zone)} there; the future has no history.`,
      },
    );
  if (start < EARLIEST)
    throw new Failure("INPUT_INVALID", `start (${dateOf(start)}) is before any Home Assistant.`, {
      hint: "Give a later start.",
    });
  if (mostHours === undefined) return { start, end };
  const earliest = now - mostHours * HOUR_MS;
  if (end <= earliest)
    throw new Failure("PERMISSION_DENIED", `This grant shows the last ${mostHours} hours of history.`, {
      hint: "Ask for a later time; its owner can change limits.history_hours.",
    });
  return { start: Math.max(start, earliest), end };
}

/** `start: "yesterday"` alone means that day. */
function dayAfter({ start, end, after }: RangeWords, now: number, zone: string): number | undefined {
  const text = start?.trim().toLowerCase() ?? "";
  if (end !== undefined || after !== undefined || text !== "yesterday") return undefined;
  return instantOf("start", text, { now, zone, edge: "end" });
}

const MONTHS =
  /^(?:(?:(?:the )?(?:last|past) )?(?:(\d{1,3}) ?|(?:an?|one) )|(?:the )?(?:last|past) )(mo(?:nth)?s?|y(?:ea)?rs?|y)(?: ago)?$/;

/** "2 months ago", "last year": as many as the calendar has. */
function monthsIn(word: string): number | undefined {
  const [, count, unit] = MONTHS.exec(word) ?? [];
  return unit === undefined ? undefined : Number(count ?? 1) * (unit.startsWith("y") ? 12 : 1);
}

/** The same time of the day of that month, its last where it has no such. */
function monthsBefore(now: number, months: number, zone: string): number {
  const wall = isoInZone(now, zone);
  const day = Number(wall.slice(8, 10));
  const first = new Date(Date.UTC(Number(wall.slice(0, 4)), Number(wall.slice(5, 7)) - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return localInstant(`${first.toISOString().slice(0, 10)}${wall.slice(10, 19)}`, zone);
}

type Reading = { readonly now: number; readonly zone: string; readonly edge: "start" | "end" };

function instantOf(name: string, text: string, { now, zone, edge }: Reading): number {
  const word = text.toLowerCase();
  if (word === "now") return now;
  const ago = spanSeconds(word.replace(/^(?:-|now ?- ?)/, ""));
  if (ago !== undefined) return now - ago * 1_000;
  const months = monthsIn(word);
  if (months !== undefined) return monthsBefore(now, months, zone);
  const today = isoInZone(now, zone).slice(0, 10);
  const date =
    word === "today" ? today : word === "yesterday" ? isoInZone(now - DAY_MS, zone).slice(0, 10) : text;
  // a date alone is its first moment, as an end its last
  const shifted = DATE.test(date) && edge === "end" ? nextDay(date) : date;
  const instant = localInstant(DATE.test(shifted) ? `${shifted}T00:00:00` : shifted, zone);
  if (isTime(shifted) && !Number.isNaN(instant)) return instant;
  throw new Failure("INPUT_INVALID", `${name}: ${quote(text, 40)} is no time.`, {
    hint: "Give a date, a date and time such as 2026-11-28T07:00, 24h or 7d (ago), today or yesterday.",
  });
}

function nextDay(date: string): string {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return isDay(date) ? dateOf(instant + DAY_MS) : date;
}

/** `Date.parse` takes more, and not the same in every runtime. */
function isTime(text: string): boolean {
  return TIME.test(text) && isDay(text.slice(0, 10));
}

/** 30 February is none. */
function isDay(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instant) && dateOf(instant) === date;
}

function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** `2 d 3 h`, `45 min`, `12 s`: the two largest parts. */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

export type Moment = { readonly at: number; readonly text: string };

/** `11-28 07:00 21.4`, `08:00 21.6`: the day where it is another than before, seconds where `fine`; in the home's zone. */
export function timeline(moments: readonly Moment[], zone: string, fine: boolean): readonly string[] {
  let day = "";
  return moments.map(({ at, text }) => {
    const iso = isoInZone(at, zone);
    const date = iso.slice(5, 10);
    const time = iso.slice(11, fine ? 19 : 16);
    const head = date === day ? time : `${date} ${time}`;
    day = date;
    return `${head} ${text}`;
  });
}

/** `11-28 07:00`. */
export function shortTime(instant: number, zone: string): string {
  return isoInZone(instant, zone).slice(5, 16).replace("T", " ");
}

/** How far the wall clock of the zone is ahead of UTC at that instant. */
export function wallOffsetMs(instant: number, zone: string): number {
  return Date.parse(`${isoInZone(instant, zone).slice(0, 19)}Z`) - Math.floor(instant / 1_000) * 1_000;
}
