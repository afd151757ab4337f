/** Schedules: windows of the week in which a grant is open. */

import type { JsonObject } from "../../../core/json.ts";
import type { DenialCode } from "../model/decision.ts";
import { isZone, localTime } from "../model/zone.ts";

/** One window; days are Monday = 0, times are seconds from midnight. The start day owns what crosses midnight. */
export type Window = { readonly days: ReadonlySet<number>; readonly start: number; readonly end: number };

export const DAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const NAMES: readonly string[] = DAY_NAMES;
const LONG_NAMES: readonly string[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

const EVERY_DAY = new Set([0, 1, 2, 3, 4, 5, 6]);

/** undefined = open now. `zone` is the house's, used where the schedule names none. */
export function checkSchedule(params: JsonObject, zone: string, now: number): DenialCode | undefined {
  const timeZone = params["timezone"] ?? zone;
  if (!isZone(timeZone)) return "invalid_schedule";
  const time = localTime(timeZone, now);
  const windows = windowsOf(params);
  if (!time || windows.length === 0) return "invalid_schedule";
  let refusal: DenialCode = "outside_schedule";
  for (const each of windows) {
    const window = readWindow(each);
    if (typeof window === "string") {
      if (window === "invalid_schedule") refusal = window;
    } else if (isOpen(window, time.day, time.second)) return undefined;
  }
  return refusal;
}

/** Several windows stand in `windows`; any of them opens. */
export function windowsOf(params: JsonObject): readonly JsonObject[] {
  const windows = params["windows"];
  if (windows === undefined) return [params];
  return Array.isArray(windows) ? windows.filter((each) => typeof each === "object" && each !== null) : [];
}

/** A window, or why there is none: one bound alone is no window that could be open. */
export function readWindow(params: JsonObject): Window | "invalid_schedule" | "outside_schedule" {
  const from = params["start_time"] ?? params["start"];
  const to = params["end_time"] ?? params["end"];
  if (isMissing(from) !== isMissing(to)) return "outside_schedule";
  const start = parseTime(from);
  const end = parseTime(to);
  if (start === undefined || end === undefined || start === end) return "invalid_schedule";
  const days = daysOf(params["days"]);
  return days ? { days, start, end } : "invalid_schedule";
}

function isMissing(bound: unknown): boolean {
  return bound === undefined || bound === null || bound === "";
}

function isOpen({ days, start, end }: Window, day: number, second: number): boolean {
  if (start < end) return days.has(day) && second >= start && second <= end;
  return (days.has(day) && second >= start) || (days.has((day + 6) % 7) && second <= end);
}

/** `HH:MM` to seconds from midnight. */
export function parseTime(text: unknown): number | undefined {
  const parts = typeof text === "string" ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) : null;
  return parts ? Number(parts[1]) * 3600 + Number(parts[2]) * 60 : undefined;
}

/** None = every day; unknown ones are left out, which can only close. undefined = no list of days. */
function daysOf(days: unknown): ReadonlySet<number> | undefined {
  if (days === undefined || days === null || days === "") return EVERY_DAY;
  const list: unknown = typeof days === "string" ? days.split(",") : days;
  if (!Array.isArray(list)) return undefined;
  if (list.length === 0) return EVERY_DAY;
  return new Set(list.map(parseDay).filter((day) => day !== undefined));
}

/** `mon`, `Monday`, 0 = Monday; undefined for anything else. */
export function parseDay(day: unknown): number | undefined {
  if (typeof day === "number") return Number.isInteger(day) && day >= 0 && day <= 6 ? day : undefined;
  if (typeof day !== "string") return undefined;
  const name = day.trim().toLowerCase();
  const at = Math.max(NAMES.indexOf(name), LONG_NAMES.indexOf(name));
  return at < 0 ? undefined : at;
}
