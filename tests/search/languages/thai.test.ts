/** A Thai home: no spaces between words, and no words of Home Assistant for its kinds. */

import { describe, expect, test } from "bun:test";
import { searched } from "./searched.ts";

const home = await searched("th", {}, [
  ["light.a", "ไฟเพดาน", "ห้องครัว"],
  ["light.b", "ไฟใต้ตู้", "ห้องครัว"],
  ["light.c", "ไฟกระจก", "ห้องนอน"],
  ["switch.d", "เครื่องทำน้ำอุ่น", "ห้องนอน"],
  ["switch.e", "เครื่องซักผ้า", "โรงรถ"],
  ["fan.f", "พัดลม", "ห้องนอน"],
  ["media_player.g", "ทีวี Samsung", "ห้องนอน"],
  ["light.h", "โคมไฟคุณยาย", "ชั้น 1"],
  ["light.i", "โคมไฟหัวเตียง", "ชั้น 2"],
]);

describe("is cut into the words of a dictionary", () => {
  test.each([
    ["เปิดไฟในห้องครัว", ["light.a", "light.b"]],
    ["ไฟห้องนอน", ["light.c"]],
    ["เปิดเครื่องทำน้ำอุ่นให้หน่อย", ["switch.d"]],
    ["พัดลมห้องนอน", ["fan.f"]],
  ])("%s", (sentence, ids) => {
    expect(home.all(sentence).sort()).toEqual(ids);
  });

  test("a thing that is elsewhere is not there", () => {
    expect(home("พัดลมห้องครัว")[0]).toBe("none");
  });
});

describe("words that nobody knows where the names here have others", () => {
  test.each([
    ["เครื่องล้างจาน", "a thing"],
    ["เปิดเครื่องล้างจานหน่อย", "a thing with a courtesy"],
    ["เครื่องพิมพ์", "a word of the dictionary that begins like another"],
    ["ไฟระเบียง", "a place"],
    ["เปิดไฟห้องแขก", "a room"],
    ["โคมไฟคุณปู่", "an owner"],
    ["ทีวี Sony", "a maker"],
    ["โคมไฟชั้น 3", "a floor"],
    ["ปิดไฟห้องพระครับ", "a courtesy that is one letter from a room"],
  ])("%s is not there: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });

  test.each([
    ["เปิดทีวีหน่อย", "media_player.g", "a courtesy"],
    ["ห้องครัวไฟเพดานเท่าไหร่", "light.a", "behind a whole name"],
    ["โคมไฟหัวเตียงเป็นยังไงบ้าง", "light.i", "behind a whole name, with a small word"],
    ["โคมไฟชั้น 2", "light.i", "a floor that is here"],
    ["เปิดไฟครึ่งเดียว", "light.a", "a half, behind what names begin with"],
  ])("%s is %s: %s", (sentence, id) => {
    expect(home(sentence)).toEqual([expect.stringMatching(/close|exact/), id]);
  });
});

test("a device class is also called as a thing of it is", async () => {
  const found = await searched("th", {}, [
    ["media_player.a", "ลำโพง JBL", "ห้องนอน", "speaker"],
    ["media_player.b", "Nest Mini", "ห้องครัว", "speaker"],
    ["media_player.c", "Samsung", "โรงรถ", "tv"],
  ]);
  expect(found("เปิดลำโพงในห้องครัว")).toEqual(["close", "media_player.b"]);
  expect(found("ลำโพงโรงรถ")[0]).toBe("none");
});

describe("a home whose kitchen is called ครัว", async () => {
  const other = await searched("th", {}, [
    ["light.a", "ไฟเพดาน", "ครัว"],
    ["light.b", "ไฟสระว่ายน้ำ", "ห้องนอน"],
    ["switch.c", "เครื่องอบผ้า", "ห้องซักรีด"],
    ["script.d", "ให้อาหารแมว"],
    ["scene.e", "กินข้าว"],
    ["light.f", "ไฟหัวเตียงของแม่", "ห้องนอน"],
  ]);

  test.each([
    ["ไฟห้องน้ำ", "a room whose words stand apart in names here"],
    ["เครื่องซักผ้า", "a word with which another begins"],
    ["หม้อหุงข้าว", "before a word that has another before it in every name here"],
    ["ไฟห้องออกกำลังกาย", "a room with a small word in it"],
  ])("%s is not there: %s", (sentence) => {
    expect(other(sentence)[0]).toBe("none");
  });

  test.each([
    ["ไฟห้องครัว", "light.a", "with the word that other rooms are called by"],
    ["เปิดไฟในครัวให้หน่อยค่ะ", "light.a", "a small word with which a name here begins"],
  ])("%s is %s: %s", (sentence, id) => {
    expect(other(sentence)).toEqual(["close", id]);
  });
});
