/** Numbers in names: which of several is meant, and which is not there. */

import { describe, expect, test } from "bun:test";
import { searchIn } from "./small-home.ts";

const home = await searchIn({
  areas: { north: "Wing 07" },
  entities: [
    { id: "switch.s1", name: "Socket 1" },
    { id: "switch.s2", name: "Socket 2" },
    { id: "switch.pump", name: "Pump" },
    { id: "number.mixer", name: "Mixer 1" },
    { id: "light.bench", name: "Bench light" },
    { id: "switch.maker", name: "Device 00005 Switch", area: "north" },
  ],
});

describe("a number that its like have otherwise is not there", () => {
  test.each<readonly [string, string, string]>([
    ["socket 5", "5", "switch.s1"],
    ["turn on socket 7", "7", "switch.s1"],
    ["mixer 2", "2", "number.mixer"],
  ])("%s", (text, unmet, nearest) => {
    const answer = home.ask(text);
    expect(answer).toMatchObject({ match: "none", unmet: [unmet] });
    expect(answer.nearest?.[0]).toBe(nearest);
  });
});

test.each<readonly [string, string]>([
  ["socket 2", "switch.s2"],
  ["set mixer 1 to 40", "number.mixer"],
  ["mixer 1 40", "number.mixer"],
  ["bench light 50", "light.bench"],
  ["bench light 50 percent", "light.bench"],
])("%s is there", (text, id) => {
  expect(home.ask(text).match).not.toBe("none");
  expect(home.find(text)[0]).toBe(id);
});

test("a kind with a number is one of them", () => {
  expect(home.ask("socket 2").byKind).toBe(false);
  expect(home.ask("sockets").byKind).toBe(true);
});

describe("a number that is a place's", async () => {
  const plant = await searchIn({
    areas: { five: "05", two: "2", seven: "Area 7", site: "KX Area 03" },
    entities: [
      { id: "light.a", name: "Acme 5", area: "seven" },
      { id: "light.b", name: "Acme 1", area: "five" },
      { id: "light.c", name: "Acme 3", area: "two" },
      { id: "fan.d", name: "Acme 4", area: "site" },
      { id: "fan.e", name: "Acme 6", area: "two" },
    ],
  });

  test.each<readonly [string, readonly string[]]>([
    ["lights in area 5", ["light.b"]],
    ["area 5", ["area:five", "light.b"]],
    ["everything in zone 2", ["fan.e", "light.c"]],
    ["fan in KX Area 3", ["fan.d"]],
    ["area 7 lamp", ["light.a"]],
    ["lamp in room 002", ["light.c"]],
  ])("%s", (text, ids) => {
    expect(plant.find(text).toSorted()).toEqual([...ids]);
  });

  test("that no place has is none; a share is no number", () => {
    expect(plant.ask("lamps in zone 9")).toMatchObject({ match: "none", unmet: ["9"] });
    expect(plant.ask("lamps in the room 9%").match).toBe("close");
  });
});

describe("a number that nothing is called by, and what is counted where there are fewer", async () => {
  const yard = await searchIn({
    areas: { garage: "Garage", yard: "Yard", bedroom: "Bedroom" },
    entities: [
      { id: "cover.garage", name: "Garage Door", area: "garage", deviceClass: "garage" },
      { id: "lock.car", name: "Model 3 Doors", area: "garage" },
      { id: "camera.front", name: "Front Camera", area: "yard" },
      { id: "camera.back", name: "Back Camera", area: "yard" },
      { id: "switch.kettle", name: "Kettle" },
      { id: "fan.attic", name: "Attic Fan" },
      { id: "light.left", name: "Bedside Lamp", area: "bedroom" },
      { id: "light.right", name: "Bedside Lamp 2", area: "bedroom" },
      { id: "valve.one", name: "Sprinkler Zone 1 Lawn", deviceClass: "water" },
      { id: "valve.two", name: "Sprinkler Zone 2 Roses", deviceClass: "water" },
    ],
  });

  test.each<readonly [string, string]>([
    ["camera 3", "3"],
    ["kettle 2", "2"],
    ["garage door 2", "2"],
    ["second garage door", "second"],
    ["third camera", "third"],
    ["third bedside lamp", "third"],
    ["sprinkler zone 5", "5"],
  ])("%s", (text, unmet) => {
    expect(yard.ask(text)).toMatchObject({ match: "none", unmet: [unmet] });
  });

  test.each<readonly [string, string]>([
    ["second camera", "camera.back"],
    ["second bedside lamp", "light.right"],
    ["first garage door", "cover.garage"],
    ["attic fan 3", "fan.attic"],
    ["set the kettle to 2", "switch.kettle"],
    ["sprinkler zone 2", "valve.two"],
  ])("%s is there", (text, id) => {
    expect(yard.ask(text).match).not.toBe("none");
    expect(yard.find(text)[0]).toBe(id);
  });
});
