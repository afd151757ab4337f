/** Words in Chinese signs that say where, how many or at home: none of them is a place that is not here. */

import { expect, test } from "bun:test";
import { searched } from "./searched.ts";

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
