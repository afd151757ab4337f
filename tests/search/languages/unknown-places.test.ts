/** A place or an owner that is not here, beside a kind that is: the rest is not what was meant. */

import { describe, expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searchIn, things } from "../small-home.ts";

const THINGS = [
  { id: "light.m1", name: "Acme 1", area: "one" },
  { id: "light.m2", name: "Acme 2", area: "two" },
  { id: "climate.m3", name: "Acme 3", area: "two" },
  { id: "media_player.m4", name: "Acme 4", area: "two" },
];
const TWIN = {
  "component.light.title": "Light",
  "component.climate.title": "Climate",
  "component.light.services.turn_on.name": "Turn on light",
  "component.light.services.turn_off.name": "Turn off light",
  "component.sensor.entity_component.temperature.name": "Current temperature",
};

describe("in English", async () => {
  const home = await searchIn({ areas: { one: "Kitchen", two: "Lounge" }, entities: THINGS });

  test.each<readonly [string, string]>([
    ["switch off the lamps in the orangery", "orangery"],
    ["orangery lamps", "orangery"],
    ["the orangery light", "orangery"],
    ["Bertha's lamp", "berthas"],
    ["turn it up at the chalet please", "chalet"],
    ["turn off the orangery lamps for an hour", "orangery"],
    ["switch the orangery light off", "orangery"],
    ["lamp orangery", "orangery"],
    ["set the orangery media player to 5", "orangery"],
    ["switch the lamp in the wine cellar off", "wine cellar"],
  ])("%s", (text, place) => {
    expect(home.ask(text)).toMatchObject({ match: "none", unmet: place.split(" ") });
  });

  test.each([
    "make the lamps groovy",
    "set the lamps to a velvety glow",
    "dim the lamps in the blink of an eye",
    "turn the lamps on posthaste",
    "play zydeco by the wailers",
    "the lamps in the kitchen, swanky",
    "turn the lamps off on the double",
    "turn off every single lamp",
    "turn off the remaining lamps",
  ])("%s: manner, and what is played, are no places", (text) => {
    expect(home.ask(text).match).toBe("close");
  });
});

test("what is in no area is in none of these, where others of its domain are in one", async () => {
  const things = [
    { id: "climate.a", name: "Thermostat" },
    { id: "climate.b", name: "Acme", area: "two" },
    { id: "scene.c", name: "Late show" },
  ];
  const { ask, find } = await searchIn({
    areas: { one: "Kitchen", two: "Lounge" },
    entities: [...THINGS, ...things],
  });
  expect(ask("the thermostat in the kitchen").match).toBe("none");
  expect(find("late show in the lounge")).toEqual(["scene.c"]);
});

test("what moves is sent to other rooms than its own", async () => {
  const things = [
    { id: "vacuum.a", name: "Rosie", area: "two" },
    { id: "fan.b", name: "Breeze", area: "two" },
  ];
  const { ask, find } = await searchIn({
    areas: { one: "Kitchen", two: "Lounge" },
    entities: [...THINGS, ...things],
  });
  expect(find("send Rosie to the kitchen")[0]).toBe("vacuum.a");
  expect(ask("the vacuum in the kitchen").match).toBe("none");
  expect(ask("Breeze in the kitchen").match).toBe("none");
});

test("a thing that is named is none of another kind", async () => {
  const things = [
    { id: "camera.a", name: "Driveway" },
    { id: "switch.b", name: "Christmas Tree" },
  ];
  const { ask, find } = await searchIn({ areas: {}, entities: [...THINGS, ...things] });
  expect(ask("driveway light")).toMatchObject({ match: "none", nearest: ["camera.a"] });
  expect(ask("driveway garden light")).toMatchObject({ match: "none", nearest: ["camera.a"] });
  expect(find("christmas tree lights on")).toEqual(["switch.b"]);
  expect(find("driveway battery")).toEqual(["camera.a"]);
});

async function searched(
  code: string,
  own: Readonly<Record<string, string>>,
  areas: readonly [string, string],
) {
  const languages = [english, await homeLanguage(code, own, TWIN)];
  const [one, two] = areas;
  return await searchIn({ areas: { one, two }, entities: THINGS }, { languages });
}

describe("in German", async () => {
  const home = await searched(
    "de",
    {
      "component.light.title": "Licht",
      "component.climate.title": "Klima",
      "component.light.services.turn_on.name": "Ein Licht einschalten",
      "component.light.services.turn_off.name": "Ein Licht ausschalten",
      "component.light.services.toggle.name": "Das Licht umschalten",
      "component.light.conditions.is_on.name": "Ein Licht leuchtet",
      "component.light.conditions.is_off.name": "Kein Licht leuchtet",
      "component.sensor.entity_component.temperature.name": "Aktuelle Temperatur",
    },
    ["Küche", "Stube"],
  );

  test.each<readonly [string, string]>([
    ["Licht in der Orangerie", "orangerie"],
    ["schalte das Licht in der Orangerie aus", "orangerie"],
    ["Licht auf dem Speicher", "speicher"],
    ["Orangerielicht", "orangerielicht"],
  ])("%s", (text, place) => {
    expect(home.ask(text)).toMatchObject({ match: "none", unmet: [place] });
  });

  test.each([
    "Licht in der Küche",
    "Küchenlicht",
    "das Orangerielicht in der Küche",
    "mach das Licht etwas behaglicher",
    "behagliches Licht",
    "Licht am Montag",
  ])("%s", (text) => {
    expect(home.ask(text).match).toBe("close");
  });
});

describe("in Japanese", async () => {
  const home = await searched(
    "ja",
    {
      "component.light.title": "照明",
      "component.sensor.entity_component.temperature.name": "現在の温度",
    },
    ["台所", "居間"],
  );

  test.each(["納屋の照明", "納屋の照明を消して"])("%s", (text) => {
    expect(home.ask(text)).toMatchObject({ match: "none", unmet: ["納屋"] });
  });

  test.each(["台所の照明", "現在の照明", "今日の照明"])("%s", (text) => {
    expect(home.ask(text).match).toBe("close");
  });
});

test("a place that is nearly written like one that holds no such thing", async () => {
  const home = await searchIn({
    areas: { bed: "Bedroom", kitchen: "Kitchen" },
    entities: things(`
      light.k Acme @kitchen
      climate.b Acme @bed
    `),
  });
  expect(home.ask("lights in the bedrom")).toMatchObject({ match: "none", unmet: ["bedrom"] });
  expect(home.find("light in the kichen")).toEqual(["light.k"]);
});

describe("where orders end in what is to be done, what begins one tells places apart", async () => {
  const services = {
    "component.light.title": "조명",
    "component.climate.title": "온도조절기",
    "component.light.services.turn_on.name": "조명 켜기",
    "component.light.services.turn_off.name": "조명 끄기",
  };
  const languages = [english, await homeLanguage("ko", services, TWIN)];
  const home = await searchIn(
    { areas: { one: "민준이 방", two: "거실" }, entities: THINGS },
    { languages, aliasesOf: () => [] },
  );

  test.each([
    ["수아 방 조명 켜", "none"],
    ["민준이 방 조명 켜", "close"],
  ] as const)("%s", (text, match) => {
    expect(home.ask(text).match).toBe(match);
  });
});

describe("a form of what is to be done is no kind that sounds like it", async () => {
  const services = {
    "component.light.title": "Lámpa",
    "component.switch.title": "Kapcsoló",
    "component.light.services.turn_on.name": "Lámpa bekapcsolása",
    "component.light.services.turn_off.name": "Lámpa kikapcsolása",
  };
  const twin = { ...TWIN, "component.switch.title": "Switch" };
  const languages = [english, await homeLanguage("hu", services, twin)];
  const things = [...THINGS, { id: "switch.m5", name: "Acme 5", area: "two" }];
  const home = await searchIn(
    { areas: { one: "Konyha", two: "Nappali" }, entities: things },
    { languages, aliasesOf: () => [] },
  );

  test.each([
    ["kapcsold fel a lámpát a konyhában", "light.m1"],
    ["a lámpát kapcsolj le a konyhában", "light.m1"],
    ["kapcsold le a kapcsolót a nappaliban", "switch.m5"],
    ["kapcsoló", "switch.m5"],
  ])("%s", (text, id) => {
    expect(home.find(text)).toEqual([id]);
  });
});

describe("where the word that tells one place from another stands behind it, in Polish", async () => {
  const own = {
    "component.light.title": "Światło",
    "component.cover.entity_component.shutter.name": "Roleta",
    "component.light.services.turn_on.name": "Włącz światło",
  };
  const twin = { ...TWIN, "component.cover.entity_component.shutter.name": "Shutter" };
  const languages = [english, await homeLanguage("pl", own, twin)];
  const home = await searchIn(
    {
      areas: { one: "Pokój Zosi", two: "Salon" },
      entities: [
        { id: "light.a", name: "Acme 1", area: "one" },
        { id: "light.b", name: "Acme 2", area: "two" },
        { id: "cover.c", name: "Acme 3", area: "two", deviceClass: "shutter" },
        { id: "automation.d", name: "Rolety o świcie" },
      ],
    },
    { languages },
  );

  test.each(["włącz światło w pokoju gościnnym", "światło pokój gościnny"])("%s is not here", (text) => {
    expect(home.ask(text).match).toBe("none");
  });

  test.each([
    ["włącz światło w pokoju Zosi", "light.a"],
    ["opuść rolety w salonie", "cover.c"],
  ])("%s is: a form of the word for it is another's name too", (text, id) => {
    expect(home.find(text)[0]).toBe(id);
  });
});
