/** A Chinese home: signs of one word beside those of another, words that a dictionary cuts otherwise. */

import { describe, expect, test } from "bun:test";
import { searched } from "./searched.ts";

const home = await searched(
  "zh-Hans",
  {
    "component.light.title": "灯光",
    "component.light.services.turn_on.name": "打开灯光",
    "component.climate.title": "空调",
    "component.lock.title": "锁",
    "component.binary_sensor.entity_component.door.name": "门",
    "component.sensor.entity_component.power.name": "电功率",
    "component.sensor.entity_component.battery.name": "电池",
  },
  [
    ["light.a", "书房台灯", "书房"],
    ["light.b", "奶奶的台灯", "客厅"],
    ["light.c", "落地灯", "客厅"],
    ["light.d", "橱柜灯", "厨房"],
    ["climate.e", "主卧空调", "主卧"],
    ["lock.f", "大门锁", "玄关"],
    ["lock.g", "工具房门锁", "院子"],
    ["switch.h", "小明的电脑", "书房"],
    ["media_player.i", "索尼电视", "客厅", "tv"],
  ],
  {
    "component.climate.title": "Climate",
    "component.binary_sensor.entity_component.door.name": "Door",
    "component.sensor.entity_component.power.name": "Power",
    "component.sensor.entity_component.battery.name": "Battery",
  },
);

describe("is not there", () => {
  test.each([
    ["小刚的电脑", "an owner that no dictionary has"],
    ["次卧空调", "a room, though the last sign of it stands before that kind here"],
    ["卧室门锁", "a room before a kind with more signs of it"],
  ])("%s: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });
});

describe("is there", () => {
  test.each([
    ["帮我把落地灯打开好吗", "light.c", "small signs that the dictionary has in one word"],
    ["厨房电灯", "light.d", "what may be measured of anything tells nothing apart"],
    ["小明的电脑", "switch.h", "an owner that is here"],
    ["主卧空调", "climate.e", "a room that is here"],
    ["把客厅的电视关了", "media_player.i", "a small word with the next sign, which stand in another name"],
    ["书房的台灯关一下", "light.a", "the same with a thing that is called by its place"],
  ])("%s is %s: %s", (sentence, id) => {
    expect(home(sentence)).toEqual([expect.stringMatching(/close|exact/), id]);
  });
});
