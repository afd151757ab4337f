/** Subscriptions of one connection: each ends with what it was opened for, whatever came in between. */

import { expect, test } from "bun:test";
import { openSubscriptions } from "../../../src/transport/offers/subscriptions.ts";
import { until } from "../../until.ts";
import { CONTEXT, change, followingDoor, HALL, KITCHEN } from "./following-door.ts";

test("a storm of the same address at once leaves one, and nothing when it is removed", async () => {
  const { road, door, following } = await followingDoor();
  const updates: string[] = [];
  const open = openSubscriptions((uri) => void updates.push(uri));
  const adding: Promise<void>[] = [];
  for (let round = 0; round < 4; round++) {
    adding.push(open.add(KITCHEN, door, CONTEXT));
    // by now it is being opened
    await Promise.resolve();
    await Promise.resolve();
    open.remove(KITCHEN);
  }
  adding.push(open.add(KITCHEN, door, CONTEXT));
  await Promise.all(adding);
  expect(following()).toBe(1);
  change(road, "light.kitchen");
  await until(() => updates.length > 0);
  expect(updates).toEqual([KITCHEN]);
  open.remove(KITCHEN);
  expect(following()).toBe(0);
});

test("one that is refused late takes none with it that came after", async () => {
  const { door, following } = await followingDoor(1);
  const first = openSubscriptions(() => undefined);
  await first.add(HALL, door, CONTEXT);
  const open = openSubscriptions(() => undefined);
  const refused = open.add(KITCHEN, door, CONTEXT).catch(({ code }) => code);
  await Promise.resolve();
  await Promise.resolve();
  open.remove(KITCHEN);
  first.close();
  const opened = open.add(KITCHEN, door, CONTEXT);
  await Promise.all([refused, opened]);
  expect(following()).toBe(1);
  open.close();
  expect(following()).toBe(0);
});

test("what is closed opens nothing more", async () => {
  const { door, following } = await followingDoor();
  const open = openSubscriptions(() => undefined);
  const adding = open.add(KITCHEN, door, CONTEXT);
  open.close();
  await adding;
  await open.add(HALL, door, CONTEXT);
  expect(following()).toBe(0);
});

test("an address without end is none: each update would repeat it", async () => {
  const { door } = await followingDoor();
  const open = openSubscriptions(() => undefined);
  const long = `${KITCHEN}${"%20".repeat(1_000)}`;
  expect(await open.add(long, door, CONTEXT).catch(({ code }) => code)).toBe("NOT_FOUND");
});
