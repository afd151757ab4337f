import { expect, test } from "bun:test";
import { forwardClock } from "../../../../src/core/clock.ts";
import {
  acceptMark,
  followMark,
  keepMark,
  readMark,
} from "../../../../src/security/identity/keep/clock-mark.ts";
import { memoryStore } from "../../../../src/store/memory-store.ts";

test("the mark goes forward, and back only by the owner's word", async () => {
  const store = memoryStore({ now: () => 0 });
  expect(await readMark(store)).toBeUndefined();
  await keepMark(store, 5_000);
  await keepMark(store, 4_000);
  expect(await readMark(store)).toBe(5_000);
  await keepMark(store, 6_000);
  expect(await readMark(store)).toBe(6_000);
  await acceptMark(store, 1_000);
  expect(await readMark(store)).toBe(1_000);
});

test("a start with a clock that was set back goes on from the mark", async () => {
  const store = memoryStore({ now: () => 0 });
  const hour = 3_600_000;
  await keepMark(store, 1_000 * hour);
  const clock = forwardClock(() => 999 * hour);
  clock.raise((await readMark(store)) ?? 0);
  expect([clock.now(), clock.suspect]).toEqual([1_000 * hour, false]);
  const later = forwardClock(() => 970 * hour);
  later.raise((await readMark(store)) ?? 0);
  expect([later.now(), later.suspect]).toEqual([1_000 * hour, true]);
});

test("a process that runs takes over what the owner accepts, and what others have seen", async () => {
  const store = memoryStore({ now: () => 0 });
  const hour = 3_600_000;
  let wall = 1_000 * hour;
  const clock = forwardClock(() => wall);
  const look = await followMark(store, clock);
  expect(await readMark(store)).toBe(wall);
  // another process was ahead for a moment
  await keepMark(store, 9_000 * hour);
  await look();
  expect([clock.now(), clock.suspect]).toEqual([9_000 * hour, true]);
  await acceptMark(store, wall);
  await look();
  expect([clock.now(), clock.suspect]).toEqual([wall, false]);
  wall += 30_000;
  await look();
  expect(await readMark(store)).toBe(1_000 * hour);
  wall += 30_000;
  await look();
  expect(await readMark(store)).toBe(wall);
});
