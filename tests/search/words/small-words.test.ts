/** Small words: what their marks alone tell from a word for a kind, and what may leave a place out. */

import { describe, expect, test } from "bun:test";
import { smallWordsOf } from "../../../src/search/words/languages/small-words.ts";
import { searched } from "../languages/searched.ts";

const WORDS = {
  "component.light.title": "Đèn",
  "component.binary_sensor.entity_component.door.name": "Cửa",
};
const TWIN = { "component.binary_sensor.entity_component.door.name": "Door" };

describe.each([
  ["đèn của phòng tắm", ["close", "light.a"], '"of" is no door'],
  ["cửa phòng tắm", ["close", "binary_sensor.b"], "and a door is one"],
  ["cua phong tam", ["close", "binary_sensor.b"], "without marks as well"],
  ["đến phòng tắm", ["exact", "light.a"], '"to" is no lamp: the place is what is left'],
] as const)("%s", (sentence, found, why) => {
  test(why, async () => {
    const find = await searched(
      "vi",
      WORDS,
      [
        ["light.a", "Acme", "Phòng tắm"],
        ["binary_sensor.b", "Bcme", "Phòng tắm", "door"],
      ],
      TWIN,
    );
    expect(find(sentence)).toEqual([...found]);
  });
});

test.each([
  ["fr", "Cuisine", "Lumière", "toutes les lumières sauf la cuisine", "lumière dans la cuisine"],
  ["de", "Küche", "Licht", "alle Lichter außer Küche", "Licht in der Küche"],
  ["nl", "Keuken", "Licht", "alle lichten behalve de keuken", "licht in de keuken"],
  ["it", "Cucina", "Luce", "tutte le luci tranne la cucina", "luce nella cucina"],
] as const)(
  "in %s what may leave a place out finds what is there, but not exactly",
  async (code, kitchen, light, without, within) => {
    const find = await searched(code, { "component.light.title": light }, [
      ["light.a", `${light} ${kitchen}`, kitchen],
    ]);
    expect(find(without)).toEqual(["close", "light.a"]);
    expect(find(within)).toEqual(["exact", "light.a"]);
  },
);

test("a language that is listed under another's code has that one's small words", async () => {
  for (const [code, listed] of [
    ["nb", "no"],
    ["nn", "no"],
    ["sr-Latn", "hr"],
    ["bs", "hr"],
    ["pt-BR", "pt"],
  ] as const) {
    expect(await smallWordsOf(code)).toEqual(await smallWordsOf(listed));
    expect((await smallWordsOf(code)).length).toBeGreaterThan(100);
  }
  const find = await searched("nb", { "component.light.title": "Lys" }, [["light.a", "Acme", "Stue"]]);
  expect(find("slå på lyset i stuen")).toEqual(["close", "light.a"]);
  expect(find("slå på lyset i garasjen")[0]).toBe("none");
});
