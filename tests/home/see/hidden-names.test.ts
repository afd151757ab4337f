/** Fields of bodies: places that hold nothing the caller may see stand in no target, and in nothing else they are touched. */

import { expect, test } from "bun:test";
import { shownField } from "../../../src/home/see/hidden-names.ts";
import type { Sight } from "../../../src/home/see/sight.ts";

const HIDDEN = new Set(["area attic", "floor up", "device d1", "label l1"]);
const sight = {
  all: false,
  hidesPlace: (kind: string, id: string) => HIDDEN.has(`${kind} ${id}`) || id === "attic",
};
const shown = (key: string, value: unknown) => shownField(key, value, sight as unknown as Sight);

test.each<readonly [string, unknown, unknown]>([
  ["area_id", "attic", undefined],
  ["area_id", "hall", "hall"],
  ["area_id", ["attic", "hall"], ["hall"]],
  ["area_id", ["attic"], []],
  ["floor_id", ["up", "down"], ["down"]],
  ["device_id", "d1", undefined],
  ["label_id", ["l1"], []],
  ["area_id", ["hall", 5], ["hall", 5]],
  ["not_shown", 3, undefined],
  ["message", "attic", "attic"],
  ["options", ["attic"], ["attic"]],
])("%s: %j is %j", (key, value, expected) => {
  expect(shown(key, value)).toEqual(expected as never);
});

test("where everything may be seen every field stays", () => {
  const whole = { ...sight, all: true } as unknown as Sight;
  for (const key of ["area_id", "not_shown", "message"])
    expect(shownField(key, "attic", whole)).toBe("attic");
});
