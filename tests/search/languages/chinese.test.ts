/** A Chinese home: signs of one word beside those of another, words that a dictionary cuts otherwise. */

import { describe, expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searchIn, things } from "../small-home.ts";
import { searched } from "./searched.ts";

const home = await searched(
  "zh-Hans",
  {
    "component.light.title": "灯光",
    "component.light.services.turn_on.name": "打开灯光",
    "component.light.services.turn_off.name": "关闭灯光",
    "component.climate.title": "空调",
    "component.fan.title": "风扇",
    "component.cover.entity_component.curtain.name": "窗帘",
    "component.lock.title": "锁",
    "component.cover.title": "遮盖",
    "component.cover.services.open_cover.name": "打开遮盖",
    "component.binary_sensor.entity_component.opening.name": "打开",
    "component.cover.entity_component._.state.open": "已打开",
    "component.binary_sensor.entity_component.door.name": "门",
    "component.sensor.entity_component.power.name": "电功率",
    "component.sensor.entity_component.battery.name": "电池",
    "component.media_player.entity_component._.state_attributes.media_content_type.state.tvshow": "电视节目",
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
    ["cover.j", "遮光纱帘", "客厅", "curtain"],
    ["light.k", "餐厅主灯", "餐厅"],
    ["light.l", "射灯", "露台"],
    ["light.m", "爷爷床头灯", "客卧"],
    ["light.n", "Yeelight 天花板", "厨房"],
    ["fan.o", "循环扇", "客厅"],
    ["light.p", "工作室灯带", "工作室"],
    ["light.r", "办公室吊灯", "办公室"],
    ["light.q", "院子所有灯", "院子"],
    ["light.s", "小夜灯", "朵朵房"],
    ["climate.t", "格力", "朵朵房"],
    ["scene.u", "观影模式", "客厅"],
    ["scene.v", "访客模式", "院子"],
  ],
  {
    "component.cover.entity_component.curtain.name": "Curtain",
    "component.climate.title": "Climate",
    "component.cover.services.open_cover.name": "Open cover",
    "component.binary_sensor.entity_component.opening.name": "Opening",
    "component.cover.entity_component._.state.open": "Open",
    "component.binary_sensor.entity_component.door.name": "Door",
    "component.sensor.entity_component.power.name": "Power",
    "component.sensor.entity_component.battery.name": "Battery",
    "component.media_player.entity_component._.state_attributes.media_content_type.state.tvshow": "TV show",
  },
);

describe("is not there", () => {
  test.each([
    ["工具箱打开了吗", "a sign behind what a thing here is called by"],
    ["洗衣机调成睡眠模式", "a thing that is set to something"],
    ["书房空调调成睡眠模式", "the same of a kind elsewhere"],
    ["储藏室有哪些灯", "what ends as places here do"],
    ["更衣室的灯开了吗", "the same behind a sign that is a small word"],
    ["空气炸锅打开了吗", "a word too long for what is to be done"],
    ["小刚的电脑", "an owner that no dictionary has"],
    ["次卧空调", "a room, though the last sign of it stands before that kind here"],
    ["客厅的门", "a kind of one sign behind a small word"],
    ["厨房洗碗机", "a thing right behind a place"],
    ["打开客厅钢琴", "the same behind what is to be done"],
    ["打开奶奶床头灯", "an owner, where there is another's"],
    ["主卧电视关闭", "a thing, though a programme is called 电视节目"],
    ["LG电视", "a maker in other letters"],
    ["卧室门锁", "a room before a kind with more signs of it"],
  ])("%s: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });
});

test("what is done with a kind is said with a sign of each, and is no name with both", async () => {
  const words = {
    "component.light.title": "灯光",
    "component.light.services.turn_off.name": "关闭灯光",
    "component.fan.title": "风扇",
    "component.fan.services.turn_off.name": "关闭风扇",
    "component.switch.title": "开关",
    "component.switch.services.turn_off.name": "关闭开关",
  };
  const found = await searched(
    "zh-Hans",
    words,
    [
      ["light.a", "玄关灯", "玄关"],
      ["light.b", "落地灯", "客厅"],
    ],
    {
      "component.fan.services.turn_off.name": "Turn off fan",
      "component.switch.services.turn_off.name": "Turn off switch",
    },
  );
  expect(found("客厅关灯")).toEqual(["close", "light.b"]);
  expect(found("玄关灯")).toEqual(["exact", "light.a"]);
  // nor is it a room, though one ends so
  expect(found("客厅的灯没关吗")).toEqual(["close", "light.b"]);
});

test("a device class is also called as a thing of it is", async () => {
  const found = await searched("zh-Hans", { "component.light.title": "灯光" }, [
    ["media_player.a", "小爱音箱", "客厅", "speaker"],
    ["media_player.b", "HomePod mini", "主卧", "speaker"],
    ["media_player.c", "索尼电视", "书房", "tv"],
  ]);
  expect(found("主卧的音箱")).toEqual(["close", "media_player.b"]);
  expect(found("书房的音箱")[0]).toBe("none");
  expect(found("主卧的电视")[0]).toBe("none");
  expect(found("小爱音箱")).toEqual(["exact", "media_player.a"]);
});

test("a sign that things of a class end in is that class, and none where it is of a place", async () => {
  const found = await searched(
    "zh-Hans",
    {
      "component.light.title": "灯光",
      "component.lock.title": "锁",
      "component.binary_sensor.entity_component.door.name": "门",
      "component.cover.entity_component.garage.name": "车库门",
      "component.valve.title": "阀门",
      "component.event.entity_component.doorbell.name": "门铃",
    },
    [
      ["binary_sensor.a", "防盗门", "楼梯间", "door"],
      ["light.b", "壁灯", "客房"],
      ["light.c", "踏步灯", "侧门"],
    ],
    {
      "component.binary_sensor.entity_component.door.name": "Door",
      "component.valve.title": "Valve",
      "component.event.entity_component.doorbell.name": "Doorbell",
    },
  );
  expect(found("客房门")[0]).toBe("none");
  expect(found.all("楼梯间门")).toEqual(["binary_sensor.a"]);
  expect(found("侧门踏步灯")[1]).toBe("light.c");
  expect(found("侧门灯")).toEqual(["close", "light.c"]);
});

test("a state is said without the sign that makes it one, or by one sign of it", async () => {
  const words = {
    "component.light.title": "灯光",
    "component.light.entity_component._.state.on": "开启",
    "component.light.entity_component._.state.off": "关闭",
    "component.light.services.turn_on.name": "打开灯光",
    "component.light.services.turn_off.name": "关闭灯光",
    "component.cover.entity_component.curtain.name": "窗帘",
    "component.cover.entity_component._.state.open": "已打开",
    "component.cover.entity_component._.state.closed": "已关闭",
    "component.lock.title": "锁",
    "component.lock.entity_component._.state.locked": "已锁定",
    "component.lock.entity_component._.state.unlocked": "已解锁",
  };
  const inEnglish = {
    "component.light.entity_component._.state.on": "On",
    "component.light.entity_component._.state.off": "Off",
    "component.cover.entity_component.curtain.name": "Curtain",
    "component.cover.entity_component._.state.open": "Open",
    "component.cover.entity_component._.state.closed": "Closed",
    "component.lock.entity_component._.state.locked": "Locked",
    "component.lock.entity_component._.state.unlocked": "Unlocked",
  };
  const languages = [
    english,
    await homeLanguage("zh-Hans", words, {
      "component.light.title": "Light",
      "component.light.services.turn_on.name": "Turn on light",
      "component.light.services.turn_off.name": "Turn off light",
      "component.lock.title": "Lock",
      ...inEnglish,
    }),
  ];
  const { find } = await searchIn(
    {
      entities: things(`
        light.on 月亮灯 =on
        light.off 台灯 =off
        cover.open 纱帘 :curtain =open
        cover.closed 客厅窗帘 :curtain =closed
        lock.locked 大门锁 =locked
        lock.unlocked 后门锁 =unlocked
      `),
    },
    { languages },
  );
  expect(find("开着的灯")).toEqual(["light.on"]);
  expect(find("哪些灯开着")).toEqual(["light.on"]);
  expect(find("哪些灯是关的")).toEqual(["light.off"]);
  expect(find("所有灯关了").toSorted()).toEqual(["light.off", "light.on"]);
  expect(find("关闭所有灯").toSorted()).toEqual(["light.off", "light.on"]);
  expect(find("打开的窗帘")).toEqual(["cover.open"]);
  expect(find("关闭的窗帘")).toEqual(["cover.closed"]);
  expect(find("锁着的锁")).toEqual(["lock.locked"]);
  expect(find("打开窗帘").toSorted()).toEqual(["cover.closed", "cover.open"]);
});

describe("is there", () => {
  test.each([
    ["帮我把落地灯打开好吗", "light.c", "small signs that the dictionary has in one word"],
    ["厨房电灯", "light.d", "what may be measured of anything tells nothing apart"],
    ["厨房Yeelight灯", "light.n", "a kind of one sign behind other letters"],
    ["客厅现在怎么样", "light.c", "a word for a time right behind a place"],
    ["拉开纱帘", "cover.j", "a sign before that of the kind is of a name here"],
    ["打开主灯", "light.k", "the same behind what is to be done"],
    ["露台灯", "light.l", "a place whose last sign begins another word of the dictionary"],
    ["小明的电脑", "switch.h", "an owner that is here"],
    ["主卧空调", "climate.e", "a room that is here"],
    ["把客厅的电视关了", "media_player.i", "a small word with the next sign, which stand in another name"],
    ["开锁", "lock.f", "a sign of what is done to many kinds"],
    ["锁门", "lock.f", "two signs that are said of one kind"],
    ["电风扇", "fan.o", "what may be measured of anything before a kind of two signs"],
    ["客厅风扇", "fan.o", "a kind that the dictionary cuts"],
    ["把书房所有灯关掉", "light.a", "a small word with the sign of a kind, which stand in another name"],
    [
      "办公室灯亮了吗",
      "light.r",
      "the last sign of a place with that of a kind, which stand in another name",
    ],
    ["慢慢把射灯打开", "light.l", "how, before what no word for a thing stands behind"],
    ["朵朵房间的空调", "climate.t", "the name of a place that ends within a word of the dictionary"],
    ["朵朵的小夜灯", "light.s", "a word of a place with the first sign of another word"],
    ["循环扇调成睡眠模式", "fan.o", "what a thing is set to"],
    ["用厨房Yeelight放首轻音乐", "light.n", "what is played by it"],
    ["朵朵房湿不湿", "light.s", "a place that the dictionary cuts, with what is asked of it right behind"],
    ["拉上窗帘", "cover.j", "what is to be done, with a small sign that says how far"],
    ["露台冷不冷", "light.l", "how it is, with the sign said twice"],
    ["书房的台灯关一下", "light.a", "the same with a thing that is called by its place"],
  ])("%s is %s: %s", (sentence, id) => {
    expect(home(sentence)).toEqual([expect.stringMatching(/close|exact/), id]);
  });
});
