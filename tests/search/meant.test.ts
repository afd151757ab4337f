/** What is meant by places, states, kinds, devices: the home's things in the way people ask for them. */

import { describe, expect, test } from "bun:test";
import type { SearchQuery } from "../../src/search/query.ts";
import { searchIn, things } from "./small-home.ts";

const home = await searchIn({
  floors: { up: "Upstairs" },
  floorOf: { office: "up" },
  areas: { kitchen: "Kitchen", office: "Office", hall: "Hall" },
  devices: { corner: ["Coffee Corner", "kitchen"] },
  entities: [
    { id: "light.k1", name: "Kitchen Ceiling", area: "kitchen", state: "off", changed: 970 },
    { id: "light.k2", name: "Kitchen Counter", area: "kitchen", changed: 990 },
    { id: "light.o1", name: "Office Lamp", area: "office", changed: 980 },
    { id: "media_player.kitchen", name: "Kitchen", area: "kitchen", state: "off" },
    { id: "binary_sensor.w1", name: "Office Window", area: "office", deviceClass: "window", state: "off" },
    { id: "binary_sensor.w2", name: "Hall Window", area: "hall", deviceClass: "window" },
    { id: "binary_sensor.w3", name: "Kitchen Window", area: "kitchen", deviceClass: "window" },
    { id: "sensor.thermostat", name: "Thermostat" },
    { id: "climate.a", name: "Living Climate" },
    { id: "climate.b", name: "Bath Climate" },
    { id: "climate.c", name: "Attic" },
    { id: "time.time", name: "Time" },
    { id: "sensor.sun_next_rising", name: "Sun Next Rising" },
    { id: "switch.power", name: "Power", device: "corner" },
    { id: "sensor.boiler", name: "Boiler", device: "corner" },
    { id: "sensor.shelf", name: "Corner shelf coffee" },
    { id: "lock.front", name: "Front Door", state: "locked" },
    { id: "sensor.low", name: "Hall Remote", deviceClass: "battery", state: "12" },
    { id: "sensor.full", name: "Office Remote", deviceClass: "battery", state: "90" },
  ],
});

test("a place with a filter is all that is in it, though one is called so", () => {
  const { hits, byKind } = home.ask({ text: "kitchen", domain: ["media_player", "light"] });
  expect([byKind, hits.map(({ id }) => id)]).toEqual([
    true,
    ["media_player.kitchen", "light.k1", "light.k2"],
  ]);
});

describe("two wishes in one sentence", () => {
  test.each<readonly [string, readonly string[]]>([
    ["turn off the office lamp and the hall window", ["light.o1", "binary_sensor.w2"]],
    [
      "turn on the kitchen counter, lock the front door and open the hall window",
      ["light.k2", "lock.front", "binary_sensor.w2"],
    ],
    ["turn on the kitchen counter and the office light", ["light.k2", "light.o1"]],
  ])("%s", (text, wanted) => {
    expect([...home.find(text)].toSorted()).toEqual([...wanted].toSorted());
  });
});

describe("two things with one word between them", () => {
  test.each<readonly [string, readonly string[]]>([
    ["lights and windows upstairs", ["binary_sensor.w1", "light.o1"]],
    ["kitchen and office windows", ["binary_sensor.w1", "binary_sensor.w3"]],
    ["lights in the kitchen and the office", ["light.k1", "light.k2", "light.o1"]],
    ["lights in the office and in the kitchen", ["light.k1", "light.k2", "light.o1"]],
    ["all windows and lights in the office", ["binary_sensor.w1", "light.o1"]],
    ["lights and sirens", []],
    ["cellar and office lights", []],
  ])("%s", (text, ids) => {
    expect(home.find(text).toSorted()).toEqual([...ids]);
  });

  test("are found page by page, each once", () => {
    const pages = [0, 1, 2].map((offset) =>
      home.find({ text: "lights and windows upstairs", limit: 1, offset }),
    );
    expect(pages.flat()).toEqual([...home.find("lights and windows upstairs")]);
  });
});

describe("places", () => {
  const inKitchen = [
    "binary_sensor.w3",
    "light.k1",
    "light.k2",
    "media_player.kitchen",
    "sensor.boiler",
    "switch.power",
  ];

  test("with a filter it is what is in them", () => {
    expect(home.find({ text: "Kitchen", domain: ["light"] }).toSorted()).toEqual(["light.k1", "light.k2"]);
    expect(home.find({ text: "Kitchen", domain: ["light"], kind: ["area"] })).toEqual(["area:kitchen"]);
  });

  test.each(["everything in the kitchen", "what is in the kitchen"])("%s", (text) => {
    expect(home.find(text).toSorted()).toEqual(inKitchen);
  });

  test("a place and a thing of its name are both exact", () => {
    const { match, hits } = home.ask("kitchen");
    expect(match).toBe("exact");
    expect(hits.filter(({ whole }) => whole).map(({ id }) => id)).toEqual([
      "media_player.kitchen",
      "kitchen",
    ]);
  });
});

describe("states", () => {
  test.each<readonly [string | Partial<SearchQuery>, readonly string[]]>([
    ["open windows", ["binary_sensor.w2", "binary_sensor.w3"]],
    ["windows open", ["binary_sensor.w2", "binary_sensor.w3"]],
    ["any windows open", ["binary_sensor.w2", "binary_sensor.w3"]],
    [{ text: "windows", state: "open" }, ["binary_sensor.w2", "binary_sensor.w3"]],
    [{ text: "windows", state: "Closed" }, ["binary_sensor.w1"]],
    [{ state: "open" }, ["binary_sensor.w2", "binary_sensor.w3"]],
    ["which lights are on", ["light.k2", "light.o1"]],
    ["are any lights on in the kitchen", ["light.k2"]],
    ["what is open", ["binary_sensor.w2", "binary_sensor.w3"]],
    ["which batteries are low", ["sensor.low"]],
    ["close all open windows", ["binary_sensor.w2", "binary_sensor.w3"]],
  ])("%p", (query, ids) => {
    expect(home.find(query).toSorted()).toEqual([...ids]);
  });

  test("what is in another state is nearest", () => {
    expect(home.ask("unlocked doors")).toMatchObject({
      match: "none",
      unmet: ["unlocked"],
      nearest: ["lock.front"],
    });
    expect(home.ask("which lights are off upstairs")).toMatchObject({ match: "none", nearest: ["light.o1"] });
  });

  test.each([
    ["turn on the kitchen ceiling", "light.k1"],
    ["open the office window", "binary_sensor.w1"],
    ["is the front door locked", "lock.front"],
    ["is the office window open", "binary_sensor.w1"],
    ["turn all kitchen lights off", "light.k1"],
    ["all kitchen lights on", "light.k1"],
    ["everything in the kitchen on", "light.k1"],
  ])("%s: an order or a question about one thing is none", (text, id) => {
    expect(home.find(text)).toContain(id);
  });

  test("a class that is hidden says nothing of a state", () => {
    expect(home.find({ state: "open", hidesClass: (id) => id === "binary_sensor.w2" })).toEqual([
      "binary_sensor.w3",
    ]);
    expect(home.find({ text: "open windows", hidesClass: (id) => id === "binary_sensor.w2" })).toEqual([
      "binary_sensor.w3",
    ]);
  });
});

test("a kind alone is all of the kind, whatever bears its name", () => {
  const { match, hits, byKind } = home.ask("thermostat");
  expect([match, byKind]).toEqual(["exact", true]);
  expect(hits.map(({ id }) => id).toSorted()).toEqual([
    "climate.a",
    "climate.b",
    "climate.c",
    "sensor.thermostat",
  ]);
});

describe("a word for whatever is of a domain", () => {
  const mixed = async () =>
    searchIn({
      areas: { bed: "Bedroom", garden: "Garden", lounge: "Lounge", kitchen: "Kitchen" },
      entities: things(`
        lock.front Front door
        lock.back Back door
        switch.child Coffee machine child lock @kitchen
        climate.bed Bedroom radiator @bed
        valve.garden Garden irrigation @garden :water
        media_player.lounge Lounge TV @lounge :tv
        camera.bell Doorbell
        humidifier.dry Cellar dehumidifier
        automation.light Light at night
        light.one Strip
      `),
    });

  test.each([
    ["bedroom thermostat", "climate.bed"],
    ["valve", "valve.garden"],
    ["water valve", "valve.garden"],
    ["media player in the lounge", "media_player.lounge"],
    ["camera", "camera.bell"],
  ])("%s, whatever it calls itself", async (text, id) => {
    const { match, hits } = (await mixed()).ask(text);
    expect([match, hits[0]?.id]).toEqual(["close", id]);
  });

  test("comes before what only bears the word", async () => {
    const home = await mixed();
    expect(home.find("locks").slice(0, 2).toSorted()).toEqual(["lock.back", "lock.front"]);
    expect(home.find("lights")[0]).toBe("light.one");
  });

  test("is no word for a cousin", async () => {
    expect((await mixed()).ask("humidifier").match).toBe("none");
  });
});

test("the name of a device brings its entities", () => {
  for (const text of ["coffee corner", "turn on the coffee corner"]) {
    const { match, hits } = home.ask(text);
    expect([match, ...hits.slice(0, 2).map(({ id }) => id)]).toEqual([
      "exact",
      "switch.power",
      "sensor.boiler",
    ]);
  }
});

test.each(["what time is it", "is it raining"])("%s: no thing is named", (text) => {
  expect(home.ask(text).match).toBe("none");
});

test("what changed last comes first", () => {
  expect(home.find({ domain: ["light"], changedWithinSeconds: 60 })).toEqual([
    "light.k2",
    "light.o1",
    "light.k1",
  ]);
});

test("page by page everything, once", () => {
  for (const query of [{}, { text: "kitchen" }, { domain: ["sensor"] }]) {
    const whole = home.find({ ...query, limit: 50 });
    const paged: string[] = [];
    for (let offset = 0; ; offset += 2) {
      const page = home.find({ ...query, limit: 2, offset });
      if (page.length === 0) break;
      paged.push(...page);
    }
    expect(paged).toEqual([...whole]);
  }
});

describe("what is wished besides", () => {
  const asked = async (text: string) => {
    const home = await searchIn({
      areas: { den: "Den" },
      entities: things(`
        light.den Acme 1 @den
        cover.plain Acme 2 @den
        cover.garage Acme 3 :garage
      `),
    });
    return home.ask(text);
  };

  test.each([
    ["dim the den lamp, then remind me to lock up", "light.den"],
    ["switch on the den lamp and tell me once the dishwasher stops", "light.den"],
  ])("%s", async (text, id) => {
    expect((await asked(text)).hits.map((hit) => hit.id)).toEqual([id]);
  });

  test("is asked for where nothing else is", async () => {
    expect(await asked("tell me once the dishwasher stops")).toMatchObject({ match: "none" });
    expect(await asked("dim the attic lamp and tell me when")).toMatchObject({
      match: "none",
      unmet: ["attic"],
    });
  });

  test("a cousin is no further hit", async () => {
    expect((await asked("close the awning")).hits.map((hit) => hit.id)).toEqual(["cover.plain"]);
  });
});

test("a cover that calls itself a window may be the blind there, and is no gate", async () => {
  const covers = await searchIn({
    entities: things(`
      cover.east East Window =open
      cover.roof Pergola =open
    `),
  });
  expect(covers.find("gate")).toEqual(["cover.roof"]);
  expect(covers.find("blinds").toSorted()).toEqual(["cover.east", "cover.roof"]);
});

test("what is asked for by a general word is what calls itself one of its kinds, too", async () => {
  const house = await searchIn({
    entities: things(`
      cover.bed Bed blind =open
      binary_sensor.porch Porch door :door =off
    `),
  });
  expect(house.find("covers")).toEqual(["cover.bed"]);
  expect(house.find("door sensors")).toEqual(["binary_sensor.porch"]);
});
