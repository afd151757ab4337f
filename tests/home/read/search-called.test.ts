/** Questions that have the words of a filter in them, which a thing may be called by. */

import { expect, test } from "bun:test";
import { homeOf } from "../../road/home-of.ts";
import { grantOf, openRoad } from "../../road/road.ts";

const TEMPERATURE = { state: "21", attributes: { device_class: "temperature" } };
const THINGS = {
  "scene.all": { name: "All rooms", area: "hall" },
  "switch.all": { name: "All Devices", area: "hall" },
  "light.lamp": { name: "Lamp" },
  "sensor.room": { name: "Room Temperature", area: "hall", ...TEMPERATURE },
  "sensor.pool": { name: "Pool Temperature", ...TEMPERATURE },
};
const PLACES = { areas: { hall: { name: "Hall" } } };
const HOME = homeOf(THINGS, PLACES);

test.each([
  [{ query: "which rooms are there" }, ["area:hall"]],
  [{ query: "All rooms" }, ["scene.all"]],
  [{ query: "all rooms", domain: ["scene"] }, ["scene.all"]],
  [{ query: "all devices" }, ["switch.all"]],
  [{ query: "things that are not in any room yet" }, ["light.lamp", "sensor.pool"]],
  [{ query: "lights without an area assigned" }, ["light.lamp"]],
  [{ query: "sensors with no area that are on" }, []],
])("%j", async (args, ids) => {
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), { home: HOME });
  const { hits = [] } = (await road.call("ha_search", args)).structured as { hits?: { id: string }[] };
  expect(hits.map(({ id }) => id).toSorted()).toEqual(ids);
});

test("what lies in a room is not what no room has", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), { home: HOME });
  const said = await road.call("ha_search", { query: "devices without room temperature" });
  expect(said.text).toContain("sensor.room");
});

test.each<readonly [string, readonly string[]]>([
  ["what is in the hall", ["media_player.hall", "scene.all", "sensor.room", "switch.all"]],
  ["everything in the hall", ["media_player.hall", "scene.all", "sensor.room", "switch.all"]],
  ["all things in the hall", ["media_player.hall", "scene.all", "sensor.room", "switch.all"]],
  ["turn off the hall", ["media_player.hall", "scene.all", "switch.all"]],
  ["hall", ["area:hall", "media_player.hall"]],
])("%s, where a thing is called so: %j", async (query, ids) => {
  const home = homeOf({ ...THINGS, "media_player.hall": { name: "Hall" } }, PLACES);
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), { home });
  const { hits = [] } = (await road.call("ha_search", { query })).structured as { hits?: { id: string }[] };
  expect(hits.map(({ id }) => id).toSorted()).toEqual([...ids]);
});
