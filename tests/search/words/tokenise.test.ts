import { describe, expect, test } from "bun:test";
import { fold } from "../../../src/search/words/normalise.ts";
import { signs, tokenise } from "../../../src/search/words/tokenise.ts";

describe("folding", () => {
  test.each([
    ["Küche", "kuche"],
    ["Straße", "strasse"],
    ["Łazienka", "lazienka"],
    ["Ｋｉｔｃｈｅｎ", "kitchen"],
    ["ﬁrst", "first"],
    ["Kid's", "kids"],
    ["Kid’s", "kids"],
    ["Ёлка", "елка"],
    ["Ισόγειο", "ισογειο"],
    ["रसोई", "रसोई"],
    ["거실", "거실".normalize("NFD")],
  ])("%s is %s", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe("words", () => {
  test.each<readonly [string, readonly string[]]>([
    ["Living Room / Lamp-2", ["living", "room", "lamp", "2"]],
    ["light.kitchen_ceiling", ["light", "kitchen", "ceiling"]],
    ["Cuisine d'été", ["cuisine", "d", "ete"]],
    ["lumière dell’ingresso", ["lumiere", "dell", "ingresso"]],
    ["don't, I'll, Anna's", ["dont", "ill", "annas"]],
    ["Гостиная свет", ["гостиная", "свет"]],
    ["厨房灯", ["厨房", "房灯"]],
    ["灯", ["灯"]],
    ["リビング Lamp", ["リビ", "ビン", "ング", "lamp"]],
    ["ห้องครัว", ["ห้อง", "ครัว"]],
    ["ปั๊มน้ำ", ["ปั๊ม", "น้ำ"]],
    ["น\u0e49\u0e4d\u0e32", ["น้ำ"]],
    ["거실 조명", ["거실".normalize("NFD"), "조명".normalize("NFD")]],
    ["LG티비를", ["lg", "티비를".normalize("NFD")]],
    ["2층", ["2층".normalize("NFD")]],
    ["💡 Lamp", ["💡", "lamp"]],
    ["", []],
    ["  --- ", []],
  ])("%s", (text, words) => {
    expect(tokenise(text)).toEqual([...words]);
  });

  test("single signs of spaceless scripts alone", () => {
    expect(signs("厨房 Lamp")).toEqual(["厨", "房"]);
    expect(signs("Lamp")).toEqual([]);
  });
});
