/** Behind a kind and a small word stands a place where no colour can stand: with a number, a state, or what is but switched. */

import { describe, expect, test } from "bun:test";
import { searched, type Thing } from "./searched.ts";

const THINGS: readonly Thing[] = [
  ["light.m1", "Acme 1", "Sal"],
  ["light.m2", "Acme 2", "Bad"],
  ["fan.m3", "Acme 3", "Sal"],
  ["media_player.m4", "Acme 4", "Sal"],
];
const ON = "component.light.services.turn_on.name";
const LIT = "component.light.entity_component._.state.on";
const DARK = "component.light.entity_component._.state.off";
const TWIN = {
  [ON]: "Turn on light",
  [LIT]: "On",
  [DARK]: "Off",
  "component.light.title": "Light",
  "component.fan.title": "Fan",
  "component.media_player.services.media_pause.name": "Pause media",
  "component.person.entity_component._.state.home": "Home",
};

const SPOKEN = {
  sv: {
    "component.light.title": "Lampa",
    "component.fan.title": "Fläkt",
    [ON]: "Tänd lampa",
    [LIT]: "På",
    [DARK]: "Av",
    "component.media_player.services.media_pause.name": "Pausa media",
  },
  pl: { "component.light.title": "Światło", [LIT]: "Włączone", [DARK]: "Wyłączone" },
  cs: { "component.light.title": "Světlo", [LIT]: "Zapnuto", [DARK]: "Vypnuto" },
  ru: { "component.light.title": "Свет", "component.fan.title": "Вентилятор", [LIT]: "Включено" },
  nl: {
    "component.light.title": "Licht",
    "component.person.entity_component._.state.home": "Thuis",
    "component.light.services.turn_off.name": "Licht uitdoen",
  },
};

describe.each([
  ["sv", "tänd lampan i trädgården", "what is switched has no colour"],
  ["pl", "czy światło w ogrodzie jest włączona", "what is asked is how a thing is"],
  ["pl", "czy światło w ogrodzie jest włączone", "the same in the form that is looked for"],
  ["sv", "sätt fläkten på vinden på 50 procent", "what is set to a number has none"],
  ["cs", "zapni světlo na zahradě", "who knows no verb knows the state that it leads to"],
  ["ru", "поставь вентилятор на чердаке на 50 процентов", "a number in any letters"],
  ["pl", "czy w piwnicy pali się światło", "a question asks for no value"],
] as const)("in %s %s is not here", (code, sentence, why) => {
  test(why, async () => {
    const find = await searched(code, SPOKEN[code], THINGS, TWIN);
    expect(find(sentence)[0]).toBe("none");
  });
});

describe.each([
  ["sv", "gör lampan blå", ["light.m1", "light.m2"], "a colour"],
  ["sv", "vilka lampor är tända", ["light.m1", "light.m2"], "how they are"],
  ["sv", "är lampan på nu", ["light.m1", "light.m2"], "when"],
  ["pl", "czy światło jest teraz włączone", ["light.m1", "light.m2"], "when in a question"],
  ["pl", "ustaw światło na niebiesko", ["light.m1", "light.m2"], "a colour in it"],
  ["cs", "nastav světlo na modrou", ["light.m1", "light.m2"], "a colour that somebody is to set"],
  ["nl", "doe het licht in huis uit", ["light.m1", "light.m2"], "all are at home"],
] as const)("in %s %s are all of these", (code, sentence, ids, why) => {
  test(why, async () => {
    const find = await searched(code, SPOKEN[code], THINGS, TWIN);
    expect(find.all(sentence).toSorted()).toEqual([...ids]);
  });
});

describe("in a language that joins its things by a word", () => {
  /** So many names that the usual joint is told from others. */
  const namesIn = (names: readonly string[]) =>
    Object.fromEntries(names.map((name, at) => [`component.sensor.entity_component.c${at}.name`, name]));
  const kinds = "abcdefghijklmnop".split("");
  const joined = {
    fr: {
      ...namesIn([...kinds.map((kind) => `Niveau de ${kind}aaa`), "Mise à jour", "Valeur à choix"]),
      "component.cover.title": "Store",
      "component.fan.title": "Ventilateur",
      [ON]: "Allumer",
    },
    ca: {
      ...namesIn(kinds.map((kind) => `Nivell de ${kind}aaa`)),
      "component.fan.title": "Ventilador",
      [ON]: "Encendre",
      "component.person.entity_component._.state.home": "A casa",
    },
    es: {
      ...namesIn(kinds.map((kind) => `Nivel de ${kind}aaa`)),
      "component.cover.title": "Persiana",
      "component.person.entity_component._.state.home": "En casa",
    },
  };
  const things: readonly Thing[] = [
    ["cover.m1", "Acme 1", "Sal"],
    ["cover.m2", "Acme 2", "Bad"],
    ["fan.m3", "Acme 3", "Sal"],
  ];
  const twin = { ...TWIN, "component.cover.title": "Cover" };

  test.each([
    ["fr", "ouvre les stores à moitié", ["cover.m1", "cover.m2"]],
    ["fr", "mets le ventilateur du sal à fond", ["fan.m3"]],
    ["es", "sube las persianas a la mitad", ["cover.m1", "cover.m2"]],
    ["fr", "allume le ventilateur à minuit", ["fan.m3"]],
  ] as const)("%s: how far or when is no place: %s", async (code, sentence, ids) => {
    const find = await searched(code, joined[code], things, twin);
    expect(find.all(sentence).toSorted()).toEqual([...ids]);
  });

  test.each([
    ["fr", "ouvre les stores dans la cave"],
    ["fr", "ouvre les stores de la cave"],
    ["fr", "allume le ventilateur à l'étage"],
    ["ca", "encén el ventilador a terrassa"],
    ["es", "sube las persianas en el ático"],
  ] as const)("%s: and a place is: %s", async (code, sentence) => {
    const find = await searched(code, joined[code], things, twin);
    expect(find(sentence)[0]).toBe("none");
  });
});

describe("beside a colour, as CLDR has it", () => {
  test.each([
    ["nl", "maak het licht in de tuin blauw"],
    ["pl", "zgaś światło na strychu"],
  ] as const)("%s: what stands elsewhere than a colour is a place: %s", async (code, sentence) => {
    const find = await searched(code, SPOKEN[code], THINGS, TWIN);
    expect(find(sentence)[0]).toBe("none");
  });

  test.each([
    ["nl", "maak het licht in het bad blauw", ["light.m2"]],
    ["pl", "zapal światło na niebiesko", ["light.m1", "light.m2"]],
  ] as const)("%s: and where one stands is none: %s", async (code, sentence, ids) => {
    const find = await searched(code, SPOKEN[code], THINGS, TWIN);
    expect(find.all(sentence).toSorted()).toEqual([...ids]);
  });
});

describe("what leads to a time, as the ICU has it", () => {
  test.each([
    ["pl", "przygaś światło w ogrodzie", "that in which something is is said of places as well"],
    ["cs", "ztlum světlo v zahradě", "the same of another language"],
    ["sv", "dämpa lampan i trädgården", "and of one more"],
  ] as const)("%s: %s: %s", async (code, sentence) => {
    const find = await searched(code, SPOKEN[code], THINGS, TWIN);
    expect(find(sentence)[0]).toBe("none");
  });

  test("at what time something is done is no place", async () => {
    const german = {
      "component.light.title": "Licht",
      [ON]: "Ein Licht einschalten",
      "component.light.services.turn_off.name": "Ein Licht ausschalten",
      "component.light.services.toggle.name": "Das Licht umschalten",
      "component.light.conditions.is_on.name": "Ein Licht leuchtet",
      "component.light.conditions.is_off.name": "Kein Licht leuchtet",
    };
    const find = await searched("de", german, THINGS, TWIN);
    expect(find.all("mach das Licht um Mitternacht aus").toSorted()).toEqual(["light.m1", "light.m2"]);
    expect(find("mach das Licht im Garten aus")[0]).toBe("none");
  });
});
