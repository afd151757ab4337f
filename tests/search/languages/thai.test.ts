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
