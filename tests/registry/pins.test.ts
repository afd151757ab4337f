/** PINs on a call: where they are asked for, where they go, what a wrong one costs. */

import { describe, expect, test } from "bun:test";
import { takePins, withPins } from "../../src/registry/pins.ts";
import { serve } from "../../src/registry/served.ts";
import { CATALOGUE } from "../../src/tools/catalogue.ts";
import { grantOf, openRoad } from "../road/road.ts";

const HALL = { entity_id: ["light.hall"] };
const ACCESS = { read: ["*"], actions: ["light.*", "lock.*"] };
const PIN = { id: "door", type: "pin", applies_to: "actions", params: { pin: "4711" } };
const CLOSED = { days: ["mon"], start_time: "00:00", end_time: "00:01", timezone: "UTC" };

describe("the schema", () => {
  test("pin and pins stand beside what the tool has, which stays as it is", () => {
    for (const tool of CATALOGUE.map(serve)) {
      const { inputSchema, ...rest } = tool;
      const { inputSchema: extended, ...others } = withPins(tool);
      expect(others).toEqual(rest);
      expect(extended).toEqual({
        ...inputSchema,
        properties: {
          ...(inputSchema["properties"] as object),
          pin: { type: "string" },
          pins: { type: "object", additionalProperties: { type: "string" } },
        },
      });
      expect(inputSchema["properties"]).not.toHaveProperty("pin");
    }
  });

  test("a tool without properties has these two", () => {
    const [tool] = CATALOGUE.map(serve);
    if (!tool) throw new Error("no tool");
    const { properties } = withPins({ ...tool, inputSchema: { type: "object" } }).inputSchema;
    expect(Object.keys(properties as object)).toEqual(["pin", "pins"]);
  });
});

describe("what is taken out of the arguments", () => {
  test.each<readonly [unknown, object, unknown]>([
    [{ a: 1 }, {}, { a: 1 }],
    [{ a: 1, pin: "4711" }, { pin: "4711" }, { a: 1 }],
    [{ pin: 4711 }, { pin: "4711" }, {}],
    [{ pin: ["4711"], pins: "4711" }, {}, {}],
    [{ pins: null }, {}, {}],
    [{ pins: { door: "1", gate: 2, bad: [3], none: null } }, { pins: { door: "1", gate: "2" } }, {}],
    [{ pin: "1", pins: { door: "2" } }, { pin: "1", pins: { door: "2" } }, {}],
    [undefined, {}, undefined],
    [null, {}, null],
    ["pin", {}, "pin"],
    [[{ pin: "1" }], {}, [{ pin: "1" }]],
  ])("%j", (args, pins, rest) => {
    expect(takePins(args)).toEqual({ pins, rest });
  });
});

describe("on the road", () => {
  test("without a PIN it is asked for; with the right one the call is sent, without it", async () => {
    const road = await openRoad(grantOf({ access: ACCESS, restrictions: [PIN] }));
    expect(await road.act("light.turn_on", HALL)).toMatchObject({
      code: "PERMISSION_DENIED",
      denial: "pin_required",
    });
    expect(await road.act("light.turn_on", HALL, { pin: "0000" })).toMatchObject({ denial: "invalid_pin" });
    expect(road.sent).toEqual([]);
    expect((await road.act("light.turn_on", HALL, { pin: 4711 })).code).toBe("ok");
    expect((await road.act("light.turn_on", HALL, { pins: { door: "4711" } })).code).toBe("ok");
    expect(await road.act("light.turn_on", HALL, { pin: "4711", pins: { door: "1" } })).toMatchObject({
      denial: "invalid_pin",
    });
    expect(road.sent).toHaveLength(2);
    expect(JSON.stringify(road.sent)).not.toContain("4711");
    // ids and digests hold any four digits now and then
    const told = road.events.map(({ call_id: _, args_hmac: __, ...event }) =>
      Object.entries(event).filter(([key]) => !key.endsWith("hash")),
    );
    expect(JSON.stringify(told)).not.toContain("4711");
  });

  test("a grant without one knows no such argument", async () => {
    const road = await openRoad(grantOf({ access: ACCESS }));
    const said = await road.act("light.turn_on", HALL, { pin: "4711" });
    expect(said.code).toBe("INPUT_INVALID");
    expect(said.text).toContain("unknown key pin");
    expect(road.sent).toEqual([]);
  });

  test("five wrong ones lock, also for the right one, and say for how long", async () => {
    const road = await openRoad(grantOf({ access: ACCESS, restrictions: [PIN] }));
    for (let times = 0; times < 5; times++)
      expect(await road.act("light.turn_on", HALL, { pin: "1" })).toMatchObject({ denial: "invalid_pin" });
    const said = await road.act("light.turn_on", HALL, { pin: "4711" });
    expect(said).toMatchObject({ denial: "pin_locked" });
    expect(said.text).toContain("Possible again in 900 s");
    expect(road.sent).toEqual([]);
  });

  test("a wrong one before a closed schedule is told, and counted", async () => {
    const hours = { id: "hours", type: "schedule", applies_to: "actions", params: CLOSED };
    const road = await openRoad(grantOf({ access: ACCESS, restrictions: [PIN, hours] }));
    for (let times = 0; times < 5; times++)
      expect(await road.act("light.turn_on", HALL, { pin: "1" })).toMatchObject({ denial: "invalid_pin" });
    expect(await road.act("light.turn_on", HALL, { pin: "4711" })).toMatchObject({ denial: "pin_locked" });
    // where the hours come first, nobody learns whether a PIN is right
    const late = await openRoad(grantOf({ access: ACCESS, restrictions: [hours, PIN] }));
    for (let times = 0; times < 6; times++)
      expect(await late.act("light.turn_on", HALL, { pin: "1" })).toMatchObject({
        denial: "outside_schedule",
      });
  });

  test("ids of what a PIN keeps stand in nobody's attributes", async () => {
    const locks = { ...PIN, applies_to: { entities: ["lock.*"] } };
    const road = await openRoad(grantOf({ access: { read: ["*"] }, restrictions: [locks] }));
    const group = { ids: ["group.downstairs"], detail: "full" };
    for (const [tool, args] of [
      ["ha_search", { query: "downstairs" }],
      ["ha_read", { ...group, ids: ["group.downstairs", "area:hall"] }],
      ["ha_overview", {}],
    ] as const) {
      const said = await road.call(tool, args);
      expect(said.code).toBe("ok");
      expect(said.text).not.toContain("lock.front");
    }
    expect(
      (await road.call("ha_read", { ...group, ids: [...group.ids, "area:hall"], pin: "4711" })).text,
    ).toContain("lock.front");
  });
});
