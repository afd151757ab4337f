/** A month of a sensor that speaks twice a minute costs what its drawing costs. */

import { expect, test } from "bun:test";
import { chattySensor } from "./chatty-sensor.ts";

test("a month on a few hundred tokens, with what was lowest and highest in it", async () => {
  const { tokens, points, ms, rows, structured } = await chattySensor();
  process.stdout.write(`30 days, ${rows} rows: ${points} points, ${tokens} tokens, ${Math.round(ms)} ms\n`);
  expect(rows).toBe(86_400);
  expect(points).toBeGreaterThan(10);
  expect(tokens).toBeLessThanOrEqual(400);
  expect(ms).toBeLessThan(10_000);
  expect(structured).toMatchObject({
    from: "2026-05-13T12:00:00Z",
    found: [
      {
        id: "sensor.temperature",
        min: expect.stringMatching(/^17 at/),
        max: expect.stringMatching(/^23.6 at/),
      },
    ],
  });
});

test("as many points as are asked for, at most 200", async () => {
  expect((await chattySensor(200)).points).toBeLessThanOrEqual(200);
  expect((await chattySensor(200)).points).toBeGreaterThan(100);
});
