/** The stretch of time that words mean, in the home's zone. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { spanText, timeline, timeRange } from "../../../src/home/past/range.ts";

const BERLIN = "Europe/Berlin";
const now = Date.parse("2026-06-12T12:00:00+02:00");
const HOUR = 3_600_000;

function range(words: object, mostHours?: number): readonly string[] {
  try {
    const { start, end } = timeRange(words, now, BERLIN, mostHours);
    return [new Date(start).toISOString().slice(5, 16), new Date(end).toISOString().slice(5, 16)];
  } catch (fault) {
    if (fault instanceof Failure) return [fault.code];
    throw fault;
  }
}

describe("the time meant", () => {
  test.each([
    ["nothing", {}, ["06-11T10:00", "06-12T10:00"]],
    ["so long ago", { start: "7d" }, ["06-05T10:00", "06-12T10:00"]],
    ["so long ago, in words", { start: "3 hours ago", end: "an hour ago" }, ["06-12T07:00", "06-12T09:00"]],
    ["so long ago, as others write it", { start: "-90min", end: "now-30m" }, ["06-12T08:30", "06-12T09:30"]],
    ["months ago", { start: "2 months ago", end: "1mo" }, ["04-12T10:00", "05-12T10:00"]],
    ["a year ago", { start: "a year ago", end: "last month" }, ["06-12T10:00", "05-12T10:00"]],
    ["minutes are no months", { start: "5m" }, ["06-12T09:55", "06-12T10:00"]],
    ["the last of them", { start: "last 24 hours", end: "past hour" }, ["06-11T10:00", "06-12T09:00"]],
    ["since a day", { start: "2026-06-10" }, ["06-09T22:00", "06-12T10:00"]],
    ["yesterday", { start: "yesterday" }, ["06-10T22:00", "06-11T22:00"]],
    ["today, until now", { start: "today" }, ["06-11T22:00", "06-12T10:00"]],
    ["until now, in words", { start: "1h", end: "Now" }, ["06-12T09:00", "06-12T10:00"]],
    [
      "the home's wall clock",
      { start: "2026-06-12T03:00", end: "2026-06-12 04:00" },
      ["06-12T01:00", "06-12T02:00"],
    ],
    ["with an offset", { start: "2026-06-12T03:00:00Z" }, ["06-12T03:00", "06-12T10:00"]],
    [
      "an end that is a day is all of it",
      { start: "2026-06-09", end: "2026-06-10" },
      ["06-08T22:00", "06-10T22:00"],
    ],
    ["behind a time", { start: "7d", after: "2026-06-12T01:00" }, ["06-11T23:00", "06-12T10:00"]],
    ["the future is not there yet", { end: "2026-06-13" }, ["06-11T10:00", "06-12T10:00"]],
    ["start behind end", { start: "2h", end: "3h" }, ["INPUT_INVALID"]],
    ["no time", { start: "soonish" }, ["INPUT_INVALID"]],
    ["a day that is none", { start: "2026-05-32" }, ["INPUT_INVALID"]],
    ["a day that this month has not", { end: "2026-02-30" }, ["INPUT_INVALID"]],
    ["a year alone, which runtimes read as they like", { start: "2026" }, ["INPUT_INVALID"]],
    ["a time to come", { start: "in 2 hours" }, ["INPUT_INVALID"]],
    ["no number of months", { start: "month" }, ["INPUT_INVALID"]],
    ["years before there was any", { start: "90 years ago" }, ["INPUT_INVALID"]],
    ["a length of nothing", { start: "last 3" }, ["INPUT_INVALID"]],
    ["a word that begins like one", { start: "as" }, ["INPUT_INVALID"]],
    ["half of a day", { start: "am" }, ["INPUT_INVALID"]],
    ["a number", { start: "1" }, ["INPUT_INVALID"]],
    ["a day in words", { start: "June 10, 2026" }, ["INPUT_INVALID"]],
    ["before there was any", { start: "1970-01-01" }, ["INPUT_INVALID"]],
    ["only the future", { start: "2030-01-01" }, ["INPUT_INVALID"]],
  ])("%s", (_, words, wanted) => expect(range(words)).toEqual(wanted));

  test("a grant that shows some hours", () => {
    expect(range({ start: "7d" }, 48)).toEqual(["06-10T10:00", "06-12T10:00"]);
    expect(range({ start: "7d", end: "5d" }, 48)).toEqual(["PERMISSION_DENIED"]);
  });
});

test("a month that has no such day is gone back to its last, at the same time of the day", () => {
  const at = (now: string) =>
    new Date(timeRange({ start: "1 month ago" }, Date.parse(now), "Europe/Berlin").start);
  expect(at("2026-03-31T10:00:00Z").toISOString()).toBe("2026-02-28T11:00:00.000Z");
  expect(at("2024-03-30T23:30:00Z").toISOString()).toBe("2024-02-28T23:30:00.000Z");
});

test("a year long ago is said as it was written", () => {
  expect(() => timeRange({ start: "0001-02-03T12:00Z" }, now, BERLIN)).toThrow(
    "start (0001-02-03) is before",
  );
});

test("spans and times as people write them", () => {
  expect([0, 12_000, 61_000, 90 * 60_000, 49 * HOUR].map(spanText)).toEqual([
    "0 s",
    "12 s",
    "1 min 1 s",
    "1 h 30 min",
    "2 d 1 h",
  ]);
  const at = (hours: number) => ({ at: now + hours * HOUR, text: "x" });
  expect(timeline([at(0), at(1), at(12)], BERLIN, false)).toEqual([
    "06-12 12:00 x",
    "13:00 x",
    "06-13 00:00 x",
  ]);
});
