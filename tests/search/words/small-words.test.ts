/** Small words that only their marks tell from a word for a kind. */

import { describe, expect, test } from "bun:test";
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
