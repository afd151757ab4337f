/** Lists of the registries, entry by entry: what stands for what is not said, what is no value, and turns in between. */

import { expect, test } from "bun:test";
import {
  areasFrom,
  devicesFrom,
  entitiesFrom,
  floorsFrom,
  labelsFrom,
} from "../../../src/hass/live/registry-lists.ts";

const ODD_IDS = [undefined, null, "", 5, {}, ["a"]];

test("an entry without an id is left out, the others stay", async () => {
  for (const odd of ODD_IDS) {
    const ids = (key: string) => [{ [key]: odd, name: "Odd" }, { [key]: "good", name: "Good" }, null, "x"];
    expect([...floorsFrom(ids("floor_id")).keys()]).toEqual(["good"]);
    expect([...areasFrom(ids("area_id")).keys()]).toEqual(["good"]);
    expect([...labelsFrom(ids("label_id")).labels.keys()]).toEqual(["good"]);
    expect([...(await devicesFrom(ids("id"))).keys()]).toEqual(["good"]);
  }
  for (const ei of [...ODD_IDS, "light", "light.", ".a", "light.a b"]) {
    const { entities, strayEntries } = await entitiesFrom([{ ei }, { ei: "light.a" }], {});
    expect([ei, [...entities.keys()], strayEntries]).toEqual([ei, ["light.a"], true] as never);
  }
  expect(await entitiesFrom([{ ei: "light.a" }], {})).toMatchObject({ strayEntries: false });
});

test("labels without an id are told of, one without a name goes by its id", () => {
  expect(labelsFrom([{ label_id: "a", name: "A" }])).toEqual({
    labels: new Map([["a", { id: "a", name: "A" }]]),
    strayLabels: false,
  });
  expect(labelsFrom([{ label_id: "a", name: null }]).labels.get("a")).toEqual({
    id: "a",
    name: "a",
    doubtful: true,
  });
  for (const odd of [null, "a", {}, { label_id: "" }])
    expect([odd, labelsFrom([odd]).strayLabels]).toEqual([odd, true] as never);
});

test("a place without a name goes by its id, a device without one has none", async () => {
  expect(floorsFrom([{ floor_id: "up", name: null, level: "1" }]).get("up")).toEqual({
    id: "up",
    name: "up",
    aliases: [],
    level: undefined,
  });
  expect(areasFrom([{ area_id: "bed", temperature_entity_id: "sensor.t" }]).get("bed")).toEqual({
    id: "bed",
    name: "bed",
    aliases: [],
    floorId: undefined,
    temperatureEntityId: "sensor.t",
    labels: [],
  });
  expect((await devicesFrom([{ id: "d" }])).get("d")).toMatchObject({ name: "", areaId: undefined });
  const named = await devicesFrom([
    { id: "a", name: "Made", name_by_user: "Mine" },
    { id: "b", name: "Made", name_by_user: null },
  ]);
  expect([...named.values()].map(({ name }) => name)).toEqual(["Mine", "Made"]);
});

test("digits behind the point are those of a number: whole, not negative, ten at most", async () => {
  for (const [dp, precision] of [
    [0, 0],
    [2, 2],
    [10, 10],
    [11, undefined],
    [-1, undefined],
    [1.5, undefined],
    ["2", undefined],
    [null, undefined],
  ]) {
    const { entities } = await entitiesFrom([{ ei: "sensor.a", dp }], {});
    expect([dp, entities.get("sensor.a")?.precision]).toEqual([dp, precision] as never);
  }
});

test("a category is one of the two that set apart, by its number in the list's own table", async () => {
  const categories = { "0": "config", "1": "diagnostic", "2": "system", config: "config" };
  for (const [ec, category] of [
    [0, "config"],
    ["0", "config"],
    [1, "diagnostic"],
    [2, undefined],
    [3, undefined],
    [null, undefined],
    [["0"], undefined],
    [true, undefined],
  ]) {
    const { entities } = await entitiesFrom([{ ei: "sensor.a", ec }], categories);
    expect([ec, entities.get("sensor.a")?.category]).toEqual([ec, category] as never);
  }
});

test("hidden is what is said to be; its own name is there or not", async () => {
  const { entities } = await entitiesFrom(
    [
      { ei: "light.a", hb: true, en: "Left" },
      { ei: "light.b", hb: "user" },
      { ei: "light.c", en: "" },
    ],
    {},
  );
  expect([...entities.values()].map(({ hidden, ownName }) => [hidden, ownName])).toEqual([
    [true, "Left"],
    [false, undefined],
    [false, ""],
  ]);
  expect(entities.get("light.b")).not.toContainKey("ownName");
});

test("only what is there and of another kind is in doubt", async () => {
  const doubtful = async (more: object) =>
    (await entitiesFrom([{ ei: "light.a", ...more }], {})).entities.get("light.a")?.doubtful;
  for (const fine of [{}, { ai: null, di: null, lb: null, pl: null }, { ai: "bed", lb: [], pl: "hue" }])
    expect(await doubtful(fine)).toBeUndefined();
  for (const odd of [{ ai: 5 }, { di: "" }, { lb: "l" }, { lb: ["l", 5] }, { pl: {} }])
    expect([odd, await doubtful(odd)]).toEqual([odd, true] as never);
});

test("long lists are read in turns of the event loop, 2,000 at a time", async () => {
  const turned = async (read: () => Promise<unknown>) => {
    let other = false;
    setImmediate(() => {
      other = true;
    });
    await read();
    const seen = other;
    await new Promise((resolve) => setImmediate(resolve));
    return seen;
  };
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ ei: `light.l${at}`, id: `d${at}` }));
  for (const [count, seen] of [
    [1_999, false],
    [2_000, true],
  ] as const) {
    expect([count, await turned(() => entitiesFrom(many(count), {}))]).toEqual([count, seen]);
    expect([count, await turned(() => devicesFrom(many(count)))]).toEqual([count, seen]);
  }
});
