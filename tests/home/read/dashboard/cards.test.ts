/** The cards of a view in words, as far as they are about what may be seen. */

import { describe, expect, test } from "bun:test";
import { cardsIn } from "../../../../src/home/read/dashboard-cards.ts";
import type { Sight } from "../../../../src/home/see/sight.ts";
import { homeOf } from "../../../road/home-of.ts";
import { fakeGateway } from "../../../security/grant/fake-gateway.ts";

const many = Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`light.m${at}`, { name: `M${at}` }]));
const { gateway } = fakeGateway({
  home: homeOf(
    { "light.a": { name: "Lamp", area: "hall" }, "lock.l": { name: "Crypt", area: "vault" }, ...many },
    {
      areas: { hall: { name: "Hall", floor: "ground" }, vault: { name: "Vault" } },
      floors: { ground: { name: "Ground" } },
    },
  ),
});
const ALL = [...gateway.states.keys()];
const sightOf = (ids: readonly string[]): Sight => ({
  sees: (id) => ids.includes(id),
  hides: (id) => ALL.includes(id) && !ids.includes(id),
  attributes: ({ attributes }) => attributes,
  ids: () => ids,
  all: ids.length === ALL.length,
});
const SOME = sightOf(ALL.filter((id) => id !== "lock.l"));
const WHOLE = sightOf(ALL);

const lines = (cards: unknown, sight: Sight, key = "cards") =>
  cardsIn({ [key]: cards }, gateway, sight).map(({ line }) => line);

describe("a card", () => {
  test.each<readonly [object | string, string]>([
    [{ type: "tile", entity: "light.a" }, "  tile: light.a Lamp"],
    [{ entity: "light.a" }, "  card: light.a Lamp"],
    ["light.a", "  badge: light.a Lamp"],
    [{ type: "tile", entity: "light.a", name: "Mine" }, "  tile: Mine, light.a Lamp"],
    [{ type: "tile", entity: "light.a", title: "T", name: "Mine" }, "  tile: T, light.a Lamp"],
    [{ type: "tile", entity: "light.a", heading: 5, name: "Mine" }, "  tile: Mine, light.a Lamp"],
    [{ type: "area", area: "hall" }, "  area: area Hall"],
    [{ type: "x", target: { floor_id: "ground" } }, "  x: floor Ground"],
    [{ type: "x", states: { "light.a": "on" } }, "  x: light.a Lamp"],
    [{ type: "x", tap: { action: "light.turn_on", entity: "light.a" } }, "  x: light.a Lamp"],
    [
      { type: "x", tap: { perform_action: "script.night", data: { entity_id: ["light.a"] } } },
      "  x: light.a Lamp",
    ],
  ])("%j: %s", (card, line) => {
    expect(lines([card], SOME)).toEqual([line]);
    expect(lines([card], WHOLE)).toEqual([line]);
  });

  test("has its text for whoever sees everything", () => {
    const card = { type: "markdown", entity: "light.a", content: "Behind the painting" };
    expect(lines([card], WHOLE)).toEqual(["  markdown: light.a Lamp, Behind the painting"]);
    expect(lines([card], SOME)).toEqual(["  markdown: light.a Lamp"]);
  });

  test("about nothing that may be seen is none, to whoever sees everything it is one", () => {
    for (const card of [
      { type: "tile", entity: "lock.l" },
      { type: "area", area: "vault" },
      { type: "clock" },
      "lock.l",
    ]) {
      expect(lines([card], SOME)).toEqual([]);
      expect(lines([card], WHOLE)).toHaveLength(1);
    }
  });

  test("about what is hidden too has no title: it may be of that", () => {
    for (const more of [
      { entities: ["light.a", "lock.l"] },
      { entity: "light.a", area: "vault" },
      { entity: "light.a", note: "see lock.l" },
    ]) {
      const card = { type: "x", title: "Doors", ...more };
      expect(lines([card], SOME)).toEqual(["  x: light.a Lamp"]);
      expect(lines([card], WHOLE)[0]).toContain("Doors");
    }
  });

  test("of many entities names twelve, and how many more", () => {
    const entities = Object.keys(many);
    const [line = ""] = lines([{ type: "x", entities }], SOME);
    expect(line).toContain("light.m11 M11, and 3 more entities");
    expect(line).not.toContain("light.m12");
    expect(lines([{ type: "x", entities: entities.slice(0, 12) }], SOME)[0]).not.toContain("more");
  });
});

test.each(["cards", "card", "sections", "badges", "elements"])(
  "cards stand in %s, one step further in",
  (key) => {
    const inner = { type: "tile", entity: "light.a" };
    expect(lines([{ type: "x", [key]: [inner] }], WHOLE)).toEqual(["  x", "    tile: light.a Lamp"]);
    expect(lines([{ type: "x", [key]: inner }], SOME)).toEqual(["    tile: light.a Lamp"]);
    expect(lines(inner, SOME, key)).toEqual(["  tile: light.a Lamp"]);
  },
);

test("cards in cards are shown to thirty deep", () => {
  const nested = (depth: number): object =>
    depth === 0 ? { type: "tile", entity: "light.a" } : { type: "x", cards: [nested(depth - 1)] };
  expect(lines([nested(30)], SOME)).toHaveLength(1);
  expect(lines([nested(31)], SOME)).toEqual([]);
});

test("what is nested in a card deeper than that hides its title", () => {
  let deep: unknown = "x";
  for (let depth = 0; depth < 40; depth++) deep = [deep];
  const card = { type: "x", title: "T", entity: "light.a" };
  expect(lines([{ ...card, deep }], SOME)).toEqual(["  x: light.a Lamp"]);
  expect(lines([{ ...card, deep: ["x"] }], SOME)).toEqual(["  x: T, light.a Lamp"]);
});
