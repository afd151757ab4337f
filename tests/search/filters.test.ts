import { describe, expect, test } from "bun:test";
import { Failure } from "../../src/core/failure.ts";
import { compileStateFilter } from "../../src/search/match/filter/state-filter.ts";
import { withTooMany } from "../../src/search/match/filter/too-many.ts";
import type { IndexAnswer, SearchQuery } from "../../src/search/query.ts";
import { searchIn, things, USUAL } from "./small-home.ts";

const home = await searchIn(USUAL);

describe("state filter", () => {
  test.each([
    ["on", "on", true],
    ["on", "ON", true],
    ["On", "on", true],
    ["on", "off", false],
    ["=on", "on", true],
    ["!=off", "on", true],
    ["!=off", "off", false],
    ["!=off", "unavailable", true],
    [">50", "50.5", true],
    [">50", "50", false],
    [">=50", "50", true],
    ["< -3", "-4", true],
    ["<=21.5", "21.5", true],
    [">50", "unavailable", false],
    [">50", "", false],
    ["<50", "", false],
    ["21", "21.0", true],
    ["!=21", "21.0", false],
    ["unavailable", "unavailable", true],
    ["partly cloudy", "partly cloudy", true],
  ])("%s on %s: %p", (filter, state, fits) => {
    expect(compileStateFilter(filter)(state)).toBe(fits);
  });

  test.each(["", " ", ">", ">on", "!=", "<="])("%p cannot be read", (filter) => {
    expect(() => compileStateFilter(filter)).toThrow(Failure);
  });
});

describe("filters without words list all that pass, by id", () => {
  test.each<readonly [Partial<SearchQuery>, readonly string[]]>([
    [{ domain: ["lock", "cover"] }, ["cover.living_blind", "lock.door"]],
    [{ area: ["kitchen"], state: "on" }, ["light.kitchen_ceiling"]],
    [{ area: ["area:kitchen"], state: "on" }, ["light.kitchen_ceiling"]],
    [{ area: ["lounge"], domain: ["light"] }, ["light.living_lamp"]],
    [{ floor: ["Upstairs"] }, ["light.bed", "sensor.bed_humidity"]],
    [{ label: ["evening"] }, ["light.living_lamp"]],
    [{ device_class: ["temperature", "tv"] }, ["media_player.tv", "sensor.oven_temperature"]],
    [{ state: ">100" }, ["sensor.oven_temperature"]],
    [{ state: "unavailable" }, ["light.guest"]],
    [{ changedWithinSeconds: 60 }, ["light.kitchen_ceiling"]],
    [{ kind: ["floor"] }, ["floor:ground", "floor:upper"]],
    [{ kind: ["area"], domain: ["climate"] }, ["area:living"]],
    [{ domain: ["light"], homeArea: "work", limit: 2 }, ["light.work", "light.bed"]],
  ])("%j", (query, ids) => {
    expect(home.find(query)).toEqual([...ids]);
    expect(home.ask(query).match).toBe("exact");
  });

  test("no filter at all lists the home", () => {
    expect(home.ask({ limit: 3 })).toMatchObject({ total: USUAL.entities.length, totalIs: "exact" });
  });

  test.each<Partial<SearchQuery>>([
    { domain: ["vacuum"] },
    { domain: [] },
    { area: ["attic"] },
    { label: ["nothing"], text: "lamp" },
    { state: ">1000" },
  ])("%j lets nothing pass", (query) => {
    expect(home.ask(query)).toMatchObject({ match: "none", hits: [], total: 0 });
  });
});

describe("filters with words", () => {
  test("leave out what does not pass", () => {
    expect(home.find({ text: "kitchen", domain: ["light"], kind: ["entity"] }).toSorted()).toEqual([
      "light.kitchen_ceiling",
      "light.kitchen_counter",
    ]);
    expect(home.find({ text: "lights", state: "off" })).toEqual(["light.kitchen_counter"]);
  });

  test("what words mean is judged among what passes", () => {
    expect(home.ask({ text: "front door", domain: ["climate"] }).match).toBe("none");
  });
});

test("words that are nowhere are not looked for without each filter", () => {
  const none: IndexAnswer = { match: "none", hits: [], total: 0, totalIs: "exact" };
  const asked: SearchQuery[] = [];
  const find = (query: SearchQuery): IndexAnswer => {
    asked.push(query);
    return query.text === undefined ? none : { ...none, unmet: ["xylophone"] };
  };
  const filters = { domain: ["a"], area: ["b"], floor: ["c"], label: ["d"], state: "on" };
  const query = { text: "xylophone", limit: 10, ...filters };
  expect(withTooMany(none, query, find).unmet).toEqual(["xylophone"]);
  expect(asked.filter(({ text }) => text !== undefined)).toEqual([{ text: "xylophone", limit: 3 }]);
});

const lit = () =>
  searchIn({
    areas: { kitchen: "Kitchen", hall: "Hall", lounge: "Lounge" },
    entities: things(`
      light.k1 Counter @kitchen
      light.k2 Ceiling @kitchen =off
      light.hall Acme @hall
      light.reading Reading Lamp @lounge
      cover.lounge Blind @lounge :blind
    `),
  });

test.each<readonly [string, readonly string[]]>([
  ["lights except the kitchen", ["light.hall", "light.reading"]],
  ["turn off all lights except in the kitchen", ["light.hall", "light.reading"]],
  ["all lights but the hall", ["light.k1", "light.k2", "light.reading"]],
  ["every lamp apart from the reading lamp", ["light.hall", "light.k1", "light.k2"]],
  ["everything in the lounge except the lamp", ["cover.lounge"]],
  ["lights that are on except the hall", ["light.k1", "light.reading"]],
  ["turn off all lights but slowly", ["light.hall", "light.k1", "light.k2", "light.reading"]],
  ["lights except the attic", ["light.hall", "light.k1", "light.k2", "light.reading"]],
])("but for some of it: %s", async (text, ids) => {
  const { find } = await lit();
  expect(find(text).toSorted()).toEqual([...ids]);
});

test("but for some of it, page by page, each once", async () => {
  const { ask } = await lit();
  const page = (offset: number) =>
    ask({ text: "lights except the kitchen", limit: 1, offset }).hits.map(({ id }) => id);
  expect([...page(0), ...page(1), ...page(2)].toSorted()).toEqual(["light.hall", "light.reading"]);
});

test("what is open in a place, said behind several things", async () => {
  const { find } = await searchIn({
    areas: { bed: "Bedroom" },
    entities: things(`
      cover.a Acme 1 @bed :blind =open
      cover.b Acme 2 @bed :blind =closed
    `),
  });
  expect(find("covers open in the bedroom")).toEqual(["cover.a"]);
});
