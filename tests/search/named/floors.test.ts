/** Floors that are asked for by where they are. */

import { expect, test } from "bun:test";
import { searchIn, things } from "../small-home.ts";

test("upstairs are the floors above the lowest over ground, by whatever name, as their levels have it", async () => {
  const terrace = await searchIn({
    areas: { cellar: "Cellar", hall: "Hall", bed: "Bedroom", study: "Study" },
    floors: { under: "Vault", ground: "Ground Floor", first: "First Floor", roof: "Roof" },
    levels: { under: -1, ground: 0, first: 1, roof: 2 },
    floorOf: { cellar: "under", hall: "ground", bed: "first", study: "roof" },
    entities: things(`
      light.cellar Cellar Lamp @cellar
      light.hall Hall Lamp @hall
      light.bed Bed Lamp @bed =off
      light.study Study Lamp @study
    `),
  });
  expect(terrace.find("lights upstairs").toSorted()).toEqual(["light.bed", "light.study"]);
  expect(terrace.find("downstairs lights")).toEqual(["light.hall"]);
  expect(terrace.find("which lights are on upstairs")).toEqual(["light.study"]);
});

test("where floors have no levels their names say which is higher", async () => {
  const house = await searchIn({
    areas: { store: "Store", lounge: "Lounge", bed: "Bedroom", den: "Den" },
    floors: { under: "Basement", ground: "Ground Floor", first: "First Floor", roof: "Loft" },
    floorOf: { store: "under", lounge: "ground", bed: "first", den: "roof" },
    entities: things(`
      light.store Store Lamp @store
      light.lounge Lounge Lamp @lounge
      light.bed Bed Lamp @bed
      light.den Den Lamp @den
    `),
  });
  expect(house.find("lights upstairs").toSorted()).toEqual(["light.bed", "light.den"]);
  expect(house.find("downstairs lights")).toEqual(["light.lounge"]);
  // where nothing is above the ground nobody says so
  const flat = await searchIn({
    areas: { store: "Store", lounge: "Lounge" },
    floors: { under: "Basement", main: "Main" },
    floorOf: { store: "under", lounge: "main" },
    entities: [{ id: "light.lounge", name: "Lounge Lamp", area: "lounge" }],
  });
  expect(flat.ask("lights upstairs").match).toBe("none");
});
