/** Numbers as means of equal steps, words as changes. */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isNumeric, numbers, type Sample, words } from "../../../src/home/past/samples.ts";
import { randomRuns } from "../../seed.ts";

const HOUR = 3_600_000;
const start = Date.parse("2026-06-12T00:00:00Z");
const range = { start, end: start + 24 * HOUR };
const drawing = { range, zone: "UTC", points: 24, digits: 1 };
const at = (hours: number, state: string): Sample => ({ at: start + hours * HOUR, state });

describe("numbers", () => {
  test("means are weighted by time", () => {
    const said = numbers([at(0, "10"), at(18, "20")], drawing);
    expect(said).toEqual({
      mean: 12.5,
      min: "10 at 06-12 00:00",
      max: "20 at 06-12 18:00",
      last: 20,
      points: ["06-12 00:00 10", "18:00 20"],
    });
  });

  test("what is counted in whole numbers has a mean between them", () => {
    const { digits: _, ...plain } = drawing;
    const counted = numbers([at(0, "1"), at(18, "2")], { ...plain, digits: undefined });
    expect(counted).toMatchObject({ mean: 1.3, last: 2, points: ["06-12 00:00 1", "18:00 2"] });
    // unless its home wants none
    expect(numbers([at(0, "1"), at(18, "2")], { ...plain, digits: 0 })).toMatchObject({ mean: 1 });
  });

  test("many are said in steps of the wall clock, a gap is no number", () => {
    const every = Array.from({ length: 24 * 60 }, (_, minute) =>
      at(minute / 60, String(Math.floor(minute / 60) + (minute % 2) / 100)),
    );
    const gone = every.filter((_, minute) => minute < 300 || minute >= 420);
    const said = numbers([...gone.slice(0, 300), at(5, "unavailable"), ...gone.slice(300)], drawing);
    expect(said["each"]).toBe("1 h");
    expect((said["points"] as string[]).slice(3, 7)).toEqual(["03:00 3", "04:00 4", "07:00 7", "08:00 8"]);
    expect(said["last"]).toBe(23);
  });

  test("the first of the lowest and of the highest is told", () => {
    const samples = [at(0, "5"), at(2, "9"), at(4, "5"), at(6, "9"), at(8, "7")];
    expect(numbers(samples, drawing)).toMatchObject({
      min: "5 at 06-12 00:00",
      max: "9 at 06-12 02:00",
      last: 7,
    });
  });

  test("what is so at the very end is the last; what was so for no time is no value", () => {
    expect(numbers([at(0, "1"), at(24, "2")], drawing)).toMatchObject({ mean: 1, last: 2 });
    expect(numbers([at(24, "2")], drawing)).toMatchObject({ mean: 2, last: 2, points: ["06-13 00:00 2"] });
    expect(numbers([at(0, "1"), at(5, "99"), at(5, "2")], drawing)["max"]).toBe("2 at 06-12 05:00");
  });

  test("steps are the smallest that people count by and that are few enough", () => {
    const every = Array.from({ length: 2_000 }, (_, index) => at((index * 24) / 2_000, String(index % 9)));
    const each = (points: number, hours = 24) =>
      numbers(
        every.map(({ at: instant, state }) => ({ at: start + ((instant - start) * hours) / 24, state })),
        { ...drawing, points, range: { start, end: start + hours * HOUR } },
      )["each"];
    expect([each(1_440), each(200), each(24), each(12), each(2), each(1)]).toEqual([
      "1 min",
      "10 min",
      "1 h",
      "2 h",
      "12 h",
      "1 d",
    ]);
    expect([each(10, 24 * 30), each(200, 1), each(1_800, 0.5)]).toEqual(["4 d", "30 s", "1 s"]);
  });

  test("seconds are told where the steps are shorter than a minute", () => {
    const every = Array.from({ length: 900 }, (_, second) => ({
      at: start + second * 1_000,
      state: String(second % 9),
    }));
    const points = (count: number) =>
      (
        numbers(every, { ...drawing, points: count, range: { start, end: start + 900_000 } })[
          "points"
        ] as string[]
      )[1];
    expect([points(30), points(15)]).toEqual([
      expect.stringMatching(/^00:00:30 /),
      expect.stringMatching(/^00:01 /),
    ]);
  });

  test("never more points than asked, the mean between the extremes", () => {
    const cases = fc.record({
      states: fc.array(
        fc.tuple(fc.double({ min: 0, max: 23.9, noNaN: true }), fc.integer({ min: -50, max: 50 })),
        {
          minLength: 1,
          maxLength: 400,
        },
      ),
      points: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(cases, ({ states, points }) => {
        const samples = states.sort((a, b) => a[0] - b[0]).map(([hours, value]) => at(hours, String(value)));
        const said = numbers(samples, { ...drawing, points });
        expect((said["points"] as string[]).length).toBeLessThanOrEqual(points);
        const number = (text: unknown) => Number(String(text).split(" ")[0]);
        expect(number(said["min"])).toBeLessThanOrEqual(Number(said["mean"]) + 0.1);
        expect(number(said["max"])).toBeGreaterThanOrEqual(Number(said["mean"]) - 0.1);
      }),
      randomRuns("SAMPLES_SEED", 100),
    );
  });
});

describe("words", () => {
  test("time in each state, the changes, what it was at the start", () => {
    const said = words([at(0, "off"), at(7, "on"), at(9, "off")], drawing);
    expect(said).toEqual({
      time_in_state: { off: "22 h", on: "2 h" },
      at_start: "off",
      changes: 2,
      points: ["06-12 07:00 on", "09:00 off"],
    });
  });

  test("the latest are shown, the others counted", () => {
    const samples = Array.from({ length: 20 }, (_, hour) => at(hour, hour % 2 === 0 ? "on" : "off"));
    const said = words(samples, { ...drawing, points: 3 });
    expect([said["changes"], said["points"], said["more"]]).toEqual([
      19,
      ["06-12 17:00 off", "18:00 on", "19:00 off"],
      "16 earlier; ask with an earlier end",
    ]);
  });

  test("what is known from later on has nothing at the start", () => {
    expect(words([at(5, "on")], drawing)).toEqual({
      time_in_state: { on: "19 h" },
      changes: 0,
      points: ["06-12 05:00 on"],
    });
  });

  test("seconds are told where something was so for less than a minute", () => {
    const quick = words([at(0, "off"), at(7, "on"), at(7 + 59 / 3_600, "off")], drawing);
    expect(quick["points"]).toEqual(["06-12 07:00:00 on", "07:00:59 off"]);
    const slow = words([at(0, "off"), at(7, "on"), at(7 + 60 / 3_600, "off")], drawing);
    expect(slow["points"]).toEqual(["06-12 07:00 on", "07:01 off"]);
  });

  test("ten states at most, the longest first", () => {
    const samples = Array.from({ length: 12 }, (_, index) => at(index * 2, `s${index}`));
    const { time_in_state } = words([...samples, at(23.5, "s0")], drawing);
    expect(Object.keys(time_in_state as object)).toHaveLength(10);
    expect(Object.keys(time_in_state as object)[0]).toBe("s0");
  });

  test("the same state again is no change", () => {
    expect(words([at(0, "on"), at(3, "on"), at(4, "off")], drawing)["changes"]).toBe(1);
  });
});

test("a number is what is one whenever it is known", () => {
  expect(isNumeric([at(0, "unknown"), at(1, "3.5")])).toBe(true);
  expect(isNumeric([at(0, "unknown")])).toBe(false);
  expect(isNumeric([at(0, "3"), at(1, "on")])).toBe(false);
});
