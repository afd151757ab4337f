/** What is counted, how much, when and how long, in the words that the ICU has for a language; what is said twice says how. */

import { describe, expect, test } from "bun:test";
import { unitsOf } from "../../../src/search/words/languages/icu-words.ts";
import { searched, type Thing } from "./searched.ts";

const THINGS: readonly Thing[] = [
  ["light.m1", "Acme 1", "Salon"],
  ["climate.m2", "Acme 2", "Salon"],
  ["light.m3", "Acme 3", "Bad"],
];

test.each([
  ["de", "Licht", "schalte in fünf Minuten das Licht aus"],
  ["de", "Licht", "morgen das Licht ein"],
  ["pl", "Światło", "wyłącz światło za pięć minut"],
  ["sv", "Lampa", "lampa om fem minuter"],
  ["fr", "Lumière", "la lumière dans deux heures"],
])("%s %s: %s", async (code, light, sentence) => {
  const find = await searched(code, { "component.light.title": light }, THINGS);
  expect(find.all(sentence).toSorted()).toEqual(["light.m1", "light.m3"]);
});

test.each([
  ["fr", "Lumière", "Heure", "éteins la lumière dans une heure"],
  ["da", "Lys", "Tid", "sluk lys om en halv time"],
  ["it", "Luce", "Ora", "spegni la luce tra un'ora"],
  ["sv", "Lampa", "Tid", "släck lampan om en halvtimme"],
  ["fi", "Valo", "Tunti", "sammuta valo kahden tunnin kuluttua"],
  ["pt-BR", "Luz", "Hora", "apaga a luz em meia hora"],
])("%s: beside a %s no %s is meant: %s", async (code, light, time, sentence) => {
  const words = { "component.light.title": light, "component.input_datetime.title": `X/${time}` };
  const find = await searched(code, words, THINGS, { "component.input_datetime.title": "Input datetime" });
  expect(find.all(sentence).toSorted()).toEqual(["light.m1", "light.m3"]);
});

test.each([
  ["pl", "Światło", "w nocy"],
  ["cs", "Světlo", "v noci"],
  ["da", "Lys", "om natten"],
  ["it", "Luce", "di notte"],
  ["es", "Luz", "de la noche"],
  ["nl", "Licht", "'s ochtends"],
])("%s: when in the day is said of a %s: %s", async (code, light, when) => {
  const words = {
    "component.light.title": light,
    "component.light.services.turn_off.name": `Wyłącz ${light}`,
  };
  const find = await searched(code, words, THINGS);
  expect(find.all(`wyłącz ${light} ${when}`).toSorted()).toEqual(["light.m1", "light.m3"]);
});

test.each([
  ["it", "Luce", "accendi le luci piano piano"],
  ["pl", "Światło", "rozjaśnij światło krok po kroku"],
  ["hu", "Lámpa", "lámpa szép szép"],
])("%s: what is said twice of a %s is how: %s", async (code, light, sentence) => {
  const find = await searched(code, { "component.light.title": light }, THINGS);
  expect(find.all(sentence).toSorted()).toEqual(["light.m1", "light.m3"]);
});

test.each([
  ["fr", "le salon à 21 degrés"],
  ["pl", "salon na 21 stopni"],
  ["de", "21 °C im Salon"],
  ["en", "Salon 21°"],
  ["en", "21° in the Salon"],
])("in %s degrees are of what is set to them: %s", async (code, sentence) => {
  const find = await searched(code, { "component.light.title": "Licht" }, THINGS);
  expect(find(sentence)).toEqual(["close", "climate.m2"]);
});

test("a language that the ICU does not know has none, nor one without spaces but for degrees", () => {
  for (const [code, degrees] of [
    ["tlh-XX-nonsense", []],
    ["ja", ["度", "摂氏", "華氏"]],
    ["zh-Hans", ["度", "摄氏度", "华氏度"]],
  ] as const)
    expect(unitsOf(code)).toEqual({ all: [], alone: [], degrees: [...degrees], times: [] });
  expect(unitsOf("cs").all).toContain("minut");
});

describe.each([
  ["de", "Schlafzimmer", "wie viel Grad hat das Schlafzimmer", "stell das Schlafzimmer auf 21 Grad"],
  ["es", "Dormitorio", "cuántos grados hay en el dormitorio", "pon el dormitorio a 21 grados"],
  ["pl", "Sypialnia", "ile stopni jest w sypialni", "ustaw sypialnię na 21 stopni"],
  ["hu", "Hálószoba", "hány fok van a hálószobában", "állítsd a hálószobát 21 fokra"],
  ["tr", "Yatak odası", "yatak odası kaç derece", "yatak odasını 21 dereceye ayarla"],
  ["ko", "침실", "침실 몇 도", "침실 21 도"],
  ["ja", "寝室", "寝室は何度ですか", "寝室を21度にして"],
  ["zh-Hans", "卧室", "卧室现在几度", "卧室调到21度"],
])("degrees without a number are asked for, in %s", (code, room, asked, set) => {
  test(`${asked}; ${set}`, async () => {
    const find = await searched(code, { "component.light.title": "Lux" }, [
      ["climate.a", "Acme", room],
      ["light.b", "Zed", room],
      ["sensor.c", "Qux", room, "temperature"],
      ["sensor.d", "Fox", room, "humidity"],
    ]);
    expect(find(asked)).toEqual(["close", "sensor.c"]);
    expect(find(set)).toEqual(["close", "climate.a"]);
  });
});
