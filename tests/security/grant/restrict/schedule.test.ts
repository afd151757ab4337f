/** Schedules at their edges. */

import { describe, expect, test } from "bun:test";
import {
  checkSchedule,
  parseDay,
  parseTime,
  readWindow,
  windowsOf,
} from "../../../../src/security/grant/restrict/schedule.ts";

function at(instant: string, params: Readonly<Record<string, unknown>>, zone = "UTC"): string {
  return checkSchedule(params, zone, Date.parse(instant)) ?? "open";
}

const FRIDAY_NIGHT = { days: ["fri"], start_time: "22:00", end_time: "06:00" };

describe("schedules", () => {
  test("start and end belong to the window, the end to the millisecond", () => {
    const day = { start: "08:00", end: "20:00" };
    expect(at("2026-06-12T08:00:00Z", day)).toBe("open");
    expect(at("2026-06-12T07:59:59.999Z", day)).toBe("outside_schedule");
    expect(at("2026-06-12T20:00:00.000Z", day)).toBe("open");
    expect(at("2026-06-12T20:00:00.001Z", day)).toBe("outside_schedule");
  });

  test("the start day owns what crosses midnight", () => {
    expect(at("2026-06-13T05:00:00Z", FRIDAY_NIGHT)).toBe("open");
    expect(at("2026-06-12T05:00:00Z", FRIDAY_NIGHT)).toBe("outside_schedule");
    expect(at("2026-06-14T01:00:00Z", { ...FRIDAY_NIGHT, days: ["sat"] })).toBe("open");
    expect(at("2026-06-15T01:00:00Z", { ...FRIDAY_NIGHT, days: ["sun"] })).toBe("open");
  });

  test("both ends belong to a night, to the second", () => {
    const night = { start_time: "22:00", end_time: "06:00" };
    expect(at("2026-06-12T21:59:59Z", night)).toBe("outside_schedule");
    expect(at("2026-06-12T22:00:00Z", night)).toBe("open");
    expect(at("2026-06-13T06:00:00Z", night)).toBe("open");
    expect(at("2026-06-13T06:00:01Z", night)).toBe("outside_schedule");
  });

  test("zones, spring and autumn", () => {
    const gap = { start_time: "02:30", end_time: "03:30", timezone: "Europe/Rome" };
    expect(at("2026-03-29T00:59:00Z", gap)).toBe("outside_schedule");
    expect(at("2026-03-29T01:00:00Z", gap)).toBe("open");
    const twice = { start_time: "02:00", end_time: "02:59", timezone: "Europe/Rome" };
    for (const instant of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
      expect(at(instant, twice)).toBe("open");
    expect(
      at("2026-06-12T22:30:00Z", { days: ["sat"], start_time: "00:00", end_time: "02:00" }, "Europe/Rome"),
    ).toBe("open");
  });

  test("several windows: any of them", () => {
    const windows = [
      { start_time: "01:00", end_time: "02:00" },
      { start_time: "11:00", end_time: "13:00" },
    ];
    expect(at("2026-06-12T12:00:00Z", { windows })).toBe("open");
    expect(at("2026-06-12T12:00:00Z", { windows: [] })).toBe("invalid_schedule");
  });

  test("what cannot be read denies", () => {
    for (const bounds of [
      ["24:00", "25:00"],
      ["8", "20"],
      ["08:00", "08:00"],
      [undefined, undefined],
    ]) {
      expect(at("2026-06-12T12:00:00Z", { start_time: bounds[0], end_time: bounds[1] })).toBe(
        "invalid_schedule",
      );
    }
    expect(at("2026-06-12T12:00:00Z", { start_time: "08:00" })).toBe("outside_schedule");
    expect(at("2026-06-12T12:00:00Z", { start_time: "08:00", end_time: "20:00", days: ["noday"] })).toBe(
      "outside_schedule",
    );
    for (const timezone of ["", "Mars/Base", "../etc", "+02:00", 5]) {
      expect(at("2026-06-12T12:00:00Z", { start_time: "08:00", end_time: "20:00", timezone })).toBe(
        "invalid_schedule",
      );
    }
  });
});

describe("what the words of a window say", () => {
  test.each<readonly [unknown, number | undefined]>([
    ["00:00", 0],
    ["09:05", 9 * 3600 + 5 * 60],
    [" 23:59 ", 23 * 3600 + 59 * 60],
    ["19:00", 19 * 3600],
    ["24:00", undefined],
    ["12:60", undefined],
    ["9:05", undefined],
    ["09:05:00", undefined],
    ["", undefined],
    [905, undefined],
    [null, undefined],
    [undefined, undefined],
  ])("the time %j: %p", (text, seconds) => {
    expect(parseTime(text)).toBe(seconds as never);
  });

  test.each<readonly [unknown, number | undefined]>([
    [0, 0],
    [6, 6],
    [7, undefined],
    [-1, undefined],
    [1.5, undefined],
    ["mon", 0],
    [" Sun ", 6],
    ["WEDNESDAY", 2],
    ["wednes", undefined],
    ["0", undefined],
    ["", undefined],
    [null, undefined],
    [["mon"], undefined],
  ])("the day %j: %p", (day, number) => {
    expect(parseDay(day)).toBe(number as never);
  });

  const hours = { start_time: "08:00", end_time: "20:00" };
  const EVERY = [0, 1, 2, 3, 4, 5, 6];
  test.each<readonly [unknown, readonly number[] | string]>([
    [undefined, EVERY],
    [null, EVERY],
    ["", EVERY],
    [[], EVERY],
    ["mon, Tuesday", [0, 1]],
    [
      ["mon", 2, "noday"],
      [0, 2],
    ],
    [["noday"], []],
    ["noday", []],
    [5, "invalid_schedule"],
    [{ mon: true }, "invalid_schedule"],
  ])("the days %j: %j", (days, read) => {
    const window = readWindow({ ...hours, days });
    expect(typeof window === "string" ? window : [...window.days]).toEqual(read as never);
  });

  test.each<readonly [object, string]>([
    [{ start: "08:00", end: "20:00" }, "28800–72000"],
    [{ start_time: "08:00", end: "20:00" }, "28800–72000"],
    [{ ...hours, start: "09:00", end: "10:00" }, "28800–72000"],
    [{ start_time: "20:00", end_time: "08:00" }, "72000–28800"],
    [{ start_time: "08:00", end_time: "08:00" }, "invalid_schedule"],
    [{ start_time: "08:00", end_time: "later" }, "invalid_schedule"],
    [{ start_time: "soon", end_time: "08:00" }, "invalid_schedule"],
    [{}, "invalid_schedule"],
    [{ start_time: "", end_time: null }, "invalid_schedule"],
    [{ start_time: "08:00" }, "outside_schedule"],
    [{ end_time: "08:00", start_time: "" }, "outside_schedule"],
    [{ end_time: "08:00", start_time: null }, "outside_schedule"],
  ])("the bounds %j: %s", (params, read) => {
    const window = readWindow({ ...params });
    expect(typeof window === "string" ? window : `${window.start}–${window.end}`).toBe(read);
  });

  test("several windows are those that are objects; one alone is the schedule itself", () => {
    expect(windowsOf({ ...hours })).toEqual([hours]);
    expect(windowsOf({ windows: [hours, null, "08:00", 5, {}] })).toEqual([hours, {}]);
    for (const windows of [null, "all", 5, hours]) expect(windowsOf({ windows })).toEqual([]);
  });

  test("of windows that cannot be read the schedule says so, of bounds that lack it is closed", () => {
    const noon = "2026-06-12T12:00:00Z";
    const bad = { start_time: "x", end_time: "y" };
    const half = { start_time: "08:00" };
    const past = { start_time: "01:00", end_time: "02:00" };
    expect(at(noon, { windows: [bad, past] })).toBe("invalid_schedule");
    expect(at(noon, { windows: [past, bad] })).toBe("invalid_schedule");
    expect(at(noon, { windows: [half, past] })).toBe("outside_schedule");
    expect(at(noon, { windows: [bad, half] })).toBe("invalid_schedule");
    expect(at(noon, { windows: [bad, half, hours] })).toBe("open");
  });
});
