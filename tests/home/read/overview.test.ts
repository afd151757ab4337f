/** The page of a home: what stands in the line of an area, in which order, and what goes when there is too much. */

import { describe, expect, test } from "bun:test";
import { areasWithin, drawOverview } from "../../../src/home/read/overview.ts";
import type { Sight } from "../../../src/home/see/sight.ts";
import { homeOf, type Places, type Thing } from "../../road/home-of.ts";

const HOUSE: Places = {
  areas: {
    hall: { name: "Hall", floor: "ground" },
    bath: { name: "Bath", floor: "top" },
    shed: { name: "Shed", floor: "odd" },
    yard: { name: "Yard" },
  },
  floors: {
    top: { name: "Top", level: 1 },
    ground: { name: "Ground", level: 0 },
    odd: { name: "Odd" },
  },
};

function sightOf(ids: readonly string[]): Sight {
  return {
    sees: (id) => ids.includes(id),
    hides: () => false,
    attributes: ({ attributes }) => attributes,
    ids: () => ids,
    all: true,
  };
}

function draw(things: Readonly<Record<string, Thing>>, areas?: readonly string[], house: Places = HOUSE) {
  const { place } = homeOf(things, house);
  return drawOverview(place, sightOf(Object.keys(things)), { areas: areas && new Set(areas) });
}

const line = (things: Readonly<Record<string, Thing>>) => draw(things).floors[0]?.areas[0];
const hall = (thing: Thing = {}): Thing => ({ area: "hall", state: "off", ...thing });
const degrees = (state: string) => hall({ state, attributes: { device_class: "temperature" } });

describe("the line of an area", () => {
  test.each<readonly [Readonly<Record<string, Thing>>, string]>([
    [{ "light.a": hall() }, "Hall: 1 entities"],
    [
      { "light.a": hall({ state: "on", name: "Lamp" }), "light.b": hall() },
      "Hall: lights on: Lamp; 2 entities",
    ],
    [
      { "light.a": hall({ state: "unavailable" }), "light.b": hall({ state: "unknown" }) },
      "Hall: 1 unavailable; 2 entities",
    ],
    [{ "sensor.a": degrees("20"), "sensor.b": degrees("21.5") }, "Hall: 20.8°; 2 entities"],
    [{ "sensor.a": degrees("-1.04") }, "Hall: -1°; 1 entities"],
    [{ "sensor.a": degrees("0") }, "Hall: 0°; 1 entities"],
    [
      { "sensor.a": degrees("unknown"), "sensor.b": degrees(""), "sensor.c": degrees(" ") },
      "Hall: 3 entities",
    ],
    [{ "sensor.a": degrees("Infinity") }, "Hall: 1 entities"],
    [{ "sensor.a": hall({ state: "20" }) }, "Hall: 1 entities"],
    [{ "number.a": degrees("20") }, "Hall: 1 entities"],
    [{ "climate.a": hall({ attributes: { current_temperature: 19 } }) }, "Hall: 19°; 1 entities"],
    [{ "climate.a": hall({ attributes: { current_temperature: "19" } }) }, "Hall: 1 entities"],
    [{ "climate.a": hall({ state: "20", attributes: { device_class: "temperature" } }) }, "Hall: 1 entities"],
    // settings and what is hidden are counted, and nothing is said of them
    [
      {
        "light.a": hall({ state: "on", hidden: true }),
        "light.b": hall({ state: "on", category: "config" }),
        "sensor.c": { ...degrees("30"), category: "diagnostic" },
        "light.d": hall({ state: "unavailable", hidden: true }),
      },
      "Hall: 1 unavailable; 4 entities",
    ],
  ])("%j: %s", (things, said) => {
    expect(line(things)).toBe(said);
  });

  test("names up to six of a kind, then a number; kinds in their order", () => {
    const lights = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`light.l${at}`, hall({ state: "on", name: `L${at}` })]),
      );
    expect(line({ "lock.a": hall({ state: "unlocked", name: "Door" }), ...lights(6) })).toBe(
      "Hall: lights on: L0, L1, L2, L3, L4, L5; unlocked: Door; 7 entities",
    );
    expect(line(lights(7))).toBe("Hall: lights on: L0, L1, L2, L3, L4, L5, 1 more; 7 entities");
  });
});

describe("the page", () => {
  const THINGS = {
    "light.yard": { area: "yard" },
    "light.shed": { area: "shed" },
    "light.bath": { area: "bath" },
    "light.hall": { area: "hall" },
    "light.lost": {},
  };

  test("has the floors from below, then those of no level, then what is on no floor", () => {
    expect(
      draw(THINGS).floors.map(({ floor, areas }) => [floor, areas.map((text) => text.split(":")[0])]),
    ).toEqual([
      ["Ground", ["Hall"]],
      ["Top", ["Bath"]],
      ["Odd", ["Shed"]],
      [undefined, ["Yard", "no area"]],
    ] as never);
    expect(draw(THINGS).entities).toBe(5);
    expect(draw(THINGS)).not.toContainAnyKeys(["unusual", "more"]);
  });

  test("a group is told of by its members, where these are told of", () => {
    const group = { state: "on", name: "All", attributes: { entity_id: ["light.a", "light.b"] } };
    const lamps = {
      "light.a": hall({ state: "on", name: "A" }),
      "light.b": { area: "yard", state: "on", name: "B" },
    };
    const lines = (areas?: readonly string[]) =>
      draw({ ...lamps, "light.all": hall(group) }, areas).floors.flatMap(({ areas: all }) => all);
    expect(lines()).toEqual(["Hall: lights on: A; 2 entities", "Yard: lights on: B; 1 entities"]);
    // its members are nowhere in the line of its area
    const elsewhere = hall({ ...group, attributes: { entity_id: ["light.b"] } });
    for (const areas of [["hall"], ["hall", "yard"], undefined])
      expect(draw({ ...lamps, "light.all": elsewhere }, areas).floors[0]?.areas).toEqual([
        "Hall: lights on: A, All; 2 entities",
      ]);
    // one that has none
    expect(draw({ ...lamps, "light.all": { ...group } }).floors.flatMap(({ areas }) => areas)).toEqual([
      "Hall: lights on: A; 1 entities",
      "Yard: lights on: B; 1 entities",
      "no area: 1 entities",
    ]);
    expect(draw({ "light.all": hall(group) }).floors[0]?.areas).toEqual(["Hall: lights on: All; 1 entities"]);
  });

  test("keeps to the areas that were asked for", () => {
    expect(draw(THINGS, ["hall"])).toMatchObject({ entities: 1, floors: [{ floor: "Ground" }] });
    expect(draw(THINGS, [])).toMatchObject({ entities: 0, floors: [] });
  });

  test("has no line for what may not be seen or has no state", () => {
    const { place } = homeOf(THINGS, HOUSE);
    const page = drawOverview(place, sightOf(["light.hall", "light.gone"]), { areas: undefined });
    expect(page).toMatchObject({ entities: 1, floors: [{ floor: "Ground" }] });
    expect(page.floors).toHaveLength(1);
  });

  test("says what is out of order by name, twelve at most", () => {
    const smoke = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => [
          `binary_sensor.s${at}`,
          hall({ state: "on", name: `S${at}`, attributes: { device_class: "smoke" } }),
        ]),
      );
    expect(draw(smoke(1)).unusual).toEqual(["S0: smoke"]);
    expect(draw(smoke(12)).unusual).toHaveLength(12);
    expect(draw(smoke(13)).unusual?.slice(-2)).toEqual(["S11: smoke", "1 more"]);
  });

  test("of a large home: first fewer names, then none, then the busiest areas alone; what is left out is said", () => {
    const large = (areas: number, lights: number) => {
      const ids = Array.from({ length: areas }, (_, at) => `a${at}`);
      const house: Places = { areas: Object.fromEntries(ids.map((id) => [id, { name: `Area ${id}` }])) };
      const things = ids.flatMap((area, at) =>
        Array.from({ length: lights }, (_, n): [string, Thing] => [
          `light.${area}_${n}`,
          { area, state: n <= at ? "on" : "off", name: `Lamp ${n} of ${area}` },
        ]),
      );
      return draw(Object.fromEntries(things), undefined, house);
    };
    const some = large(28, 5);
    expect(JSON.stringify(some).length).toBeLessThanOrEqual(2_300);
    expect(some.floors[0]?.areas).toHaveLength(28);
    expect(some.floors[0]?.areas.at(-1)).toBe(
      "Area a27: lights on: Lamp 0 of a27, Lamp 1 of a27, 3 more; 5 entities",
    );
    expect(some).not.toContainKey("more");
    const many = large(48, 4);
    expect(JSON.stringify(many).length).toBeLessThanOrEqual(2_300);
    expect(many.floors[0]?.areas).toHaveLength(48);
    expect(many.floors[0]?.areas.at(-1)).toBe("Area a47: 4 lights on; 4 entities");
    expect(many.more).toBe("names with area or floor given");
    const most = large(100, 3);
    expect(most.floors[0]?.areas).toHaveLength(25);
    // the first two have fewer lights on than all others
    expect(most.floors[0]?.areas.some((text) => /Area a[01]:/.test(text))).toBe(false);
    expect(most.more).toBe("75 more areas; names with area or floor given");
    expect(most.entities).toBe(300);
  });
});

describe("areas that are asked for", () => {
  const { place } = homeOf({ "light.a": hall(), "light.b": { area: "bath" } }, HOUSE);
  const sight = sightOf(["light.a", "light.b"]);
  const areas = async (within: object) => {
    const found = await areasWithin(within, { ...place, aliasesLoaded: async () => undefined }, sight);
    return found && [...found];
  };

  test("by area, by floor, by both, by none", async () => {
    expect(await areas({})).toBeUndefined();
    for (const area of ["hall", "Hall", "area:hall", "HALL"]) expect(await areas({ area })).toEqual(["hall"]);
    for (const floor of ["ground", "Ground", "floor:ground"])
      expect(await areas({ floor })).toEqual(["hall"]);
    expect(await areas({ area: "no area" })).toEqual([""]);
    expect(await areas({ area: "bath", floor: "ground" })).toEqual(["bath"]);
  });

  test.each([{ area: "ground" }, { floor: "hall" }, { area: "attic" }, { area: "light.a" }])(
    "%j is not there",
    async (within) => {
      expect(areas(within)).rejects.toThrow(/^There is no (area|floor) .*\.$/);
    },
  );
});
