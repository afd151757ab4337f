import { expect, test } from "bun:test";
import { forwardClock } from "../../src/core/clock.ts";

const HOUR = 3_600_000;

test("a clock that is set back stands still; by more than a day it is suspect", () => {
  let wall = 1_000 * HOUR;
  const clock = forwardClock(() => wall);
  expect([clock.now(), clock.suspect]).toEqual([1_000 * HOUR, false]);
  wall += 2 * HOUR;
  expect(clock.now()).toBe(1_002 * HOUR);
  wall -= 3 * HOUR;
  expect([clock.now(), clock.suspect]).toEqual([1_002 * HOUR, false]);
  wall -= 24 * 365 * HOUR;
  expect([clock.now(), clock.suspect]).toEqual([1_002 * HOUR, true]);
  wall = 1_003 * HOUR;
  expect([clock.now(), clock.suspect]).toEqual([1_003 * HOUR, false]);
});
