/** Words for a state beside a kind of several words, beside one that is measured, or alone. */

import { describe, expect, test } from "bun:test";
import { searchIn } from "./small-home.ts";

const home = await searchIn({
  areas: { annex: "Wing 07", hall: "Hall" },
  entities: [
    { id: "media_player.den", name: "Den", state: "paused" },
    { id: "media_player.loft", name: "Loft", state: "playing" },
    { id: "sensor.remote_battery", name: "Remote battery", deviceClass: "battery", state: "9" },
    { id: "sensor.lock_battery", name: "Lock battery", deviceClass: "battery", state: "80" },
    { id: "light.porch", name: "Porch light", area: "annex", state: "unavailable" },
    { id: "light.hall", name: "Hall light", area: "hall", state: "on" },
    { id: "sensor.device_load", name: "Device load", state: "3" },
    { id: "event.backup", name: "Backup" },
    { id: "update.hub", name: "Hub firmware", state: "on" },
    { id: "update.bulb", name: "Bulb firmware", state: "off" },
    { id: "cover.pergola", name: "Pergola", state: "open" },
    { id: "cover.hatch", name: "Hatch", state: "closed" },
    { id: "lock.shed", name: "Shed", state: "unlocked" },
    { id: "lock.gym", name: "Gym", state: "locked" },
    { id: "binary_sensor.sink", name: "Sink", deviceClass: "moisture", state: "on" },
    { id: "binary_sensor.tub", name: "Tub", deviceClass: "moisture", state: "off" },
    { id: "person.ann", name: "Ann", state: "home" },
    { id: "person.bo", name: "Bo", state: "not_home" },
    { id: "sensor.house_power", name: "House power", deviceClass: "power", state: "410" },
    { id: "binary_sensor.porch_motion", name: "Porch motion", deviceClass: "motion", state: "off" },
    { id: "binary_sensor.gym_motion", name: "Gym motion", deviceClass: "motion", state: "on" },
    { id: "switch.pump", name: "Pump", state: "on" },
    { id: "switch.fountain", name: "Fountain", state: "off" },
    { id: "binary_sensor.gate", name: "Gate", deviceClass: "door", state: "off" },
    { id: "sensor.pump", name: "Pump draw", deviceClass: "power", state: "40" },
    { id: "cover.louvre", name: "Louvre", deviceClass: "shutter", state: "open" },
    { id: "automation.dawn", name: "Dawn", state: "off" },
    { id: "automation.dusk", name: "Dusk", state: "on" },
  ],
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
    entities: [
      { id: "switch.offline", name: "Offline", state: "on" },
      { id: "light.gone", name: "Lamp", state: "unavailable" },
    ],
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
    entities: [
      { id: "light.a", name: "Acme", state: "on" },
      { id: "light.b", name: "Zeta", state: "off" },
      { id: "switch.c", name: "Party light", state: "on" },
      { id: "automation.d", name: "Party lights", state: "on" },
      { id: "script.e", name: "All lights", state: "on" },
    ],
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
