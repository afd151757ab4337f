/** Numbers in names: which of several is meant, and which is not there. */

import { describe, expect, test } from "bun:test";
import { searchIn, things } from "./small-home.ts";

const home = await searchIn({
  areas: { north: "Wing 07" },
  entities: things(`
    switch.s1 Socket 1
    switch.s2 Socket 2
    switch.pump Pump
    number.mixer Mixer 1
    light.bench Bench light
    switch.maker Device 00005 Switch @north
  `),
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
    entities: things(`
      light.a Acme 5 @seven
      light.b Acme 1 @five
      light.c Acme 3 @two
      fan.d Acme 4 @site
      fan.e Acme 6 @two
    `),
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
    entities: things(`
      cover.garage Garage Door @garage :garage
      lock.car Model 3 Doors @garage
      camera.front Front Camera @yard
      camera.back Back Camera @yard
      switch.kettle Kettle
      fan.attic Attic Fan
      light.left Bedside Lamp @bedroom
      light.right Bedside Lamp 2 @bedroom
      valve.one Sprinkler Zone 1 Lawn :water
      valve.two Sprinkler Zone 2 Roses :water
    `),
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
