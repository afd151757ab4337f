/** Areas and the like in a selector, by every spelling of their names. */

import { expect, test } from "bun:test";
import { newFaults } from "../../../../src/security/grant/parse/fault.ts";
import { readSelector } from "../../../../src/security/grant/parse/parse-scope.ts";
import { homeOf } from "../../../road/home-of.ts";

const { registries } = homeOf(
  {},
  {
    areas: {
      hall: { name: "Hall" },
      a1: { name: "Twin" },
      a2: { name: "Twin" },
      office: { name: "Skye\u2019s Office" },
      lounge: { name: "\u{1F6CB}\uFE0F Lounge" },
    },
  },
).place;
const aliased = new Map([
  ...registries.areas,
  ["den", { ...areaOf("hall"), id: "den", aliases: ["Cosy corner"] }],
]);

function areaOf(id: string) {
  const area = registries.areas.get(id);
  if (!area) throw new Error("not in the home");
  return { ...area, name: id === "hall" ? "Den" : area.name };
}

function read(area: readonly string[]) {
  const faults = newFaults();
  const rule = readSelector({ area }, "p", faults, { ...registries, areas: aliased });
  return { rule, said: faults.list.map(({ code, path, message }) => `${code} ${path} ${message}`) };
}

test("ids stand for them", () => {
  expect(read(["skye's office", "\u{1F6CB} lounge", " SKYES-OFFICE ", "cosy corner", "HALL"])).toEqual({
    rule: { area: ["office", "lounge", "den", "hall"] },
    said: [],
  });
});

test("what means several, or nothing, is refused, all at once, with what it could be", () => {
  expect(read(["Twin", "Hal", "twin", "attic"])).toEqual({
    rule: undefined,
    said: [
      "unknown_name p.area «Twin» means more than one area: a1, a2.",
      "unknown_name p.area There is no area «Hal» in this home; the nearest is «Hall».",
      "unknown_name p.area «twin» means more than one area: a1, a2.",
      "unknown_name p.area There is no area «attic» in this home.",
    ],
  });
});
