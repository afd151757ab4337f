import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { randomRuns } from "../seed.ts";
import { type HomeSpec, searchIn, USUAL } from "./small-home.ts";

const RUNS = randomRuns("SEARCH_SEED", 20);

const QUERIES = [
  "kitchen light",
  "kichen lamp",
  "oven",
  "front door",
  "telly",
  "work area light",
  "bed light",
  "bedroom 2 lamp",
  "play something in the lounge",
  "siemens",
  "fan",
  "heating",
  "blnd",
  "evening",
  "",
];

const CLASSED: HomeSpec = {
  ...USUAL,
  entities: [
    ...USUAL.entities,
    { id: "cover.a", name: "Ramp", deviceClass: "garage", area: "kitchen" },
    { id: "cover.b", name: "Front", deviceClass: "door" },
    { id: "binary_sensor.c", name: "Front door", deviceClass: "door", area: "kitchen" },
    { id: "binary_sensor.d", name: "Hall", deviceClass: "motion" },
    { id: "sensor.e", name: "Attic", deviceClass: "temperature" },
  ],
};

/** The home as it would be without the hidden entities, and without what is named by them alone. */
function without(spec: HomeSpec, hidden: ReadonlySet<string>): HomeSpec {
  return { ...spec, entities: spec.entities.filter(({ id }) => !hidden.has(id)) };
}

describe("what the caller may not see", () => {
  test("counts as absent: the answer is that of a home without it", async () => {
    const whole = await searchIn(USUAL);
    const subset = fc.subarray(USUAL.entities.map(({ id }) => id));
    await fc.assert(
      fc.asyncProperty(subset, async (ids) => {
        const hidden = new Set(ids);
        const rest = await searchIn(without(USUAL, hidden));
        for (const text of QUERIES) {
          for (const kind of [undefined, ["entity"], ["area", "floor", "device", "label"]] as const) {
            const query = { text, ...(kind && { kind }) };
            const answer = rest.ask(query);
            expect(whole.ask(query, (id) => !hidden.has(id))).toEqual(answer);
            // nothing is found, or something is
            expect([query, answer.hits.length > 0]).toEqual([query, answer.match !== "none"]);
          }
        }
      }),
      RUNS,
    );
  });

  test("a class that is kept back finds nothing: the answer is that of a home where nobody gave it", async () => {
    const whole = await searchIn(CLASSED);
    const classed = fc.subarray(CLASSED.entities.map(({ id }) => id));
    const texts = [
      ...QUERIES,
      "motion",
      "door",
      "garage door",
      "temperature",
      "garag",
      "is a door open",
      "telly 2",
    ];
    await fc.assert(
      fc.asyncProperty(classed, async (ids) => {
        const kept = new Set(ids);
        const hidesClass = (id: string) => kept.has(id);
        const bare = await searchIn({
          ...CLASSED,
          entities: CLASSED.entities.map(({ deviceClass, ...entity }) =>
            kept.has(entity.id) || deviceClass === undefined ? entity : { ...entity, deviceClass },
          ),
        });
        for (const query of [
          ...texts.map((text) => ({ text })),
          ...texts.map((text) => ({ text, device_class: ["door"] })),
          ...["door", "garage", "motion"].map((each) => ({ device_class: [each] })),
          { device_class: ["door"], kind: ["area", "device"] as const },
        ])
          expect(whole.ask({ ...query, hidesClass })).toEqual(bare.ask(query));
      }),
      RUNS,
    );
  });

  test("never makes the shown ones more or fewer in a large home", async () => {
    const spec: HomeSpec = {
      areas: { a: "Attic" },
      entities: Array.from({ length: 900 }, (_, at) => ({
        id: `light.l${at}`,
        name: `Lamp ${at % 7}`,
        ...(at % 2 === 0 && { area: "a" }),
      })),
    };
    const isHidden = (id: string) => Number(id.slice(7)) % 3 === 0;
    const whole = await searchIn(spec);
    const rest = await searchIn(without(spec, new Set(spec.entities.map(({ id }) => id).filter(isHidden))));
    for (const text of ["lamp", "attic lamp", "lamp 3", "lmap 4", "attic", "turn on the lamp"])
      expect(whole.ask(text, (id) => !isHidden(id))).toEqual(rest.ask(text));
  });

  test("an entity id that may not be seen is no answer", async () => {
    const home = await searchIn(USUAL);
    expect(home.find("lock.door", (id) => id !== "lock.door")).not.toContain("lock.door");
  });

  test("an area is shown when something in it is, or nothing is hidden", async () => {
    const home = await searchIn({ ...USUAL, areas: { ...USUAL.areas, attic: "Attic" } });
    expect(home.find("kitchen", (id) => id === "light.bed")).toEqual([]);
    expect(home.find("kitchen", (id) => id === "switch.oven")).toContain("area:kitchen");
    expect(home.find("attic")).toEqual([]);
    expect(home.find({ text: "attic", seesAll: true })).toEqual(["area:attic"]);
  });
});
