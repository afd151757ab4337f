/** The page of `ha_overview`: what is worth a word, what is counted, what is left out when there is too much. */

import { describe, expect, test } from "bun:test";
import { homeOf, type Thing } from "../road/home-of.ts";
import { grantOf, openRoad } from "../road/road.ts";

const ALL = grantOf({ access: { read: ["*"] } });
const PLACES = {
  areas: {
    hall: { name: "Hall", floor: "ground" },
    attic: { name: "Attic", floor: "top" },
    shed: { name: "Shed" },
  },
  floors: { top: { name: "Top", level: 2 }, ground: { name: "Ground", level: 0 } },
};

async function page(things: Readonly<Record<string, Thing>>, args: object = {}, grant = ALL) {
  const road = await openRoad(grant, { home: homeOf(things, PLACES) });
  const said = await road.call("ha_overview", args);
  return said.code === "ok" ? said.structured : said.code;
}

const hall = (thing: Thing): Thing => ({ area: "hall", ...thing });
const lines = (areas: readonly string[], floor = "Ground") => [{ floor, areas }];

describe("what is in no area", () => {
  const alone = (count: number): Record<string, Thing> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`sensor.s${at}`, { name: `S${at}`, state: "1" }]),
    );

  test("is named where it is little, else counted; in an area it is counted", async () => {
    const little = await page({ ...alone(2), "light.a": { name: "A", state: "on" }, "sensor.in": hall({}) });
    expect(little).toMatchObject({
      floors: [
        { floor: "Ground", areas: ["Hall: 1 entities"] },
        { areas: ["no area: lights on: A; else: S0, S1; 3 entities"] },
      ],
    });
    expect(await page(alone(9))).toMatchObject({ floors: [{ areas: ["no area: 9 entities"] }] });
  });

  test("can be asked for", async () => {
    const things = { ...alone(1), "light.a": hall({ state: "on" }) };
    expect(await page(things, { area: "no area" })).toEqual({
      entities: 1,
      floors: [{ areas: ["no area: else: S0; 1 entities"] }],
    });
  });
});

describe("what is going on", () => {
  test.each<readonly [string, Thing, string | undefined]>([
    ["light.a", { state: "on" }, "lights on: A"],
    ["light.a", { state: "off" }, undefined],
    ["switch.a", { state: "on" }, "switches on: A"],
    ["switch.a", { state: "off" }, undefined],
    ["input_boolean.a", { state: "on" }, "switches on: A"],
    ["cover.a", { state: "open" }, "open: A"],
    ["cover.a", { state: "opening" }, "open: A"],
    ["cover.a", { state: "closed" }, undefined],
    ["valve.a", { state: "open" }, "open: A"],
    ["lock.a", { state: "unlocked" }, "unlocked: A"],
    ["lock.a", { state: "open" }, "unlocked: A"],
    ["lock.a", { state: "locked" }, undefined],
    ["media_player.a", { state: "playing" }, "playing: A"],
    ["media_player.a", { state: "idle" }, undefined],
    ["fan.a", { state: "on" }, "running: A"],
    ["humidifier.a", { state: "on" }, "running: A"],
    ["siren.a", { state: "off" }, undefined],
    ["vacuum.a", { state: "cleaning" }, "running: A"],
    ["vacuum.a", { state: "docked" }, undefined],
    ["lawn_mower.a", { state: "mowing" }, "running: A"],
    ["binary_sensor.a", { state: "on", attributes: { device_class: "door" } }, "open: A"],
    ["binary_sensor.a", { state: "on", attributes: { device_class: "window" } }, "open: A"],
    ["binary_sensor.a", { state: "off", attributes: { device_class: "door" } }, undefined],
    ["binary_sensor.a", { state: "on", attributes: { device_class: "motion" } }, "motion: A"],
    ["binary_sensor.a", { state: "on", attributes: { device_class: "occupancy" } }, "motion: A"],
    ["binary_sensor.a", { state: "on" }, undefined],
    ["sun.a", { state: "above_horizon" }, undefined],
    ["light.a", { state: "on", hidden: true }, undefined],
    ["light.a", { state: "on", category: "config" }, undefined],
    ["climate.a", { state: "heat", attributes: { current_temperature: 21.26 } }, "21.3°"],
    ["climate.a", { state: "heat", attributes: { current_temperature: "21" } }, undefined],
    ["sensor.a", { state: "19.5", attributes: { device_class: "temperature" } }, "19.5°"],
    ["sensor.a", { state: "19.5", attributes: { device_class: "humidity" } }, undefined],
    ["sensor.a", { state: "unknown", attributes: { device_class: "temperature" } }, undefined],
    ["sensor.a", { state: "", attributes: { device_class: "temperature" } }, undefined],
    ["light.a", { state: "unavailable" }, "1 unavailable"],
  ])("%s %j", async (id, thing, said) => {
    expect(await page({ [id]: hall({ name: "A", ...thing }) })).toEqual({
      entities: 1,
      floors: lines([`Hall: ${said === undefined ? "" : `${said}; `}1 entities`]),
    });
  });

  test("temperatures are averaged, activities stand in one order", async () => {
    const degrees = (state: string) => hall({ state, attributes: { device_class: "temperature" } });
    const things = {
      "media_player.a": hall({ state: "playing", name: "M" }),
      "light.a": hall({ name: "L" }),
      "sensor.a": degrees("20"),
      "sensor.b": degrees("21.5"),
    };
    expect(await page(things)).toMatchObject({
      floors: lines(["Hall: 20.8°; lights on: L; playing: M; 4 entities"]),
    });
  });
});

describe("what is unusual", () => {
  const sensor = (device_class: string, state = "on") => ({ state, attributes: { device_class }, name: "S" });
  test.each<readonly [string, Thing, string | undefined]>([
    ["binary_sensor.a", sensor("smoke"), "S: smoke"],
    ["binary_sensor.a", sensor("carbon_monoxide"), "S: carbon monoxide"],
    ["binary_sensor.a", sensor("moisture"), "S: moisture"],
    ["binary_sensor.a", sensor("smoke", "off"), undefined],
    ["switch.a", sensor("smoke"), undefined],
    ["alarm_control_panel.a", { state: "armed_away", name: "S" }, "S: armed away"],
    ["alarm_control_panel.a", { state: "disarmed", name: "S" }, undefined],
    ["alarm_control_panel.a", { state: "unavailable", name: "S" }, undefined],
    ["lock.a", { state: "jammed", name: "S" }, "S: jammed"],
    ["lock.a", { state: "locked", name: "S" }, undefined],
    ["cover.a", { state: "jammed", name: "S" }, undefined],
    ["sensor.a", sensor("battery", "14"), "S: battery 14 %"],
    ["sensor.a", sensor("battery", "15"), undefined],
    ["sensor.a", sensor("battery", " "), undefined],
    ["sensor.a", sensor("battery", "unknown"), undefined],
    ["sensor.a", sensor("humidity", "3"), undefined],
    ["number.a", sensor("battery", "3"), undefined],
  ])("%s %j", async (id, thing, said) => {
    const { unusual } = (await page({ [id]: hall(thing) })) as { unusual?: readonly string[] };
    expect(unusual).toEqual(said === undefined ? undefined : [said]);
  });
});

describe("areas and floors", () => {
  const things = {
    "light.h": hall({ name: "H" }),
    "light.t": { area: "attic", name: "T" },
    "light.s": { area: "shed", name: "S" },
    "light.n": { name: "N" },
  };

  test("floors from below, what has none at the end", async () => {
    expect(await page(things)).toEqual({
      entities: 4,
      floors: [
        { floor: "Ground", areas: ["Hall: lights on: H; 1 entities"] },
        { floor: "Top", areas: ["Attic: lights on: T; 1 entities"] },
        { areas: ["Shed: lights on: S; 1 entities", "no area: lights on: N; 1 entities"] },
      ],
    });
  });

  test.each([
    [{ area: "hall" }, 1, "Hall: lights on: H; 1 entities"],
    [{ area: "Attic" }, 1, "Attic: lights on: T; 1 entities"],
    [{ floor: "top" }, 1, "Attic: lights on: T; 1 entities"],
    [{ area: "hall", floor: "top" }, 1, "Hall: lights on: H; 1 entities"],
  ])("%j alone", async (args, entities, line) => {
    const answer = (await page(things, args)) as { floors: readonly { areas: readonly string[] }[] };
    expect(answer).toMatchObject({ entities });
    expect(answer.floors.flatMap(({ areas }) => areas)).toEqual([line]);
  });

  test("what is hidden is neither counted nor named, and its area is none", async () => {
    const some = grantOf({ access: { read: ["light.h"] } });
    expect(await page(things, {}, some)).toEqual({
      entities: 1,
      floors: lines(["Hall: lights on: H; 1 entities"]),
    });
    expect(await page(things, { area: "attic" }, some)).toBe("NOT_FOUND");
    expect(await page(things, { area: "nowhere" }, some)).toBe("NOT_FOUND");
  });
});

describe("a home too large for a page", () => {
  const many = (count: number, areas: number) => {
    const things: Record<string, Thing> = {};
    for (let at = 0; at < count; at++)
      things[`light.l${at}`] = {
        area: `a${at % areas}`,
        name: `Lamp ${at}`,
        state: at % 3 === 0 ? "off" : "on",
      };
    const named = Array.from({ length: areas }, (_, at) => [`a${at}`, { name: `Area ${at}` }] as const);
    return homeOf(things, { areas: Object.fromEntries(named) });
  };
  const drawn = async (count: number, areas: number) => {
    const road = await openRoad(ALL, { home: many(count, areas) });
    const { structured } = await road.call("ha_overview", {});
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(2_300);
    return structured as { entities: number; floors: readonly { areas: readonly string[] }[]; more?: string };
  };

  test("first fewer names, then counts, and what is left out is said", async () => {
    const few = await drawn(8, 1);
    expect(few.floors[0]?.areas).toEqual([
      "Area 0: lights on: Lamp 1, Lamp 2, Lamp 4, Lamp 5, Lamp 7; 8 entities",
    ]);
    expect(few.more).toBeUndefined();
    const six = await drawn(12, 1);
    expect(six.floors[0]?.areas[0]).toContain("Lamp 8, 2 more; 12 entities");
    const counted = await drawn(400, 20);
    expect(counted.entities).toBe(400);
    expect(counted.floors[0]?.areas).toHaveLength(20);
    const none = await drawn(2_000, 50);
    expect(none.floors[0]?.areas[0]).toMatch(/^Area \d+: \d+ lights on; 40 entities$/);
    expect(none.more).toBe("names with area or floor given");
    const tight = await drawn(2_000, 200);
    expect(tight.entities).toBe(2_000);
    expect(tight.floors[0]?.areas).toHaveLength(25);
    expect(tight.more).toBe("175 more areas; names with area or floor given");
  });
});
