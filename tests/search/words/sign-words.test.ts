/** What CLDR says that signs show, in the languages of homes. */

import { describe, expect, test } from "bun:test";
import { signWordsOf } from "../../../src/search/words/cldr/sign-words.ts";
import { formsOf } from "../../../src/search/words/endings.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { fold } from "../../../src/search/words/normalise.ts";
import { searched } from "../languages/searched.ts";

test.each([
  ["de", ["rot", "grün", "weiß", "Hälfte", "danke"]],
  ["nb", ["blå", "halvdel"]],
  ["pt-BR", ["azul", "metade"]],
  ["zh-Hans", ["红色", "蓝色"]],
  ["ja", ["赤", "青い"]],
  ["ru", ["синий", "половина"]],
] as const)("colours, halves and thanks in %s", async (code, words) => {
  const { manner } = await signWordsOf(code);
  expect(manner).toEqual(expect.arrayContaining(words.map(fold)));
});

test("what is said otherwise in a region stands beside what is said in the language", async () => {
  const { manner, things } = await signWordsOf("de-CH");
  expect(manner).toEqual(expect.arrayContaining(["weisser", "blau"]));
  expect(things["television"]?.split(", ")).toContain("fernseher");
});

test("a house, and none of a language that nobody knows", async () => {
  expect((await signWordsOf("fr")).houses).toContain("maison");
  expect(await signWordsOf("tlh")).toEqual({ manner: [], houses: [], things: {}, without: [] });
});

test("a word in a form that is not listed, and none that but begins so", () => {
  const isColour = formsOf(["niebieskie", "niebieski", "bialy", "rot", "s"]);
  for (const form of ["niebiesko", "niebieski", "biala", "rotes", "s"])
    expect([form, isColour(form)]).toEqual([form, true]);
  for (const other of ["nieb", "rotunde", "salon", "bi"])
    expect([other, isColour(other)]).toEqual([other, false]);
});

describe.each([
  [
    "ja",
    { "component.media_player.title": "メディアプレーヤー" },
    "テレビを消して",
    "media_player.a",
    "close",
  ],
  ["ru", { "component.light.title": "Освещение" }, "лампочка", "light.b", "close"],
  ["ru", { "component.light.title": "Освещение" }, "свет", "light.b", "close"],
  ["sl", { "component.light.title": "Luč" }, "svetilka", "light.b", "close"],
  ["ja", { "component.light.title": "照明" }, "明かりをつけて", "light.b", "close"],
  ["pl", { "component.light.title": "Światło" }, "zgaś żarówkę w kuchni", "light.b", "close"],
  ["pl", { "component.light.title": "Światło" }, "wyłącz telewizor w garażu", undefined, "none"],
  ["ja", { "component.lock.title": "ロック" }, "鍵を閉めて", "lock.c", "close"],
  ["fi", { "component.light.title": "Valo" }, "lukko", "lock.c", "close"],
] as const)("a thing that Home Assistant has no word for, in %s", (code, words, sentence, id, match) => {
  test(sentence, async () => {
    const find = await searched(
      code,
      words,
      [
        ["media_player.a", "Bravia", "Salon", "tv"],
        ["light.b", "Acme", "Kuchnia"],
        ["lock.c", "Nuki", "Salon"],
      ],
      { "component.media_player.title": "Media player" },
    );
    expect(find(sentence)).toEqual([match, id]);
  });
});

describe.each([
  ["de", "Küche", "Flur", "Licht", ["alle Lichter ohne die Küche", "Licht ohne Küche"]],
  ["fr", "Cuisine", "Couloir", "Lumière", ["toutes les lumières sans la cuisine"]],
  ["es", "Cocina", "Pasillo", "Luz", ["todas las luces menos la cocina"]],
  ["pl", "Kuchnia", "Korytarz", "Światło", ["wszystkie światła bez kuchni"]],
] as const)('all but what stands behind "without", in %s', (code, kitchen, hall, light, sentences) => {
  const home = () =>
    searched(code, { "component.light.title": light }, [
      ["light.a", `${light} ${kitchen}`, kitchen],
      ["light.b", `${light} ${hall}`, hall],
    ]);
  test.each(sentences)("%s", async (sentence) => {
    const find = await home();
    expect(find(sentence)).toEqual(["close", "light.b"]);
    expect(find.all(sentence)).toEqual(["light.b"]);
  });
});

test("what is done without something that is not here is done to what was said", async () => {
  const light = { "component.light.title": "Licht" };
  const find = await searched("de", light, [
    ["light.a", "Acme", "Küche"],
    ["light.b", "Lampe ohne Schirm", "Flur"],
  ]);
  expect(find("Licht in der Küche ohne Verzögerung einschalten")).toEqual(["close", "light.a"]);
  expect(find("Lampe ohne Schirm")).toEqual(["exact", "light.b"]);
});

test("what is but done less leaves nothing out", async () => {
  const words = {
    "component.light.title": "Lumière",
    "component.cover.title": "Volet",
    "component.cover.services.close_cover.name": "Baisser le volet",
    "component.light.services.turn_off.name": "Éteindre la lumière",
  };
  const inEnglish = { "component.cover.services.close_cover.name": "Close cover" };
  const things = [
    ["cover.a", "Somfy", "Cuisine"],
    ["cover.b", "Bubendorff", "Salon"],
    ["light.c", "Acme", "Salon"],
  ] as const;
  const find = await searched("fr", words, things, inEnglish);
  expect(find("baisse un peu moins le volet du salon")).toEqual(["close", "cover.b"]);
});

test("none where Home Assistant says the same of states: Vietnamese has one word for without, no or not", async () => {
  expect((await signWordsOf("vi")).without).toEqual(["khong"]);
  const words = { "component.binary_sensor.entity_component.motion.state.off": "Không phát hiện" };
  const { exceptions } = await homeLanguage("vi", words, {});
  expect(exceptions?.always).toBe("");
});

test("music, by what most of its signs have", async () => {
  const musicIn = async (code: string) => (await signWordsOf(code)).things["music"];
  expect(await Promise.all(["it", "de", "cs", "hr", "pl", "hu"].map(musicIn))).toEqual([
    "musica",
    "musik",
    "hudba",
    "glazba",
    "muzyka",
    "zene",
  ]);
});

describe.each([
  ["cs", "pusť hudbu v kuchyni", "media_player.a", "close", "what plays, before the lamp that is there"],
  ["cs", "ztlum hudbu na terase", undefined, "none", "a place that is not here, behind music"],
  ["cs", "pusť můj oblíbený playlist", "media_player.a", "close", "which music it is, before it"],
  ["sv", "spela musik av ABBA", "media_player.a", "close", "whose it is"],
  ["es", "pon música de Mozart", "media_player.a", "close", "the same"],
] as const)("music in %s", (code, sentence, id, match, why) => {
  test(`${sentence}: ${why}`, async () => {
    const rooms = { cs: "Kuchyň", sv: "Kök", es: "Cocina" };
    const find = await searched(
      code,
      { "component.light.title": "Lux", "component.media_player.title": "Medius" },
      [
        ["light.b", "Acme", rooms[code]],
        ["media_player.a", "Sonos", rooms[code], "speaker"],
      ],
      { "component.media_player.title": "Media player" },
    );
    expect(find(sentence)).toEqual([match, id]);
  });
});

describe.each([
  ["de", "wird es morgen regnen"],
  ["fr", "est-ce qu'il y a de la pluie demain"],
  ["pl", "deszcz dzisiaj"],
  ["cs", "bude zítra pršet"],
  ["tr", "yarın yağmur yağacak mı"],
  ["ko", "내일 비 올까"],
  ["ja", "雨が降りますか"],
  ["zh-Hans", "明天会下雨吗"],
] as const)("rain in %s", (code, sentence) => {
  test(sentence, async () => {
    const find = await searched(code, { "component.light.title": "Lux" }, [
      ["light.b", "Acme", "Salon"],
      ["weather.a", "Bravo", "Salon"],
    ]);
    expect(find(sentence)).toEqual(["close", "weather.a"]);
  });
});

test("of what is said of rain, only what is said of no other weather", async () => {
  const rainIn = async (code: string) => (await signWordsOf(code)).things["rain"];
  expect(await Promise.all(["es", "nl", "pl", "hu", "vi"].map(rainIn))).toEqual([
    "lluvia",
    "regen",
    "deszcz",
    "eso, esovel, felhoszakadas",
    undefined,
  ]);
});

describe.each([
  ["nl", "Stofzuiger", "start de robotstofzuiger", "vacuum.a"],
  ["sv", "Dammsugare", "starta robotdammsugaren", "vacuum.a"],
  ["ko", "청소기", "로봇청소기 켜줘", "vacuum.a"],
  ["ja", "掃除機", "ロボットを止めて", "vacuum.a"],
  ["de", "Staubsauger", "stoppe den Roboter", "vacuum.a"],
] as const)("a robot in %s", (code, vacuum, sentence, id) => {
  test(sentence, async () => {
    const find = await searched(
      code,
      { "component.vacuum.title": vacuum },
      [
        ["light.b", "Acme", "Salon"],
        ["vacuum.a", "Bravo", "Salon"],
      ],
      { "component.vacuum.title": "Vacuum" },
    );
    expect(find(sentence)).toEqual(["close", id]);
  });
});

test("a television, also by what no other sign is called", async () => {
  const televisionIn = async (code: string) => (await signWordsOf(code)).things["television"]?.split(", ");
  for (const [code, word] of [
    ["ko", "티비"],
    ["pl", "telewizor"],
    ["it", "televisione"],
    ["hu", "tévé"],
    ["nl", "televisie"],
  ] as const)
    expect(await televisionIn(code)).toContain(fold(word));
  expect(await televisionIn("de")).not.toContain("film");
});
