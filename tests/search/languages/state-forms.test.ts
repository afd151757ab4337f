/** Things in a state that is said in the home's own language, with Home Assistant's words for it. */

import { describe, expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searchIn } from "../small-home.ts";

const ENTITY = "entity_component";
const ENGLISH = {
  "component.light.title": "Light",
  "component.fan.title": "Fan",
  "component.lock.title": "Lock",
  "component.cover.title": "Cover",
  [`component.cover.${ENTITY}.shutter.name`]: "Shutter",
  [`component.cover.${ENTITY}._.state.open`]: "Open",
  [`component.cover.${ENTITY}._.state.closed`]: "Closed",
  [`component.binary_sensor.${ENTITY}.window.name`]: "Window",
  [`component.binary_sensor.${ENTITY}.window.state.on`]: "Open",
  [`component.binary_sensor.${ENTITY}.window.state.off`]: "Closed",
  [`component.lock.${ENTITY}._.state.locked`]: "Locked",
  "component.cover.services.open_cover.name": "Open cover",
  "component.cover.services.close_cover.name": "Close cover",
  "component.valve.services.open_valve.name": "Open valve",
  "component.light.services.turn_on.name": "Turn on light",
  ...conditions({ light: "Light", fan: "Fan", siren: "Siren", switch: "Switch" }, ["is on", "is off"]),
};
const AREAS = { up: "Obergeschoss", down: "Keller" };
const WINDOWS = [
  { id: "binary_sensor.m1", name: "Acme 1", area: "up", deviceClass: "window", state: "on" },
  { id: "binary_sensor.m2", name: "Acme 2", area: "down", deviceClass: "window", state: "off" },
];
const THINGS = [
  ...WINDOWS,
  { id: "cover.m3", name: "Acme 3", area: "up", deviceClass: "shutter", state: "open" },
  { id: "cover.m4", name: "Acme 4", area: "down", deviceClass: "shutter", state: "closed" },
  { id: "light.m5", name: "Acme 5", area: "up", state: "on" },
  { id: "light.m6", name: "Acme 6", area: "down", state: "off" },
  { id: "light.m7", name: "Diele", area: "down", state: "off" },
  { id: "fan.m8", name: "Acme 8", area: "up", state: "off" },
];

/** What Home Assistant calls its conditions for what is on and off. */
function conditions(
  names: Readonly<Record<string, string>>,
  [on, off]: readonly [string, string],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([domain, name]) => [
      [`component.${domain}.conditions.is_on.name`, `${name} ${on}`],
      [`component.${domain}.conditions.is_off.name`, `${name} ${off}`],
    ]),
  );
}

async function searched(code: string, own: Readonly<Record<string, string>>, entities = THINGS) {
  const languages = [english, await homeLanguage(code, own, ENGLISH)];
  return await searchIn({ areas: AREAS, entities }, { languages });
}

const GERMAN = {
  "component.light.title": "Licht",
  "component.fan.title": "Ventilator",
  [`component.cover.${ENTITY}.shutter.name`]: "Rollladen",
  [`component.cover.${ENTITY}._.state.open`]: "Geöffnet",
  [`component.cover.${ENTITY}._.state.closed`]: "Geschlossen",
  [`component.binary_sensor.${ENTITY}.window.name`]: "Fenster",
  [`component.binary_sensor.${ENTITY}.window.state.on`]: "Geöffnet",
  [`component.binary_sensor.${ENTITY}.window.state.off`]: "Geschlossen",
  "component.cover.services.open_cover.name": "Abdeckung öffnen",
  "component.cover.services.close_cover.name": "Abdeckung schließen",
  "component.valve.services.open_valve.name": "Ventil öffnen",
  "component.light.services.turn_on.name": "Licht einschalten",
  ...conditions({ light: "Leuchte", fan: "Ventilator", siren: "Sirene", switch: "Schalter" }, [
    "eingeschaltet",
    "ausgeschaltet",
  ]),
};

describe("a German home", async () => {
  const home = await searched("de", GERMAN);

  test.each<readonly [string, readonly string[]]>([
    ["geöffnete Fenster", ["binary_sensor.m1"]],
    // kin of what is done, and no word of Home Assistant's own
    ["offene Fenster", ["binary_sensor.m1"]],
    ["offene Kellerfenster", []],
    ["geschlossene Rollläden", ["cover.m4"]],
    ["welche Rollläden sind geöffnet", ["cover.m3"]],
    // from what conditions and triggers are called
    ["eingeschaltete Lichter", ["light.m5"]],
    ["alle ausgeschalteten Lichter im Keller", ["light.m6", "light.m7"]],
    ["closed windows", ["binary_sensor.m2"]],
  ])("%s", (text, ids) => {
    expect(home.find(text).toSorted()).toEqual([...ids]);
  });

  test("a filter is said by them, too", () => {
    const isOpen = { device_class: ["window", "shutter"], state: "offen" };
    expect(home.find(isOpen).toSorted()).toEqual(["binary_sensor.m1", "cover.m3"]);
  });

  test.each(["öffne die Fenster", "öffne die Rollläden", "schließe die Rollläden", "Rollläden schließen"])(
    "%s: what is to be done is no state",
    (text) => {
      expect(home.find(text).length).toBeGreaterThan(1);
    },
  );

  test("nothing in that state is none; one that is asked about is told as it is", () => {
    expect(home.ask("eingeschaltete Ventilatoren")).toMatchObject({
      match: "none",
      unmet: ["eingeschaltete"],
      nearest: ["fan.m8"],
    });
    expect(home.find("ist der Ventilator eingeschaltet")).toEqual(["fan.m8"]);
    expect(home.find("ist das Licht Diele eingeschaltet")[0]).toBe("light.m7");
  });

  test("as a filter, and its opposite", () => {
    const filtered = (state: string) => home.find({ state, device_class: ["window"] });
    expect(filtered("geöffnet")).toEqual(["binary_sensor.m1"]);
    expect(filtered("!=geöffnet")).toEqual(["binary_sensor.m2"]);
    expect(filtered("on (open)")).toEqual(["binary_sensor.m1"]);
    expect(filtered("!=open")).toEqual(["binary_sensor.m2"]);
  });
});

describe("a state whose last letter is another beside its kind", () => {
  const windows = (noun: string, open: string, closed: string) => ({
    [`component.binary_sensor.${ENTITY}.window.name`]: noun,
    [`component.binary_sensor.${ENTITY}.window.state.on`]: open,
    [`component.binary_sensor.${ENTITY}.window.state.off`]: closed,
  });

  test.each([
    ["pl", windows("Okno", "otwarto", "zamknięto"), "otwarte okna", "binary_sensor.m1"],
    ["pl", windows("Okno", "otwarto", "zamknięto"), "zamknięte okna", "binary_sensor.m2"],
    ["ko", windows("창문", "열림", "닫힘"), "열린 창문", "binary_sensor.m1"],
  ])("%s %#", async (language, words, text, id) => {
    expect((await searched(language, words)).find(text)).toEqual([id]);
  });
});

test("one thing is held against a word for a state, as its class has it", async () => {
  const { index, place } = await searched("de", GERMAN);
  const isIn = (id: string, state: string, deviceClass?: string) => {
    const thing = place.states.get(id);
    return thing && index.inState(state)(thing, deviceClass);
  };
  expect(isIn("binary_sensor.m1", "geöffnet", "window")).toBe(true);
  expect(isIn("binary_sensor.m2", "geöffnet", "window")).toBe(false);
  expect(isIn("binary_sensor.m1", "geöffnet")).toBe(false);
  expect(isIn("cover.m4", "geschlossen", "shutter")).toBe(true);
});

test("the form of a state is that of what is to be done: first it is that", async () => {
  const home = await searched("fr", {
    [`component.cover.${ENTITY}.shutter.name`]: "Volet",
    [`component.cover.${ENTITY}._.state.open`]: "Ouvert",
    [`component.cover.${ENTITY}._.state.closed`]: "Fermé",
    "component.cover.services.open_cover.name": "Ouvrir un volet",
    "component.cover.services.close_cover.name": "Fermer un volet",
  });
  expect(home.find("volets fermés")).toEqual(["cover.m4"]);
  expect(home.find("volets ouverts")).toEqual(["cover.m3"]);
  expect(home.find("ferme les volets").toSorted()).toEqual(["cover.m3", "cover.m4"]);
});

test("a word that two languages have: what is to be done in the home's is no state in English", async () => {
  const home = await searched("fr", {
    "component.light.title": "Lumière",
    "component.light.services.turn_on.name": "Activer la lumière",
  });
  expect(home.find("active lumière").toSorted()).toEqual(["light.m5", "light.m6", "light.m7"]);
});

describe("a Japanese home", async () => {
  const home = await searched("ja", {
    "component.light.title": "照明",
    [`component.binary_sensor.${ENTITY}.window.name`]: "窓",
    [`component.binary_sensor.${ENTITY}.window.state.on`]: "開",
    [`component.binary_sensor.${ENTITY}.window.state.off`]: "閉",
    ...conditions({ light: "照明が", fan: "ファンが", siren: "サイレンが" }, ["オン", "オフ"]),
  });

  test.each<readonly [string, readonly string[]]>([
    ["開いている窓", ["binary_sensor.m1"]],
    ["閉まった窓", ["binary_sensor.m2"]],
    ["オンの照明", ["light.m5"]],
    ["窓を開けて", ["binary_sensor.m1", "binary_sensor.m2"]],
    ["照明をオンにして", ["light.m5", "light.m6", "light.m7"]],
  ])("%s", (text, ids) => {
    expect(home.find(text).toSorted()).toEqual([...ids]);
  });
});

test("a state is said of the kind before a small word", async () => {
  const home = await searched("de", GERMAN);
  const ids = (text: string) => home.find(text);
  expect(ids("welche Fenster sind offen")).toEqual(["binary_sensor.m1"]);
  expect(ids("Fenster offen")).toEqual(["binary_sensor.m1"]);
});

test("and an ending of several letters behind it", async () => {
  const words = {
    "component.light.title": "Lumière",
    [`component.light.${ENTITY}._.state.on`]: "Allumé",
    [`component.light.${ENTITY}._.state.off`]: "Éteint",
  };
  const home = await searched("fr", words);
  expect(home.find("lumières allumées")).toEqual(["light.m5"]);
  expect(home.find("quelles lumières sont éteintes").toSorted()).toEqual(["light.m6", "light.m7"]);
  const listed = home.index.search({ domain: ["light"], state: "allumées", limit: 9 }, () => true, 0);
  expect(listed.hits.map(({ id }) => id)).toEqual(["light.m5"]);
});
