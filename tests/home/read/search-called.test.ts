/** Questions that have the words of a filter in them, which a thing may be called by. */

import { expect, test } from "bun:test";
import { homeOf } from "../../road/home-of.ts";
import { grantOf, NOW, openRoad } from "../../road/road.ts";

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
  [{ query: "all", domain: ["sensor"] }, ["sensor.pool", "sensor.room"]],
  [{ query: "everything there is", area: ["Hall"] }, ["scene.all", "sensor.room", "switch.all"]],
  [{ query: "all rooms", area: ["Hall"] }, ["scene.all"]],
  [{ domain: ["light", "switch"], state: "turned on" }, ["light.lamp", "switch.all"]],
  [{ domain: ["sensor"], state: "< 22%" }, ["sensor.pool", "sensor.room"]],
  [{ domain: ["sensor"], state: ">20 °C" }, ["sensor.pool", "sensor.room"]],
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

test("within bodies the same words are words", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), { home: HOME });
  const said = await road.call("ha_search", { query: "which rooms are there", in: "bodies" });
  expect(said.structured["match"]).toBe("none");
  expect(said.structured).not.toContainKey("hits");
  for (const query of [undefined, " "])
    expect((await road.call("ha_search", { in: "bodies", ...(query && { query }) })).code).toBe(
      "INPUT_INVALID",
    );
});

test("behind the end of a list there is nothing, which is said", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), { home: HOME });
  const ask = async (after: string) =>
    (await road.call("ha_search", { domain: ["sensor"], limit: 1, after })).structured as Record<
      string,
      unknown
    >;
  expect(await ask("0")).toMatchObject({ hits: [{ id: expect.any(String) }], more: "1 more fit: after 1" });
  expect(await ask("1")).not.toContainKey("more");
  expect(await ask("2")).toMatchObject({ hits: [], more: "nothing after 2: those before were all" });
});

test("one that is called so exactly is told with those alone that fit as well", async () => {
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), { home: HOME });
  const said = await road.call("ha_search", { query: "Pool Temperature" });
  expect(said.structured).toMatchObject({ match: "exact", hits: [{ id: "sensor.pool" }] });
  expect((said.structured["hits"] as readonly object[]).length).toBe(1);
  expect(said.structured).not.toContainKey("more");
});

test("what changed is what changed within the time", async () => {
  const home = homeOf(THINGS, PLACES);
  const states = new Map(
    [...home.place.states].map(([id, state], at) => [id, { ...state, lastChanged: NOW / 1_000 - at * 60 }]),
  );
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), {
    home: { ...home, place: { ...home.place, states } },
  });
  const said = await road.call("ha_search", { changed_within: "90s" });
  const ids = (said.structured["hits"] as readonly { id: string; changed: string }[]).map(({ id }) => id);
  expect(ids.toSorted()).toEqual(["scene.all", "switch.all"]);
});

test("what compares is what a thing is called, where one is called so", async () => {
  const home = homeOf({ ...THINGS, "sensor.odd": { name: "Level > 50", state: "5" } }, PLACES);
  const road = await openRoad(grantOf({ access: { read: ["*"] } }), { home });
  const { structured } = await road.call("ha_search", { query: "Level > 50" });
  expect(structured).toMatchObject({ match: "exact", hits: [{ id: "sensor.odd" }] });
});

test("what heats now is what does so, where a thermostat tells it, and the caller may know it", async () => {
  const climate = (state: string, action?: string) => ({
    state,
    attributes: action === undefined ? {} : { hvac_action: action },
  });
  const home = homeOf({
    "climate.warm": climate("heat", "heating"),
    "climate.done": climate("heat", "idle"),
    "climate.plain": climate("heat"),
    "climate.off": climate("off", "off"),
  });
  const found = async (args: object, access: object = { read: ["*"] }) => {
    const road = await openRoad(grantOf({ access }), { home });
    const { hits = [] } = (await road.call("ha_search", args)).structured as { hits?: { id: string }[] };
    return hits.map(({ id }) => id).toSorted();
  };
  for (const args of [{ query: "which thermostats are heating" }, { domain: ["climate"], state: "heating" }])
    expect(await found(args)).toEqual(["climate.plain", "climate.warm"]);
  expect(await found({ query: "idle thermostats" })).toEqual(["climate.done"]);
  const access = { read: ["*"], exclude_attributes: { "climate.done": ["hvac_action"] } };
  expect(await found({ domain: ["climate"], state: "heating" }, access)).toEqual([
    "climate.done",
    "climate.plain",
    "climate.warm",
  ]);
  expect(await found({ domain: ["climate"], state: "idle" }, access)).toEqual([]);
});
