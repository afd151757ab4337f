/** Following: each change that may be seen is told, at most once a second, until the grant says no. */

import { expect, test } from "bun:test";
import type { Access } from "../../../src/security/grant/model/access.ts";
import type { Grant } from "../../../src/security/grant/model/grant.ts";
import { grantOf, openRoad, type Road, type RoadOptions } from "../../road/road.ts";
import { stateOf } from "../../security/grant/vector-home.ts";
import { until } from "../../until.ts";

const KITCHEN = { read: ["light.kitchen"] };

function change(road: Road, id: string, more: { state?: string; attributes?: object }): void {
  const before = road.states.get(id);
  if (before) road.set({ ...before, ...more, attributes: { ...before.attributes, ...more.attributes } });
}

type Heard = { changed: number; ended: string[]; changed_at: number[] };

async function following(input: Parameters<Road["follow"]>[0], grant: Grant, options: RoadOptions = {}) {
  const road = await openRoad(grant, options);
  const heard: Heard = { changed: 0, ended: [], changed_at: [] };
  const stop = await road.follow(input, {
    changed() {
      heard.changed += 1;
      heard.changed_at.push(performance.now());
    },
    ended: (why) => void heard.ended.push(why),
  });
  return { road, heard, stop };
}

/** Long enough for whatever would be told at once. */
const atOnce = () => Bun.sleep(60);
/** Long enough for what a follower that is kept from something is told. */
const atItsSecond = () => Bun.sleep(1_100);

test("a change is told at once, more within the second once at its end", async () => {
  const { road, heard } = await following({ id: "light.kitchen" }, grantOf({ access: KITCHEN }));
  change(road, "light.kitchen", { state: "unknown" });
  await until(() => heard.changed === 1);
  for (let step = 1; step < 50; step++) change(road, "light.kitchen", { attributes: { brightness: step } });
  await until(() => heard.changed === 2);
  const [first = 0, second = 0] = heard.changed_at;
  // from look to look; what comes of a look may take its time
  expect(second - first).toBeGreaterThan(700);
  await atOnce();
  expect(heard).toMatchObject({ changed: 2, ended: [] });
});

test("what comes back to where it was within the second is no change", async () => {
  const { road, heard } = await following({ id: "light.kitchen" }, grantOf({ access: KITCHEN }));
  const before = road.states.get("light.kitchen")?.state ?? "";
  change(road, "light.kitchen", { state: "unavailable" });
  change(road, "light.kitchen", { state: before });
  await atOnce();
  expect(heard.changed).toBe(0);
});

test("what is beside it, hidden in it or the same to read is not told", async () => {
  const access = { ...KITCHEN, exclude_attributes: { "light.kitchen": ["brightness"] } };
  const { road, heard } = await following({ id: "light.kitchen" }, grantOf({ access }));
  change(road, "light.kitchen", { attributes: { brightness: 7 } });
  change(road, "lock.front", { state: "unlocked" });
  await atItsSecond();
  expect(heard.changed).toBe(0);
});

test("hidden and absent are one", async () => {
  const road = await openRoad(grantOf({ access: KITCHEN }));
  const heard = { changed: () => undefined, ended: () => undefined };
  expect(await road.follow({ id: "lock.front" }, heard)).toBe("NOT_FOUND");
  expect(await road.follow({ id: "lock.no" }, heard)).toBe("NOT_FOUND");
  expect(await road.follow({ area: "no such" }, heard)).toBe("NOT_FOUND");
});

test("of the home only what may be seen is told", async () => {
  const { road, heard } = await following({}, grantOf({ access: KITCHEN }));
  change(road, "lock.front", { state: "unlocked" });
  await atItsSecond();
  expect(heard.changed).toBe(0);
  change(road, "light.kitchen", { state: "unknown" });
  await until(() => heard.changed === 1);
});

test("of an area only what is in it", async () => {
  const { road, heard } = await following(
    { area: "kitchen" },
    grantOf({ access: { read: ["light.*", "lock.*"] } }),
  );
  change(road, "lock.front", { state: "unlocked" });
  await atItsSecond();
  expect(heard.changed).toBe(0);
  change(road, "light.kitchen", { state: "unknown" });
  await until(() => heard.changed === 1);
});

test("of an area at once, however much changes elsewhere", async () => {
  const { road, heard } = await following({ area: "kitchen" }, grantOf({ access: { read: ["light.*"] } }));
  for (let index = 0; index < 1_000; index++) road.set({ ...stateOf(`sensor.busy_${index}`, {}) });
  change(road, "light.kitchen", { state: "unknown" });
  await until(() => heard.changed === 1, 3_000);
});

test.each([
  ["a hidden entity", {}, { access: KITCHEN }, "lock.front", { state: "unlocked" }],
  [
    "a hidden attribute",
    { id: "light.kitchen" },
    { access: { ...KITCHEN, exclude_attributes: { "light.kitchen": ["brightness"] } } },
    "light.kitchen",
    { attributes: { brightness: 7 } },
  ],
])("when it is told shows nothing of %s", async (_, input, grant, hidden, more) => {
  const began = performance.now();
  const [quiet, busy] = await Promise.all([1, 2].map(() => following(input, grantOf(grant))));
  if (!quiet || !busy) throw new Error("nobody follows");
  change(busy.road, hidden, more);
  await atOnce();
  for (const { road } of [quiet, busy]) change(road, "light.kitchen", { state: "unknown" });
  await until(() => quiet.heard.changed === 1 && busy.heard.changed === 1);
  const [first = 0, second = 0] = [quiet, busy].map(({ heard }) => (heard.changed_at[0] ?? 0) - began);
  expect(Math.abs(first - second)).toBeLessThan(300);
});

const HOURS = {
  id: "s",
  type: "schedule",
  applies_to: { operation: ["subscribe"] },
  params: { days: ["fri"], start_time: "11:00", end_time: "12:30" },
};

test("hours that are over end it without a change", async () => {
  let now = Date.parse("2026-06-12T12:00:00Z");
  const grant = grantOf({ access: KITCHEN, restrictions: [HOURS] });
  const { heard } = await following({ id: "light.kitchen" }, grant, { now: () => now });
  now = Date.parse("2026-06-12T13:00:00Z");
  await until(() => heard.ended.length === 1);
  expect(heard).toMatchObject({ changed: 0, ended: ["outside_schedule"] });
});

test("a grant that is changed ends it, and the change that came with it is not told", async () => {
  let grant = grantOf({ access: KITCHEN });
  const { road, heard } = await following({ id: "light.kitchen" }, grant, { grantNow: () => grant });
  grant = grantOf({ access: KITCHEN, restrictions: [HOURS] });
  change(road, "light.kitchen", { state: "unknown" });
  await until(() => heard.ended.length === 1);
  expect(heard).toMatchObject({ changed: 0, ended: ["grant_restrictions_updated"] });
  change(road, "light.kitchen", { state: "off" });
  await atOnce();
  expect(heard.changed).toBe(0);
});

test("the kill switch and a revoked grant end it", async () => {
  let [killed, revoked] = [false, false];
  const first = await following({ id: "light.kitchen" }, grantOf({ access: KITCHEN }), {
    killed: () => killed,
  });
  const second = await following({}, grantOf({ access: KITCHEN }), { revoked: () => revoked });
  [killed, revoked] = [true, true];
  await until(() => first.heard.ended.length + second.heard.ended.length === 2);
  expect([first.heard.ended, second.heard.ended]).toEqual([["kill_switch"], ["revoked"]]);
});

test("a ceiling that comes down ends it, and is told as one's own access", async () => {
  const options: { ceiling?: Access } = {};
  const grant = grantOf({ access: { read: ["light.*"] } });
  const { road, heard } = await following({ id: "light.kitchen" }, grant, options);
  let told = 0;
  await road.follow({ access: true }, { changed: () => void told++, ended: () => undefined });
  options.ceiling = grantOf({ access: { read: ["light.hall"] } }).access;
  change(road, "light.kitchen", { state: "unknown" });
  await until(() => heard.ended.length === 1 && told > 0);
  expect([heard.changed, heard.ended, told]).toEqual([0, ["grant_restrictions_updated"], 1]);
});

test("one's own access is told when the grant changes, and goes on", async () => {
  let grant: Grant | undefined = grantOf({ access: KITCHEN });
  const { heard } = await following({ access: true }, grant, { grantNow: () => grant });
  grant = grantOf({ access: { read: ["light.*"] } });
  await until(() => heard.changed === 1);
  grant = undefined;
  await until(() => heard.ended.length === 1);
  expect(heard).toMatchObject({ changed: 1, ended: ["revoked"] });
});

test("a caller follows no more at once than its grant says; one that ends makes room", async () => {
  const grant = grantOf({ access: KITCHEN, limits: { subscriptions: 2 } });
  const { road, stop } = await following({ id: "light.kitchen" }, grant);
  const heard = { changed: () => undefined, ended: () => undefined };
  expect(await road.follow({}, heard)).toBeFunction();
  expect(await road.follow({}, heard)).toBe("RATE_LIMITED");
  if (typeof stop === "function") stop();
  expect(await road.follow({}, heard)).toBeFunction();
});

test("what may not be followed leaves a line in the audit, as what may does", async () => {
  const { road } = await following({ id: "light.kitchen" }, grantOf({ access: KITCHEN }));
  await road.follow({ id: "lock.front" }, { changed: () => undefined, ended: () => undefined });
  expect(road.audited()).toEqual(["resources/subscribe ok", "resources/subscribe denied"]);
});

test("sixteen thousand changes in one burst, five hundred followers: each hears its own", async () => {
  const access = { read: ["*"] };
  const road = await openRoad(grantOf({ access, limits: { subscriptions: 500 } }));
  const ids = [...road.states.keys()];
  const counts = new Map<number, number>();
  for (let index = 0; index < 500; index++)
    await road.follow(
      { id: ids[index % (ids.length - 1)] ?? "" },
      { changed: () => void counts.set(index, (counts.get(index) ?? 0) + 1), ended: () => undefined },
    );
  const quiet = ids.at(-1) ?? "";
  const followed = ids[0] ?? "";
  for (let step = 0; step < 16_384; step++) change(road, followed, { attributes: { step } });
  change(road, quiet, { state: "other" });
  await until(() => counts.size > 0);
  await atOnce();
  const heard = [...counts.keys()].sort((a, b) => a - b);
  expect(heard).toEqual(
    Array.from({ length: 500 }, (_, index) => index).filter((index) => index % (ids.length - 1) === 0),
  );
  expect([...counts.values()].every((count) => count === 1)).toBe(true);
});
