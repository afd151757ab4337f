import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { editDistance } from "../../src/core/nearest.ts";
import { createVocabulary } from "../../src/search/words/vocabulary.ts";
import { randomRuns } from "../seed.ts";
import { searchIn, things, USUAL } from "./small-home.ts";

const RUNS = randomRuns("SEARCH_SEED", 100);

describe("edit distance", () => {
  test.each([
    ["light", "light", 0],
    ["light", "ligth", 1],
    ["kitchen", "kichen", 1],
    ["kitchen", "kicthn", 2],
    ["a", "abcd", 3],
    ["", "ab", 2],
  ])("%s to %s is %d", (a, b, faults) => {
    expect(editDistance(a, b, 3)).toBe(faults);
    expect(editDistance(b, a, 3)).toBe(faults);
  });

  test("never above one more than the most", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(3), (a, b, most) => {
        const faults = editDistance(a, b, most);
        expect(faults).toBeLessThanOrEqual(most + 1);
        expect(faults === 0).toBe(a === b);
      }),
      RUNS,
    );
  });
});

describe("near words", () => {
  const vocabulary = createVocabulary();
  for (const word of ["kitchen", "living", "room", "fan", "lamp", "00012", "bedroom"])
    vocabulary.intern(word);
  const near = (word: string) => vocabulary.near(word).map(({ term }) => vocabulary.text(term));

  test.each<readonly [string, readonly string[]]>([
    ["kichen", ["kitchen"]],
    ["ktichen", ["kitchen"]],
    ["livin", ["living"]],
    ["rom", ["room"]],
    ["fna", ["fan"]],
    ["can", []],
    ["00013", []],
    ["bdroom", ["bedroom"]],
    ["zitchen", ["kitchen"]],
    ["tamp", []],
  ])("%s", (word, meant) => {
    expect(near(word)).toEqual([...meant]);
  });

  test("beginnings", () => {
    expect(vocabulary.beginningWith("bed").map(vocabulary.text)).toEqual(["bedroom"]);
    expect(vocabulary.beginningWith("be")).toEqual([]);
    expect(vocabulary.beginningWith("000").map(vocabulary.text)).toEqual(["00012"]);
  });
});

describe("misspelt queries", () => {
  test.each([
    ["kichen ligths", "light.kitchen_ceiling"],
    ["livin rom lamp", "light.living_lamp"],
    ["livingroom lamp", "light.living_lamp"],
    ["termostat", "climate.living"],
    ["bedrom humidty", "sensor.bed_humidity"],
    ["bed room light", "light.bed"],
    ["couter lamp", "light.kitchen_counter"],
  ])("%s finds %s", async (text, id) => {
    const home = await searchIn(USUAL);
    expect(home.find(text)[0]).toBe(id);
    expect(home.ask(text).match).toBe("close");
  });
});

test("a word of six letters with two faults is another word: Tibber is no timer", async () => {
  const home = await searchIn({
    entities: [
      { id: "timer.a", name: "Timer" },
      { id: "light.b", name: "Lamp" },
    ],
  });
  expect(home.ask("start Tibber").match).toBe("none");
  expect(home.ask("start timr").hits.map(({ id }) => id)).toEqual(["timer.a"]);
});

test("a short word beside one that nobody knows has no fault", async () => {
  const { ask, find } = await searchIn({
    areas: { den: "Den" },
    entities: things(`
      light.strip Strip @den
      fan.den Blower @den
    `),
  });
  expect(ask("extension lead").match).toBe("none");
  expect(find("turn on the fna")[0]).toBe("fan.den");
  expect(find("led")[0]).toBe("light.strip");
});
