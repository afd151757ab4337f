/** Whose or where a thing is, as an ending tells it that the ICU gives to what is counted. */

import { describe, expect, test } from "bun:test";
import { caseEndings } from "../../../src/search/words/languages/icu-words.ts";
import { searched, type Thing } from "../languages/searched.ts";

const THINGS: readonly Thing[] = [
  ["light.m1", "Acme 1", "Sali"],
  ["light.m2", "Acme 2", "Iroda"],
  ["sensor.m3", "Acme 3", "Sali", "temperature"],
];
const ON = "component.light.services.turn_on.name";
const OFF = "component.light.services.turn_off.name";
const WORDS = {
  fi: {
    "component.light.title": "Valo",
    "component.weather.entity_component._.state.rainy": "Sateinen",
    "component.climate.entity_component._.state.heat": "Lämmitys",
    "component.sensor.entity_component.temperature.name": "Lämpötila",
  },
  lt: { "component.light.title": "Šviesa", [ON]: "Įjungti šviesa", [OFF]: "Išjungti šviesa" },
  lv: {
    "component.light.title": "Gaisma",
    [ON]: "Ieslēgt gaisma",
    [OFF]: "Izslēgt gaisma",
    "component.switch.title": "Slēdzis",
  },
  hu: { "component.light.title": "Lámpa" },
  tr: {
    "component.light.title": "Lamba",
    [ON]: "Lamba aç",
    [OFF]: "Lamba kapat",
    "component.climate.title": "Klima",
    "component.climate.services.turn_on.name": "Klima aç",
  },
};
const TWIN = {
  "component.weather.entity_component._.state.rainy": "Rainy",
  "component.climate.entity_component._.state.heat": "Heat",
  "component.sensor.entity_component.temperature.name": "Temperature",
};

describe.each([
  ["fi", "sammuta kellarin valo"],
  ["fi", "ovatko kellarin valot päällä"],
  ["hu", "kapcsold le a lámpa a pincében"],
  ["hu", "a pincében ég a lámpa?"],
  ["lt", "įjunk rūsio šviesa"],
  ["tr", "bodrum lambasını aç"],
] as const)("in %s %s", (code, sentence) => {
  test("is not here", async () => {
    const find = await searched(code, WORDS[code], THINGS, TWIN);
    expect(find(sentence)[0]).toBe("none");
  });
});

describe.each([
  ["fi", "sammuta koko talon valot", "light.m1", "all of what is whole"],
  ["fi", "sytytä salin valo", "light.m1", "of a place that is here"],
  ["fi", "sytytä punainen valo", "light.m1", "a colour, which ends like a state"],
  ["fi", "sytytä pieni valo", "light.m1", "a size"],
  ["lt", "įjunk jaukia šviesa", "light.m1", "ends like its kind"],
  ["fi", "sytytä lämmin valo", "light.m1", "begins like what things do"],
  ["lv", "ieslēdz sarkanas gaisma", "light.m1", "an ending that what things are called has"],
  ["fi", "himmennä hieman valo", "light.m1", "how much, by a small word"],
  ["fi", "mikä on huoneen lämpötila", "sensor.m3", "what is measured is of some room"],
  ["fi", "valo päälle kahden tunnin kuluttua", "light.m1", "when"],
  ["hu", "lámpa az egész házban", "light.m1", "in the whole house"],
  ["hu", "kapcsold fel a lámpa az irodában", "light.m2", "in a place that is here"],
  ["lt", "įjunk šviesa po valandos", "light.m1", "when"],
] as const)("in %s %s is %s", (code, sentence, id, why) => {
  test(why, async () => {
    const find = await searched(code, WORDS[code], THINGS, TWIN);
    expect(find(sentence)).toEqual(["close", id]);
  });
});

test("where the ICU has but chance endings there are none", () => {
  for (const code of ["ga", "ar", "de", "pl", "ja", "tlh-XX-nonsense"])
    expect(caseEndings(code)).toEqual({ owner: [], place: [] });
  expect(caseEndings("hu").place.toSorted()).toEqual(["ban", "ben"]);
});

test("a place with the stem of a state, and so many letters more, is none", async () => {
  const COLD = "component.binary_sensor.entity_component.cold.state.on";
  const find = await searched(
    "sv",
    { "component.light.title": "Lampa", [COLD]: "Kall" },
    [
      ["light.a", "Acme 1", "Kök"],
      ["light.b", "Acme 2", "Hall"],
    ],
    { [COLD]: "Cold" },
  );
  expect(find("är lampan tänd i källaren")[0]).toBe("none");
  expect(find("är lampan tänd i köket")).toEqual(["close", "light.a"]);
});

test("a colour is no form of a kind that differs in a letter", async () => {
  const words = { "component.light.title": "Lámpa", "component.image.title": "Kép" };
  const find = await searched("hu", words, THINGS, { "component.image.title": "Image" });
  expect(find("állítsd kékre a lámpát")).toEqual(["close", "light.m1"]);
});
