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
      randomRuns("SAMPLES_SEED", 300),
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

  test("the same state again is no change", () => {
    expect(words([at(0, "on"), at(3, "on"), at(4, "off")], drawing)["changes"]).toBe(1);
  });
});

test("a number is what is one whenever it is known", () => {
  expect(isNumeric([at(0, "unknown"), at(1, "3.5")])).toBe(true);
  expect(isNumeric([at(0, "unknown")])).toBe(false);
  expect(isNumeric([at(0, "3"), at(1, "on")])).toBe(false);
});
