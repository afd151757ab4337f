/** Words for a state beside a kind of several words, beside one that is measured, or alone. */

import { describe, expect, test } from "bun:test";
import { searchIn, things } from "./small-home.ts";

const home = await searchIn({
  areas: { annex: "Wing 07", hall: "Hall" },
  entities: things(`
    media_player.den Den =paused
    media_player.loft Loft =playing
    sensor.remote_battery Remote battery :battery =9
    sensor.lock_battery Lock battery :battery =80
    light.porch Porch light @annex =unavailable
    light.hall Hall light @hall =on
    sensor.device_load Device load =3
    event.backup Backup
    update.hub Hub firmware =on
    update.bulb Bulb firmware =off
    cover.pergola Pergola =open
    cover.hatch Hatch =closed
    lock.shed Shed =unlocked
    lock.gym Gym =locked
    binary_sensor.sink Sink :moisture =on
    binary_sensor.tub Tub :moisture =off
    person.ann Ann =home
    person.bo Bo =not_home
    sensor.house_power House power :power =410
    binary_sensor.porch_motion Porch motion :motion =off
    binary_sensor.gym_motion Gym motion :motion =on
    switch.pump Pump =on
    switch.fountain Fountain =off
    binary_sensor.gate Gate :door =off
    sensor.pump Pump draw :power =40
    cover.louvre Louvre :shutter =open
    automation.dawn Dawn =off
    automation.dusk Dusk =on
  `),
});

test.each<readonly [string, readonly string[]]>([
  ["paused media players", ["media_player.den"]],
  ["low batteries", ["sensor.remote_battery"]],
  ["any low batteries", ["sensor.remote_battery"]],
  ["unavailable", ["light.porch"]],
  ["unavailable devices", ["light.porch"]],
  ["unavailable lights", ["light.porch"]],
  ["closed covers", ["cover.hatch"]],
  ["open covers", ["cover.louvre", "cover.pergola"]],
  ["which switches are on", ["switch.pump"]],
  ["switches that are on", ["switch.pump"]],
  ["switch the light that is on off", ["light.hall"]],
  ["contact sensors", ["binary_sensor.gate"]],
  ["power consumption", ["sensor.house_power", "sensor.pump"]],
  ["who is home", ["person.ann"]],
  ["who's home", ["person.ann"]],
  ["is anyone at home", ["person.ann"]],
  ["who is away", ["person.bo"]],
  ["lights on in the hall", ["light.hall"]],
  ["updates that are pending", ["update.hub"]],
  ["outstanding updates", ["update.hub"]],
  ["unlocked", ["lock.shed"]],
  ["list locked locks", ["lock.gym"]],
  ["wet sensors", ["binary_sensor.sink"]],
  ["dry detectors", ["binary_sensor.tub"]],
  ["disabled automations", ["automation.dawn"]],
  ["people at home", ["person.ann"]],
  ["people away", ["person.bo"]],
  ["motion detected", ["binary_sensor.gym_motion"]],
  ["lamps switched on", ["light.hall"]],
  ["turned on lamps", ["light.hall"]],
])("%s", (text, ids) => {
  expect(home.find(text)).toEqual([...ids]);
});

test("a kind that has no such state is meant as it is", () => {
  expect(home.find("low lights").toSorted()).toEqual(["light.hall", "light.porch"]);
});

test.each<readonly [string, readonly string[]]>([
  ["active lights", ["light.hall"]],
  ["home lights", ["light.hall", "light.porch"]],
  ["available lights", ["light.hall", "light.porch"]],
  ["turn on lamps", ["light.hall", "light.porch"]],
])("%s: a word for much else is a state beside what can be in it", (text, ids) => {
  expect(home.find(text).toSorted()).toEqual([...ids]);
});

test("a word for what is measured is no state, and still a filter as answers print it", () => {
  expect(home.find("power usage")).toEqual(["sensor.house_power", "sensor.pump"]);
  const dry = home.ask({ state: "dry", device_class: ["moisture"] });
  expect(dry.hits.map(({ id }) => id)).toEqual(["binary_sensor.tub"]);
});

test("nothing in a state that is asked for alone is none", () => {
  expect(home.ask("docked")).toMatchObject({ match: "none", unmet: ["docked"] });
});

test("a thing that is called by the word is the thing", async () => {
  const other = await searchIn({
    entities: things(`
      switch.offline Offline =on
      light.gone Lamp =unavailable
    `),
  });
  expect(other.find("offline")[0]).toBe("switch.offline");
});

describe("a place with a number", () => {
  test("everything in it", () => {
    expect(home.find("everything in Wing 07")).toEqual(["light.porch"]);
  });
});

test("an event that says nothing of itself is no doorbell", () => {
  expect(home.ask("doorbell").match).toBe("none");
});

test("a routine that is on is no light that is", async () => {
  const { find } = await searchIn({
    entities: things(`
      light.a Acme =on
      light.b Zeta =off
      switch.c Party light =on
      automation.d Party lights =on
      script.e All lights =on
    `),
  });
  expect(find("which lights are on").toSorted()).toEqual(["light.a", "switch.c"]);
  expect(find("lights that are on").toSorted()).toEqual(["light.a", "switch.c"]);
  expect(find("which automations are on")).toEqual(["automation.d"]);
});

test("what may be asked for and may be done finds all, those that are so first", async () => {
  const loft = await searchIn({
    areas: { loft: "Loft" },
    entities: Array.from({ length: 14 }, (_, at) => ({
      id: `light.spot_${at}`,
      name: `Spot ${at}`,
      area: "loft",
      state: at === 13 ? "on" : "off",
    })),
  });
  const hits = loft.find("lights on in the loft");
  expect([hits[0], hits.length]).toEqual(["light.spot_13", 10]);
});

test("where nobody is home people are told all the same", async () => {
  const empty = await searchIn({ entities: [{ id: "person.ann", name: "Ann", state: "not_home" }] });
  expect(empty.find("who is home")).toEqual(["person.ann"]);
});
