/** Words in Chinese signs that say where, how many or at home: none of them is a place that is not here. */

import { expect, test } from "bun:test";
import { JAPANESE_LIGHTS, searched } from "./searched.ts";

const home = await searched(
  "zh-Hans",
  {
    "component.light.title": "灯光",
    "component.climate.title": "空调",
    "component.cover.title": "窗帘",
    "component.sensor.entity_component.illuminance.name": "亮度",
    "component.person.entity_component._.state.home": "在家",
  },
  [
    ["light.a", "左床头灯", "主卧"],
    ["light.b", "吊灯", "客厅"],
    ["climate.c", "中央空调", "客厅"],
    ["cover.d", "纱帘", "客厅"],
  ],
  {
    "component.climate.title": "Climate",
    "component.sensor.entity_component.illuminance.name": "Illuminance",
    "component.person.entity_component._.state.home": "Home",
  },
);

test.each([
  ["家里的灯", "light.a"],
  ["家中的灯", "light.a"],
  ["整个家的灯", "light.a"],
  ["全家的灯", "light.a"],
  ["全屋的灯", "light.a"],
  ["屋里的灯", "light.a"],
  ["家里的空调", "climate.c"],
  ["全屋窗帘", "cover.d"],
  ["每盏灯", "light.a"],
  ["把每一盏灯都关了", "light.a"],
  ["两盏灯", "light.a"],
  ["点亮灯", "light.a"],
  ["左边的床头灯", "light.a"],
])("%s is there", (text, id) => {
  const [match] = home(text);
  expect(match).not.toBe("none");
  expect(home.all(text)).toContain(id);
});

test.each([["阁楼的灯"], ["大金空调"], ["大厅灯"], ["小明的灯"], ["储藏室的空调"]])("%s is not", (text) => {
  expect(home(text)[0]).toBe("none");
});

const japanese = await searched(
  "ja",
  {
    ...JAPANESE_LIGHTS,
    "component.climate.title": "エアコン",
    "component.climate.services.turn_on.name": "エアコンをオンにする",
    "component.person.entity_component._.state.home": "在宅",
    "component.vacuum.services.locate.name": "掃除機を見つける",
    "component.lock.entity_component._.state.opening": "開けています",
    "component.lock.entity_component._.state.open": "開けている",
  },
  [
    ["light.a", "寝室の照明", "寝室"],
    ["light.b", "間接照明", "居間"],
    ["climate.c", "居間エアコン", "居間"],
    ["automation.d", "日没で門灯をつける"],
  ],
  { "component.climate.title": "Climate", "component.climate.services.turn_on.name": "Turn on climate" },
);

test.each([
  ["家の照明", "light.a"],
  ["家中の照明を消して", "light.a"],
  ["両方の照明", "light.a"],
  ["居間の照明をつけて", "light.b"],
  ["エアコンをつけて", "climate.c"],
])("%s is there in Japanese", (text, id) => {
  expect(japanese(text)[0]).not.toBe("none");
  expect(japanese.all(text)).toContain(id);
});

test.each([["廊下の照明"], ["次郎の照明"], ["地下室の照明"]])("%s is not in Japanese", (text) => {
  expect(japanese(text)[0]).toBe("none");
});
