/** Japanese and Chinese homes: no word stands apart, and little tells a thing from what is to be done with it. */

import { describe, expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searchIn, things } from "../small-home.ts";
import { JAPANESE_LIGHTS, searched } from "./searched.ts";

describe("a Japanese home", async () => {
  const home = await searched(
    "ja",
    {
      ...JAPANESE_LIGHTS,
      "component.sensor.entity_component.temperature.name": "温度",
      "component.camera.title": "カメラ",
      "component.camera.services.snapshot.name": "カメラの画像を撮影する",
      "component.climate.title": "空調",
      "component.climate.entity_component._.state.heat": "暖房",
      "component.climate.services.set_temperature.name": "空調の温度を設定する",
      "component.climate.services.turn_on.name": "空調をオンにする",
    },
    [
      ["light.a", "雲のランプ", "子ども部屋"],
      ["light.b", "手元灯", "台所"],
      ["climate.c", "ダイキン", "居間"],
      ["climate.d", "霧ヶ峰", "寝室"],
      ["timer.e", "ラーメン", "台所"],
      ["automation.f", "朝の換気"],
      ["input_number.g", "お風呂の設定温度"],
    ],
    {
      "component.light.services.color.name": "Set light colour",
      "component.sensor.entity_component.temperature.name": "Temperature",
      "component.camera.title": "Camera",
      "component.camera.services.snapshot.name": "Take a picture of the camera",
      "component.climate.title": "Climate",
      "component.climate.entity_component._.state.heat": "Heat",
      "component.climate.services.set_temperature.name": "Set climate temperature",
      "component.climate.services.turn_on.name": "Turn on climate",
    },
  );

  test.each([
    ["ダイソンを止めて", "the beginning of a name is none of it"],
    ["居間のテレビをつけて", "in a place that is here"],
    ["居間のテレビ", "at the end"],
    ["トイレの換気扇を回して", "a place that is not here, and more than a word of a name"],
    ["冷蔵庫の温度は？", "of what is measured"],
    ["星のランプを消して", "of one sign"],
    ["アラームをセットして", "nothing but small words"],
    ["テラスのカメラを見せて", "before a kind that many words end in"],
  ])("%s is not there: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });

  test.each([
    ["台所の照明を点灯して", "light.b"],
    ["雲のランプを点灯して", "light.a"],
    ["霧ヶ峰を暖房にして", "climate.d"],
    ["ダイキンを止めて", "climate.c"],
    ["照明を点灯して", "light.b"],
    ["朝の換気を実行して", "automation.f"],
    ["手元灯を確認", "light.b"],
    ["台所の照明で演出を始めて", "light.b"],
    ["居間の空調の設定温度を上げて", "climate.c"],
  ])("%s is %s", (sentence, id) => {
    expect(home(sentence)[1]).toBe(id);
  });
});

test("a floor by its number in Chinese signs", async () => {
  const languages = [
    english,
    await homeLanguage("zh-Hans", { "component.light.title": "灯" }, { "component.light.title": "Light" }),
  ];
  const home = await searchIn(
    {
      floors: { one: "一楼" },
      floorOf: { a: "one" },
      areas: { a: "客厅" },
      entities: [{ id: "light.a", name: "吸顶灯", area: "a" }],
    },
    { languages },
  );
  expect(home.find("三楼的灯关了")).toEqual([]);
  expect(home.find("一楼的灯关了")).toEqual(["light.a"]);
  expect(home.find("1楼的灯关了")).toEqual(["light.a"]);
  expect(home.find("3楼的灯关了")).toEqual([]);
});

/** Two floors that are called so, with a light on each. */
async function inJapanese(one: string, two: string, words: Readonly<Record<string, string>>) {
  const languages = [english, await homeLanguage("ja", words, { "component.light.title": "Light" })];
  const home = {
    floors: { one, two },
    floorOf: { a: "one", b: "two" },
    areas: { a: "居間", b: "寝室" },
    entities: things(`
      light.a Acme @a
      light.b Acme 3 @b
    `),
  };
  return await searchIn(home, { languages });
}

test("a floor that is called by the sign for its number, in digits", async () => {
  const home = await inJapanese("一階", "二階", JAPANESE_LIGHTS);
  expect(home.find("2階の照明を消して")).toEqual(["light.b"]);
  expect(home.find("3階の照明を消して")).toEqual([]);
});

describe("floors by their number", async () => {
  const home = await inJapanese("1階", "2階", { "component.light.title": "照明" });

  test.each([
    ["2階の照明を消して", ["light.b"]],
    ["3階の照明を消して", []],
    ["二階の照明を消して", ["light.b"]],
    ["三階の照明を消して", []],
  ] as const)("%s", (sentence, ids) => {
    expect(home.find(sentence)).toEqual([...ids]);
  });
});

test("a floor by a number, where those here are called otherwise", async () => {
  const languages = [
    english,
    await homeLanguage("zh-Hans", { "component.light.title": "灯" }, { "component.light.title": "Light" }),
  ];
  const home = await searchIn(
    {
      floors: { one: "楼下", two: "楼上" },
      floorOf: { a: "one", b: "two" },
      areas: { a: "客厅", b: "主卧" },
      entities: things(`
        light.a 吸顶灯 @a
        light.b 床头灯 @b
      `),
    },
    { languages },
  );
  expect(home.find("3楼灯")).toEqual([]);
  expect(home.find("楼上灯")).toEqual(["light.b"]);
});
