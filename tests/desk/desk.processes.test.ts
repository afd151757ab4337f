import { expect, test } from "bun:test";
import { crashDesk, crowdDesk } from "./desk-run.ts";

test("killed at random instants: grants readable, the audit whole, no yes used twice", async () => {
  const { kills, promises, faults } = await crashDesk(25);
  expect(faults).toEqual([]);
  expect(kills).toBe(29);
  expect(promises).toBeGreaterThan(100);
}, 120_000);

test("eight processes on one folder lose nothing of each other", async () => {
  const { promises, faults } = await crowdDesk(12);
  expect(faults).toEqual([]);
  expect(promises).toBeGreaterThan(8 * 12 * 2);
}, 120_000);
