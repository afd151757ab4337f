import { describe, expect, test } from "bun:test";
import { searchIn, things, USUAL } from "./small-home.ts";

const home = await searchIn(USUAL);

describe("what words mean", () => {
  test.each([
    ["the heating in the living room", "climate.living"],
    ["close the shutters", "cover.living_blind"],
    ["turn off the television", "media_player.tv"],
    ["pause the music", "media_player.tv"],
    ["make the living room warmer", "climate.living"],
    ["lounge blinds", "cover.living_blind"],
    ["how hot is the oven", "sensor.oven_temperature"],
    ["switch the oven on", "switch.oven"],
    ["lock the front door", "lock.door"],
    ["is the front door open", "binary_sensor.door"],
    ["humidity upstairs", "sensor.bed_humidity"],
    ["siemens", "switch.oven"],
  ])("%s finds %s first", (text, id) => {
    expect(home.find(text)[0]).toBe(id);
  });
});

describe("order", () => {
  test("a whole name comes first", () => {
    expect(home.find("Oven")[0]).toBe("switch.oven");
    expect(home.find("oven temperature")[0]).toBe("sensor.oven_temperature");
  });

  test("the right domain comes first where names are equal", () => {
    expect(home.find("unlock the front door")[0]).toBe("lock.door");
    expect(home.find("front door sensor")[0]).toBe("binary_sensor.door");
  });

  test("an area named whole comes before one whose name says more", () => {
    expect(home.find("bedroom light").slice(0, 2)).toEqual(["light.bed", "light.guest"]);
    expect(home.find("guest bedroom light")[0]).toBe("light.guest");
  });

  test("small words that name an area count", () => {
    expect(home.find("work area")[0]).toBe("area:work");
    expect(home.find("turn on the light in the work area")[0]).toBe("light.work");
  });

  test("an entity id finds the entity alone", () => {
    expect(home.ask("light.guest")).toEqual({
      match: "exact",
      hits: [{ kind: "entity", id: "light.guest", score: 1, whole: true }],
      total: 1,
      totalIs: "exact",
    });
  });

  test("the caller's area comes first among equals", () => {
    expect(home.find({ text: "lights", homeArea: "work" })[0]).toBe("light.work");
    expect(home.find({ text: "lights", homeArea: "guest" })[0]).toBe("light.guest");
    expect(home.find({ text: "kitchen lights", homeArea: "guest" })[0]).toBe("light.kitchen_ceiling");
  });

  test("an alias finds as a name does", async () => {
    const named = await searchIn(USUAL, { aliasesOf: (id) => (id === "light.work" ? ["Bat Signal"] : []) });
    expect(named.ask("bat signal")).toMatchObject({ match: "exact", hits: [{ id: "light.work" }] });
  });

  test("names in other scripts are found", async () => {
    const { find } = await searchIn({
      areas: { k: "厨房", w: "Wohnzimmer" },
      entities: things(`
        light.a 厨房灯 @k
        light.b Stehlampe @w
        light.c Кухня свет
        light.d Lámpara de pie
      `),
    });
    expect(find("厨房灯")[0]).toBe("light.a");
    expect(find("灯")[0]).toBe("light.a");
    expect(find("кухня")[0]).toBe("light.c");
    expect(find("lampara de pie")[0]).toBe("light.d");
    expect(find("wohnzimmer stehlampe")[0]).toBe("light.b");
  });

  test("two entities of one name are both found, in the order of their ids", async () => {
    const twins = await searchIn({
      entities: things(`
        light.b Lamp
        light.a Lamp
      `),
    });
    expect(twins.find("lamp")).toEqual(["light.a", "light.b"]);
    expect(twins.ask("lamp").match).toBe("exact");
  });
});

describe("other kinds", () => {
  test("an area, floor or label is found by its name or alias", () => {
    expect(home.find("kitchen")[0]).toBe("area:kitchen");
    expect(home.find("lounge")[0]).toBe("area:living");
    expect(home.find("ground floor")[0]).toBe("floor:ground");
    expect(home.find("evening")[0]).toBe("label:evening");
  });

  test("devices are found when they are asked for", () => {
    expect(home.find("radiator valve")).not.toContain("device:trv");
    expect(home.find({ text: "radiator valve", kind: ["device"] })).toEqual(["device:trv"]);
    expect(home.find({ text: "oven", kind: ["device", "entity"] })).toContain("device:oven");
  });

  test("kinds leave out what is not asked for", () => {
    expect(home.find({ text: "kitchen", kind: ["area"] })).toEqual(["area:kitchen"]);
    expect(home.find({ text: "kitchen", kind: ["entity"] })).not.toContain("area:kitchen");
    expect(home.ask({ text: "thermostat", kind: ["area"] }).match).toBe("none");
  });
});

test("what a device is comes before what is set on it, though its name says more", async () => {
  const { find } = await searchIn({
    entities: [
      { id: "fan.purifier", name: "小米空氣清淨機 4" },
      { id: "switch.lock", name: "空氣清淨機 童鎖", category: "config" },
    ],
  });
  expect(find("空氣清淨機")[0]).toBe("fan.purifier");
});

test("a device is not surely meant beside what nobody knows", async () => {
  const home = await searchIn({
    devices: { gate: ["Somfy Gate"] },
    entities: [
      { id: "cover.gate", name: "Somfy Gate Drive", device: "gate" },
      { id: "sensor.gate", name: "Somfy Gate Signal", device: "gate" },
    ],
  });
  expect(home.ask("somfy gate")).toMatchObject({ match: "exact", hits: [{ id: "cover.gate" }, {}] });
  expect(home.ask("xylograph somfy gate").match).toBe("close");
});
