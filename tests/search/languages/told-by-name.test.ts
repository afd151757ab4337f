/** What tells a thing in signs from its like, and what joins two: makers, places, words of many. */

import { describe, expect, test } from "bun:test";
import { JAPANESE_LIGHTS, searched } from "./searched.ts";

describe("a Chinese home", async () => {
  const home = await searched(
    "zh-Hans",
    { "component.light.title": "灯光", "component.climate.title": "空调" },
    [
      ["media_player.a", "小米电视", "客厅", "tv"],
      ["climate.b", "美的空调", "客厅"],
      ["climate.c", "格力空调", "主卧"],
      ["scene.d", "回家模式"],
      ["scene.e", "观影模式"],
      ["media_player.f", "天猫精灵", "厨房", "speaker"],
      ["media_player.g", "书房音箱", "书房", "speaker"],
    ],
    { "component.climate.title": "Climate" },
  );

  test.each([
    ["索尼电视", "a maker that no dictionary has, at the beginning"],
    ["索尼音箱", "the same where the dictionary cuts the kind as well"],
    ["阅读模式", "a word before what says of itself nothing"],
  ])("%s is not there: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });

  test.each([
    ["唤醒电视", "media_player.a", "what is done begins it, though nobody has listed it"],
    ["回家模式", "scene.d", "a word that is here"],
    [
      "厨房音箱",
      "media_player.f",
      "signs of a place and what things are called, that another has beside each other",
    ],
  ])("%s is %s: %s", (sentence, id) => {
    expect(home(sentence)).toEqual([expect.stringMatching(/close|exact/), id]);
  });
});

describe("a Japanese home", async () => {
  const home = await searched(
    "ja",
    {
      ...JAPANESE_LIGHTS,
    },
    [
      ["light.b", "行灯", "和室"],
      ["light.c", "手元灯", "台所"],
      ["media_player.d", "ブラビア", "居間", "tv"],
      ["media_player.e", "寝室のテレビ", "寝室", "tv"],
      ["humidifier.h", "加湿器", "めいの部屋"],
      ["switch.f", "炊飯器", "台所"],
      ["switch.g", "コーヒーメーカー", "台所"],
    ],
  );

  test("the last sign of an owner may be a small word", () => {
    expect(home("めいの部屋の加湿器")).toEqual(["exact", "humidifier.h"]);
    expect(home("ゆうたの部屋の加湿器")[0]).toBe("none");
  });

  test("a device class is also called by a word in Katakana that ends a name", () => {
    expect(home("居間のテレビ")).toEqual(["close", "media_player.d"]);
    expect(home("寝室のテレビ")).toEqual(["exact", "media_player.e"]);
    expect(home("台所のテレビ")[0]).toBe("none");
  });

  test("a small sign between two things joins them", () => {
    expect(home.all("炊飯器とコーヒーメーカー").slice(0, 2).toSorted()).toEqual(["switch.f", "switch.g"]);
    expect(home.all("行灯と炊飯器").slice(0, 2).toSorted()).toEqual(["light.b", "switch.f"]);
  });
});

test("a word in Katakana for what is done and for a kind is one with all its signs", async () => {
  const home = await searched(
    "ja",
    {
      "component.climate.title": "空調",
      "component.climate.entity_component._.name": "サーモスタット",
      "component.climate.services.fan.name": "サーモスタットのファンモードを設定する",
      "component.climate.services.swing.name": "サーモスタットのスイングモードを設定する",
      "component.climate.services.mode.name": "サーモスタットのエアコンモードを設定する",
      "component.climate.services.turn_on.name": "サーモスタットをオンにする",
    },
    [
      ["climate.a", "ダイキンエアコン", "居間"],
      ["switch.b", "けんたのパソコン", "書斎"],
    ],
    {
      "component.climate.title": "Climate",
      "component.climate.entity_component._.name": "Thermostat",
      "component.climate.services.fan.name": "Set thermostat fan mode",
      "component.climate.services.swing.name": "Set thermostat swing mode",
      "component.climate.services.mode.name": "Set thermostat HVAC mode",
      "component.climate.services.turn_on.name": "Turn on thermostat",
    },
  );
  expect(home("居間のエアコン")).toEqual(["close", "climate.a"]);
  expect(home("書斎のエアコン")[0]).toBe("none");
});

test("behind the word for a routine stands which, where orders begin with what is to be done", async () => {
  const own = {
    "component.scene.title": "Escena",
    "component.light.title": "Luz",
    "component.light.services.turn_on.name": "Encender luz",
  };
  const twin = {
    "component.scene.title": "Scene",
    "component.light.title": "Light",
    "component.light.services.turn_on.name": "Turn on light",
  };
  const find = await searched(
    "es",
    own,
    [
      ["scene.a", "Cine"],
      ["light.b", "Acme", "Sal"],
    ],
    twin,
  );
  expect(find("activa la escena fiesta")[0]).toBe("none");
  expect(find("activa la escena cine")).toEqual([expect.stringMatching(/close|exact/), "scene.a"]);
});

test("between several of a kind and how they are stands no name", async () => {
  const own = {
    "component.light.title": "Lamp",
    "component.light.entity_component._.state.on": "Aan",
    "component.light.entity_component._.state.off": "Uit",
  };
  const twin = {
    "component.light.title": "Light",
    "component.light.entity_component._.state.on": "On",
    "component.light.entity_component._.state.off": "Off",
  };
  const find = await searched(
    "nl",
    own,
    [
      ["light.a", "Lamp woonkamer", "Woonkamer"],
      ["light.b", "Lamp Anna", "Gang"],
    ],
    twin,
  );
  expect(find.all("welke lampen staan aan").toSorted()).toEqual(["light.a", "light.b"]);
  expect(find("doe de lamp Bert uit")[0]).toBe("none");
});
