/** What a word before a name or a kind tells from the things that are here. */

import { expect, test } from "bun:test";
import { createSearchIndex } from "../../../src/search/search-index.ts";
import { placeOf, searchIn, things } from "../small-home.ts";

test("what nobody knows before a word of an alias, where that has another, tells another thing", async () => {
  const place = placeOf({ entities: [{ id: "switch.wallbox", name: "Zappi" }] });
  const index = createSearchIndex(place, { aliasesOf: () => ["Car charger"] });
  await index.build();
  const ask = (text: string) => index.search({ text, limit: 10 }, () => true, 1000);
  expect(ask("tesla charger")).toMatchObject({ match: "none", unmet: ["tesla"] });
  expect(ask("my charger")).toMatchObject({ match: "close", hits: [{ id: "switch.wallbox" }] });
});

test("a word before a kind, as in the name of a thing here, tells that from what is elsewhere", async () => {
  const { ask } = await searchIn({
    areas: { hall: "Hallway", study: "Study", living: "Living Room" },
    entities: things(`
      light.hall Hallway Light @hall
      light.mirror Mirror Light
      light.floor Floor Lamp @living
      light.desk Desk Lamp @study
    `),
  });
  expect(ask("mirror light in the hallway")).toMatchObject({ match: "none", unmet: ["mirror"] });
  expect(ask("floor lamp in the study")).toMatchObject({ match: "none" });
  expect(ask("floor lamp in the living room")).toMatchObject({
    match: "exact",
    hits: [{ id: "light.floor" }],
  });
  expect(ask("lamp in the study").hits.map(({ id }) => id)).toEqual(["light.desk"]);
});

test("a room that nobody knows is said by that word, too", async () => {
  const { ask } = await searchIn({
    areas: { living: "Living Room" },
    entities: [{ id: "climate.living", name: "Radiator", area: "living" }],
  });
  expect(ask("boot room heater")).toMatchObject({ match: "none", unmet: ["boot"] });
  expect(ask("living room heater").hits).toMatchObject([{ id: "climate.living" }]);
});

test("what is but nearly written so, begins so, or is measured of all is nothing that is here", async () => {
  const { ask } = await searchIn({
    areas: { bath: "Wet Room", kids: "Kids Room" },
    entities: things(`
      light.kids Moon @kids
      sensor.co2 Office CO2 :carbon_dioxide
      sensor.kids Hygrometer @kids :humidity
      sensor.lock Nuki Battery :battery =50
      light.bath Spots @bath
    `),
  });
  expect(ask("august")).toMatchObject({ match: "none" });
  expect(ask("car charger")).toMatchObject({ match: "none" });
  expect(ask("wet room humidity")).toMatchObject({ match: "none" });
  expect(ask("low battery").hits).toMatchObject([{ id: "sensor.lock" }]);
  expect(ask("adjsut the moon").hits[0]).toMatchObject({ id: "light.kids" });
});

test("what is nearly written like the name of another thing tells one, and far from it says nothing", async () => {
  const { ask } = await searchIn({
    entities: things(`
      switch.fountain Cat Fountain
      automation.fish Feed the fish
      light.flat Flat
      sensor.fern Boston Fern
      water_heater.tank Boiler
    `),
  });
  expect(ask("cat flap")).toMatchObject({ match: "none", unmet: ["flap"] });
  expect(ask("cat fuontain").hits[0]).toMatchObject({ id: "switch.fountain" });
  expect(ask("bird feeder")).toMatchObject({ match: "none" });
  // "water" is but part of what Home Assistant calls a boiler
  expect(ask("does the fern need water").hits).toMatchObject([{ id: "sensor.fern" }]);
});

test("another room, another owner", async () => {
  const { ask } = await searchIn({
    areas: { den: "Den" },
    entities: things(`
      media_player.tv Telly @den :tv
      switch.bilge Bilge Pump @den
      fan.den Blower @den
    `),
  });
  expect(ask("tv of grandma")).toMatchObject({ match: "none", unmet: ["grandma"] });
  expect(ask("music room tv")).toMatchObject({ match: "none", unmet: ["music"] });
  expect(ask("fan chain locker")).toMatchObject({ match: "none" });
  expect(ask("pause the Samsung")).toMatchObject({ match: "none", unmet: ["samsung"] });
  expect(ask("pause the Telly").hits).toMatchObject([{ id: "media_player.tv" }]);
  expect(ask("fan plz").hits).toMatchObject([{ id: "fan.den" }]);
  expect(ask("pump of the bilge").hits).toMatchObject([{ id: "switch.bilge" }]);
});

test("a room of another home, though a thing is called by what it is alone", async () => {
  const { ask } = await searchIn({
    areas: { den: "Den", hall: "Hall" },
    entities: things(`
      light.den Light @den
      light.hall Hall light @hall
      climate.hall Thermostat @hall
      media_player.den Stereo @den
    `),
  });
  for (const text of [
    "Please turn on the work area light",
    "Set the work area light brightness to 50",
    "Turn on the light in the work area",
    "Turn on the home theater thermostat",
    "Set the thermostat in the wine cellar to 12C",
  ])
    expect([text, ask(text).match]).toEqual([text, "none"]);
  expect(ask("Set the hall light brightness to 50").hits[0]).toMatchObject({ id: "light.hall" });
  expect(ask("Set the thermostat in the hall to 12C").hits[0]).toMatchObject({ id: "climate.hall" });
});

test("what is done with a kind's word is done with what stands behind it, in however small a home", async () => {
  const { ask } = await searchIn({
    areas: { den: "Den" },
    entities: things(`
      light.den Lamp @den
      valve.lawn Sprinkler
    `),
  });
  for (const text of ["light the fireplace", "stop watering the olive grove", "water the vineyard"])
    expect([text, ask(text).match]).toEqual([text, "none"]);
  expect(ask("turn on the fireplace in the den")).toMatchObject({ match: "none", unmet: ["fireplace"] });
  expect(ask("light the den").hits).toMatchObject([{ id: "light.den" }]);
  expect(ask("stop watering the lawn").match).toBe("close");
  expect(ask("turn on everything in the den").hits[0]).toMatchObject({ id: "light.den" });
});
