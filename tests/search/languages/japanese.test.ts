/** A Japanese home: makers in Katakana, owners in Hiragana, and what is done with things. */

import { describe, expect, test } from "bun:test";
import { JAPANESE_LIGHTS, searched, type Thing } from "./searched.ts";

const home = await searched(
  "ja",
  {
    ...JAPANESE_LIGHTS,
    "component.lock.title": "ロック",
    "component.cover.entity_component.curtain.name": "カーテン",
    "component.cover.services.close.name": "カーテンを閉じる",
    "component.camera.title": "カメラ",
    "component.camera.services.snapshot.name": "カメラの画像を撮影する",
    "component.media_player.services.play.name": "メディアを再生",
    "component.scene.services.restart.name": "リスタートとマスターをポストする",
    "component.scene.services.toast.name": "トークンとソースをセットする",
  },
  [
    ["light.a", "おばあちゃんのスタンド", "和室"],
    ["light.b", "手元灯", "台所"],
    ["climate.c", "ダイキン", "書斎"],
    ["lock.d", "玄関のロック", "玄関"],
    ["cover.e", "居間のカーテン", "居間", "curtain"],
    ["camera.f", "庭のカメラ", "庭"],
    ["media_player.g", "エコードット", "寝室"],
    ["vacuum.h", "ルンバ", "居間"],
    ["switch.i", "たろうのパソコン", "書斎"],
    ["person.j", "花子"],
    ["plant.k", "オリーブ", "庭"],
    ["scene.l", "映画モード"],
    ["sensor.m", "消費電力"],
    ["lock.n", "勝手口の鍵", "台所"],
    ["switch.o", "コンパクトトースター", "台所"],
  ],
  {
    "component.light.services.color.name": "Set light colour",
    "component.cover.entity_component.curtain.name": "Curtain",
    "component.cover.services.close.name": "Close curtain",
    "component.camera.title": "Camera",
    "component.camera.services.snapshot.name": "Take a picture of the camera",
    "component.media_player.services.play.name": "Play media",
  },
);

describe("is not there", () => {
  test.each([
    ["ダイソン", "another maker with the same beginning"],
    ["ロボロック", "a maker whose name ends as a kind is written"],
    ["オーブンはついてる？", "a thing with signs of another"],
    ["サボテン", "a thing that ends like a kind"],
    ["居間の電気毛布", "a thing of two words, the first of which says something"],
    ["パーティーモードにして", "a name whose end is that of another"],
    ["おじいちゃんのスタンドをつけて", "an owner in Hiragana, where there is another's"],
    ["花子のパソコン", "of somebody who is here, what is another's"],
  ])("%s: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });
});

test("a sign before a name may tell it from another", async () => {
  const found = await searched("ja", JAPANESE_LIGHTS, [["cover.a", "雨戸", "縁側"]]);
  expect(found("朝の雨戸")).toEqual(["close", "cover.a"]);
  expect(found("縁側の雨戸")).toEqual(["exact", "cover.a"]);
});

test("floors that are called by a number with a letter", async () => {
  const found = await searched("ja", JAPANESE_LIGHTS, [
    ["light.a", "手元灯", "1F"],
    ["light.b", "提灯", "2F"],
  ]);
  expect(found.all("2Fの照明")).toEqual(["light.b"]);
  expect(found("3Fの照明")[0]).toBe("none");
});

test("all of a kind, in a word that is written like an owner", async () => {
  const found = await searched("ja", JAPANESE_LIGHTS, [
    ["light.a", "居間の照明", "居間"],
    ["light.b", "みゆの照明", "寝室"],
  ]);
  expect([...found.all("すべての照明を消して")].sort()).toEqual(["light.a", "light.b"]);
  expect(found("ゆうたの照明")[0]).toBe("none");
});

test("how much is no part of a name with signs of it", async () => {
  const words = {
    ...JAPANESE_LIGHTS,
    "component.fan.services.turn_on.fields.percentage.name": "パーセント",
  };
  const found = await searched("ja", words, [
    ["light.a", "枕元灯", "寝室"],
    ["light.b", "ペンダント", "和室"],
    ["binary_sensor.c", "センサー", "玄関"],
  ]);
  expect(found("寝室の照明を30パーセントに")).toEqual(["close", "light.a"]);
});

describe("whose it is, in Hiragana, where nobody's is here", async () => {
  const words = { ...JAPANESE_LIGHTS, "component.light.services.toggle.name": "照明をつけ消しする" };
  const found = await searched("ja", words, [
    ["light.a", "手元灯", "居間"],
    ["light.b", "スタンド", "子供部屋"],
    ["sensor.c", "由美のiPhone", "居間"],
  ]);

  test.each([
    ["おばあちゃんの照明", "before a kind"],
    ["お兄ちゃんの部屋の照明", "before what is part of a room's name"],
    ["ゆうたの部屋の照明", "in several words of the dictionary"],
    ["居間のおばあちゃんの照明", "behind a place"],
    ["ママのiPhone", "before a word of Latin letters"],
  ])("%s is not there: %s", (sentence) => {
    expect(found(sentence)[0]).toBe("none");
  });

  test.each([
    ["つけっぱなしの照明", "what was done"],
    ["消し忘れの照明", "with a Chinese sign as well"],
    ["いつもの照明", "which one, in a short word"],
  ])("%s is: %s", (sentence) => {
    expect(found(sentence)[0]).toBe("close");
  });
});

describe("one sign that nobody knows, of one word with a kind", async () => {
  const found = await searched("ja", JAPANESE_LIGHTS, [
    ["light.a", "手元灯", "居間"],
    ["light.b", "間接照明", "2階"],
  ]);

  test("tells another", () => {
    expect(found("壁照明をつけて")[0]).toBe("none");
    expect(found("居間の壁照明")[0]).toBe("none");
  });

  test.each([
    ["間接照明", "light.b", "of a name here"],
    ["2階照明", "light.b", "which counts"],
    ["全照明", "light.b", "of all"],
  ])("%s is %s: but not one %s", (sentence, id) => {
    expect(found.all(sentence)).toContain(id);
  });
});

describe("is there", () => {
  test.each([
    ["おばあちゃんのスタンド", "light.a", "an owner who is here"],
    ["ルンバスタート", "vacuum.h", "a name with what is to be done"],
    ["居間のカーテンを半分閉めて", "cover.e", "how far something is done"],
    ["エコードットで音楽を再生して", "media_player.g", "what a thing does something with"],
    ["庭のカメラの映像", "camera.f", "what a thing has"],
    ["ルンバの映像を見せて", "vacuum.h", "what a thing has that is known by its name alone"],
    ["トースター", "switch.o", "the end of a name whose pairs of signs stand in what services are called"],
    ["ルンバをストップして", "vacuum.h", "what is done, with signs of another name"],
    ["花子はどこ", "person.j", "somebody"],
    ["鍵は閉まってる？", "lock.n", "a thing of one sign that begins the question"],
    ["消えている照明", "light.b", "a sign of what is done, with which another name begins"],
  ])("%s is %s: %s", (sentence, id) => {
    expect(home(sentence)).toEqual([expect.stringMatching(/close|exact/), id]);
  });
});

test("what lights of several rooms are called by is said of all lights", async () => {
  const words = {
    ...JAPANESE_LIGHTS,
    "component.water_heater.entity_component._.state.electric": "電気",
  };
  const found = await searched("ja", words, [
    ["light.a", "和室の電気", "和室"],
    ["light.b", "トイレの電気", "トイレ"],
    ["light.c", "間接照明", "居間"],
    ["fan.d", "扇風機", "居間"],
    ["switch.e", "電気毛布", "寝室"],
  ]);
  expect(found("居間の電気をつけて")).toEqual(["close", "light.c"]);
  expect(found.all("電気消して")).toEqual(expect.arrayContaining(["light.a", "light.b", "light.c"]));
  expect(found("電気毛布")).toEqual(["exact", "switch.e"]);
});

describe("a word that says nothing, and by which one thing is called where it is", async () => {
  const words = {
    ...JAPANESE_LIGHTS,
    "component.water_heater.entity_component._.state.electric": "電気",
  };
  const things: readonly Thing[] = [
    ["light.a", "和室の電気", "和室"],
    ["light.b", "Acme", "居間"],
    ["binary_sensor.c", "居間の窓", "居間", "window"],
    ["switch.d", "電気毛布", "寝室"],
  ];
  const home = await searched("ja", words, things, {
    "component.water_heater.entity_component._.state.electric": "Electric",
  });

  test.each([
    ["居間の電気を消して", ["close", "light.b"], "is the others of its domain"],
    ["居間の電気消して", ["close", "light.b"], "also before what is done"],
    ["電気毛布", ["exact", "switch.d"], "is none in a longer word"],
    ["電気ケトル", ["none", undefined], "nor before a word that nobody knows"],
  ] as const)("%s is %j: %s", (sentence, found) => {
    expect(home(sentence)).toEqual([...found]);
  });
});

describe("one sign that nobody knows, of a place that is here", async () => {
  const home = await searched("ja", JAPANESE_LIGHTS, [
    ["light.a", "玄関灯", "玄関"],
    ["binary_sensor.b", "玄関の人感センサー", "玄関", "motion"],
    ["cover.c", "庭の門", "庭"],
  ]);

  test.each(["玄関の鍵", "玄関の鍵を閉めて", "庭の鍵"])("%s is not there", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });

  test.each([
    ["庭の門", "cover.c"],
    ["玄関の照明", "light.a"],
  ])("%s is %s", (sentence, id) => {
    expect(home(sentence)[1]).toBe(id);
  });
});

test("which of two is said before them by the sign that ends their names", async () => {
  const words = { ...JAPANESE_LIGHTS, "component.cover.entity_component.curtain.name": "カーテン" };
  const find = await searched(
    "ja",
    words,
    [
      ["cover.a", "居間カーテン左", "居間", "curtain"],
      ["cover.b", "居間カーテン右", "居間", "curtain"],
    ],
    { "component.cover.entity_component.curtain.name": "Curtain" },
  );
  expect(find.all("左のカーテン")).toEqual(["cover.a"]);
  expect(find.all("右のカーテン")).toEqual(["cover.b"]);
  expect(find("奥のカーテン")[0]).toBe("none");
});

test("how warm it is somewhere is asked of what tells that, whatever is called by the place", async () => {
  const words = {
    ...JAPANESE_LIGHTS,
    "component.sensor.entity_component.temperature.name": "温度",
    "component.sensor.entity_component.humidity.name": "湿度",
  };
  const english = {
    "component.sensor.entity_component.temperature.name": "Temperature",
    "component.sensor.entity_component.humidity.name": "Humidity",
  };
  const things: readonly Thing[] = [
    ["light.a", "居間の照明", "居間"],
    ["sensor.b", "Remo 1", "居間", "temperature"],
    ["sensor.c", "Remo 2", "居間", "humidity"],
    ["light.d", "玄関の照明", "玄関"],
  ];
  const found = await searched("ja", words, things, english);
  expect(found("居間は何度")).toEqual(["close", "sensor.b"]);
  expect(found.all("居間は何度")).not.toContain("light.a");
  expect(found("玄関は何度")[0]).toBe("none");
});
