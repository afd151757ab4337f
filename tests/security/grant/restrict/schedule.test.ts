/** Schedules at their edges. */

import { describe, expect, test } from "bun:test";
import { checkSchedule } from "../../../../src/security/grant/restrict/schedule.ts";

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
