/** The pauses between attempts to connect. */

import { expect, test } from "bun:test";
import { createPacer, pauseMs } from "../../../src/hass/link/pacer.ts";

test("the first attempt is made at once, later ones wait longer, up to a bound, each a little differently", () => {
  expect([0, 1, 2, 3, 4].map((attempts) => pauseMs(attempts, 0.5))).toEqual([0, 250, 500, 1_000, 2_000]);
  expect(pauseMs(50, 0.5)).toBe(15_000);
  expect([pauseMs(1, 0), pauseMs(1, 1)]).toEqual([188, 313]);
});

test("only a load that lasted calms it down", async () => {
  let now = 0;
  const pacer = createPacer(
    () => 0,
    () => now,
  );
  const pauses = async () => {
    const began = performance.now();
    await pacer.pause();
    return performance.now() - began > 100;
  };
  expect(await pauses()).toBe(false);
  pacer.loaded();
  now += 9_999;
  pacer.ended();
  expect(await pauses()).toBe(true);
  pacer.loaded();
  now += 10_000;
  pacer.ended();
  expect(await pauses()).toBe(false);
});
