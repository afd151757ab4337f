import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createSearchIndex } from "../../src/search/search-index.ts";
import { randomRuns } from "../seed.ts";
import {
  type EntitySpec,
  type HomeSpec,
  placeOf,
  registriesOf,
  searchIn,
  stateOf,
  USUAL,
} from "./small-home.ts";

const RUNS = randomRuns("SEARCH_SEED", 20);

const QUERIES = [
  "kitchen light",
  "lamp",
  "lmap upstairs",
  "office",
  "bedroom 2",
  "turn on the light",
  "temperature",
  "motion in the hall",
  "kitchen",
  "",
];

const words = fc.constantFrom(
  "Kitchen",
  "Light",
  "Lamp",
  "Office",
  "Bedroom",
  "2",
  "Küche",
  "Motion",
  "Smart",
  "Hall",
);
const name = fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" "));
const objectId = fc.constantFrom("a", "b", "kitchen_light", "d", "e", "f", "g");
const entity: fc.Arbitrary<EntitySpec> = fc.record({
  id: fc.tuple(fc.constantFrom("light", "sensor", "switch"), objectId).map((parts) => parts.join(".")),
  name,
  area: fc.constantFrom("one", "two", "three"),
  device: fc.constantFrom("first", "second"),
  deviceClass: fc.constantFrom("temperature", "motion"),
  hidden: fc.boolean(),
});
const registries = fc.record({
  areas: fc.dictionary(fc.constantFrom("one", "two", "three"), name),
  devices: fc.dictionary(
    fc.constantFrom("first", "second"),
    fc.tuple(name, fc.constantFrom("one", "two")) as fc.Arbitrary<readonly [string, string]>,
  ),
});
const step = fc.oneof(
  fc.record({ put: entity }),
  fc.record({ remove: entity }),
  fc.record({ registries, entities: fc.uniqueArray(entity, { selector: ({ id }) => id }) }),
);

describe("an index kept current", () => {
  test("answers as one built anew", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const place = placeOf(USUAL);
        const index = createSearchIndex(place);
        await index.build();
        for (const each of steps) {
          if ("put" in each) {
            const before = place.states.get(each.put.id);
            const now = stateOf(each.put);
            place.states.set(each.put.id, now);
            index.stateChanged(each.put.id, now, before);
          } else if ("remove" in each) {
            const before = place.states.get(each.remove.id);
            place.states.delete(each.remove.id);
            index.stateChanged(each.remove.id, undefined, before);
          } else {
            const spec: HomeSpec = { ...USUAL, ...each.registries, entities: each.entities };
            place.registries = registriesOf(spec);
            await index.registriesChanged();
          }
        }
        // an entity that was put before the registries knew it is told of with them
        await index.registriesChanged();
        const fresh = createSearchIndex(place);
        await fresh.build();
        for (const text of QUERIES) {
          for (const kind of [["entity"], ["area", "device"]] as const) {
            const query = { text, limit: 50, kind };
            expect(index.search(query, () => true, 0)).toEqual(fresh.search(query, () => true, 0));
          }
        }
      }),
      RUNS,
    );
  });

  test("a plain change of state touches nothing", async () => {
    const { index, place, find } = await searchIn(USUAL);
    const before = place.states.get("light.bed");
    if (!before) throw new Error("light.bed is missing");
    // the map is changed behind the index's back: had it looked, the entity would be gone
    place.states.delete("light.bed");
    index.stateChanged("light.bed", { ...before, state: "off" }, before);
    expect(find("bedroom light")).toContain("light.bed");
  });

  test("an entity that comes, is renamed or goes", async () => {
    const { index, place, find } = await searchIn(USUAL);
    const put = (spec: EntitySpec) => {
      const before = place.states.get(spec.id);
      const now = stateOf(spec);
      place.states.set(spec.id, now);
      index.stateChanged(spec.id, now, before);
    };
    put({ id: "fan.new", name: "Ventilator" });
    expect(find("ventilator")).toEqual(["fan.new"]);
    put({ id: "fan.new", name: "Breeze" });
    expect(find("breeze")).toEqual(["fan.new"]);
    expect(find("whirlwind")).toEqual([]);
    const before = place.states.get("fan.new");
    place.states.delete("fan.new");
    index.stateChanged("fan.new", undefined, before);
    expect(find("breeze")).toEqual([]);
  });

  test("an area that is renamed takes its entities along", async () => {
    const { index, place, find } = await searchIn(USUAL);
    place.registries = registriesOf({ ...USUAL, areas: { ...USUAL.areas, kitchen: "Galley" } });
    await index.registriesChanged();
    expect(find("counter lamp in the galley")[0]).toBe("light.kitchen_counter");
    expect(find("galley")[0]).toBe("area:kitchen");
  });

  test("calls during a round are answered by the next", async () => {
    const { index, place, find } = await searchIn(USUAL);
    const first = index.registriesChanged();
    place.registries = registriesOf({ ...USUAL, areas: { ...USUAL.areas, bed: "Chamber" } });
    await Promise.all([first, index.registriesChanged(), index.registriesChanged(), index.build()]);
    expect(find("chamber")[0]).toBe("area:bed");
  });
});
