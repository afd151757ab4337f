/** What nobody knows where a place is said: none that is here is meant. */

import { describe, expect, test } from "bun:test";
import { searched, type Thing } from "../languages/searched.ts";

const LIGHT = "component.light.title";
const ON = "component.light.services.turn_on.name";
const TEMPERATURE = "component.sensor.entity_component.temperature.name";
const GARAGE = "component.cover.entity_component.garage.name";
const TWIN = { [TEMPERATURE]: "Temperature", [GARAGE]: "Garage" };

/** What Home Assistant calls lights and temperatures, what the lamps of a home are called, and two of its rooms. */
const HOMES = {
  bg: {
    [LIGHT]: "Осветление",
    [TEMPERATURE]: "Температура",
    [GARAGE]: "Гараж",
    lamp: "Лампа на стената",
    rooms: ["Кухня", "Спалня"],
  },
  cs: {
    [LIGHT]: "Světlo",
    [ON]: "Rozsvítit světlo",
    [TEMPERATURE]: "Teplota",
    [GARAGE]: "Garáž",
    lamp: "Acme",
    rooms: ["Kuchyně", "Ložnice"],
  },
  et: {
    [LIGHT]: "Valgus",
    [TEMPERATURE]: "Temperatuur",
    [GARAGE]: "Garaaž",
    lamp: "Acme",
    rooms: ["Köök", "Elutuba"],
  },
  hr: {
    [LIGHT]: "Svjetlo",
    [TEMPERATURE]: "Temperatura",
    [GARAGE]: "Garaža",
    lamp: "Acme",
    rooms: ["Kuhinja", "Spavaća soba"],
  },
  lt: {
    [LIGHT]: "Šviesa",
    [TEMPERATURE]: "Temperatūra",
    [GARAGE]: "Garažas",
    lamp: "Acme",
    rooms: ["Virtuvė", "Vonia"],
  },
  lv: {
    [LIGHT]: "Gaisma",
    [ON]: "Ieslēgt gaisma",
    [TEMPERATURE]: "Temperatūra",
    [GARAGE]: "Garāža",
    lamp: "Acme",
    rooms: ["Virtuve", "Vannas istaba"],
  },
  pl: {
    [LIGHT]: "Światło",
    [ON]: "Włącz światło",
    [TEMPERATURE]: "Temperatura",
    [GARAGE]: "Garaż",
    lamp: "Acme",
    rooms: ["Kuchnia", "Sypialnia"],
  },
  sl: {
    [LIGHT]: "Luč",
    [TEMPERATURE]: "Temperatura",
    [GARAGE]: "Garaža",
    lamp: "Acme",
    rooms: ["Kuhinja", "Spalnica"],
  },
  sv: {
    [LIGHT]: "Lampa",
    [TEMPERATURE]: "Temperatur",
    [GARAGE]: "Garage",
    "component.media_player.services.select_source.name": "Välj källa",
    lamp: "Acme",
    rooms: ["Kök", "Sovrum"],
  },
  uk: {
    [LIGHT]: "Світло",
    [TEMPERATURE]: "Температура",
    [GARAGE]: "Гараж",
    lamp: "Acme",
    rooms: ["Кухня", "Спальня"],
  },
} as const;

type Code = keyof typeof HOMES;

async function home(code: Code) {
  const { lamp, rooms, ...words } = HOMES[code];
  const things = rooms.flatMap((room, at): Thing[] => [
    [`light.m${at}`, `${lamp} ${at}`, room],
    [`sensor.m${at}`, `Acme T${at}`, room, "temperature"],
  ]);
  return searched(code, words, things, TWIN);
}

describe.each([
  ["hr", "upali svjetlo u vrtu", "behind a small word, whatever the verb is"],
  ["sl", "prižgi luč na vrtu", "the same in another language"],
  ["uk", "вимкни світло у підвалі", "behind a letter that stands alone"],
  ["lv", "ieslēdz gaismu dārzā", "by its case: of two words that nobody knows one is the verb"],
  ["lt", "įjunk šviesą sode", "the same in another language"],
  ["et", "kustuta valgus keldris", "the same where a kind has no ending"],
  ["sv", "ställ lampan nere i källaren på 50 procent", "by a form of what Home Assistant calls a source"],
  ["bg", "включи лампата в градината", "beside a word that is in the names of several things"],
  ["hr", "kolika je temperatura u garaži", "a word for a kind of which nothing is here"],
  ["uk", "яка температура в гаражі", "the same by its stem"],
] as const)("in %s %s is none", (code, sentence, why) => {
  test(why, async () => {
    const find = await home(code);
    expect(find(sentence)[0]).toBe("none");
  });
});

describe.each([
  ["hr", "upali svjetlo u kuhinji", "light.m0", "a place that is here, in another case"],
  ["uk", "вимкни світло на кухні", "light.m0", "the same by its stem"],
  ["lt", "įjunk šviesą virtuvėje", "light.m0", "the same by its stem"],
  ["bg", "включи лампата в спалнята", "light.m1", "the same with an article"],
  ["pl", "zapal światło", "light.m0", "one word that nobody knows is the verb"],
  ["lv", "ieslēdz gaismu", "light.m0", "the same in a language of cases"],
  ["pl", "zapal światło na niebiesko", "light.m0", "a colour, in a form that CLDR does not have"],
  ["pl", "zapal światło na ciemnoniebieski", "light.m0", "a colour that ends in another"],
  ["hr", "upali svjetlo na tamnoplavo", "light.m0", "the same in another language"],
  ["cs", "rozsviť světlo na červenou", "light.m0", "a colour, by its stem"],
  ["pl", "przyciemnij światło do połowy", "light.m0", "how far"],
  ["hr", "upali svjetlo u cijeloj kući", "light.m0", "in the whole house"],
  ["pl", "zapal światło za pięć minut", "light.m0", "when"],
  ["pl", "zapal światło krok po kroku", "light.m0", "how, by a word that is said twice"],
] as const)("in %s %s is %s", (code, sentence, id, why) => {
  test(why, async () => {
    const find = await home(code);
    expect(find(sentence)).toEqual(["close", id]);
  });
});

test("a place that is nearly written like a kind which is here is none", async () => {
  const words = { [LIGHT]: "Svjetlo", "component.lock.title": "Vrata" };
  const find = await searched("hr", words, [
    ["light.a", "Acme", "Kuhinja"],
    ["lock.b", "Ulazna vrata", "Hodnik"],
  ]);
  expect(find("upali svjetlo u vrtu")[0]).toBe("none");
  expect(find("upali svjetlo u kuhinji")).toEqual(["close", "light.a"]);
});

test("where the names of places say whose they are behind a small word, another's place is none of them", async () => {
  const find = await searched(
    "nl",
    { "component.light.title": "Licht", "component.light.services.turn_off.name": "Licht uitschakelen" },
    [
      ["light.a", "Raketlamp", "Kamer van Sem"],
      ["light.b", "Sterrenhemel", "Kamer van Fleur"],
      ["light.c", "Hanglamp", "Woonkamer"],
    ],
  );
  for (const absent of ["doe het licht in de kamer van Thijs uit", "kamer van Thijs"])
    expect([absent, ...find(absent)]).toEqual([absent, "none", undefined]);
  expect(find("doe het licht in de kamer van Sem uit")).toEqual(["close", "light.a"]);
  expect(find("doe het licht in de woonkamer uit")).toEqual(["close", "light.c"]);
});
