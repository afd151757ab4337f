/** What may be asked of the past, what Home Assistant is asked for it, and how states are told. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { homeOf } from "../../road/home-of.ts";
import { grantOf, openRoad } from "../../road/road.ts";
import { asked, at, type Message, OPEN, states, statistics, THINGS } from "./past-asked.ts";

describe("a question", () => {
  test("with a period is about statistics, and about nothing else", async () => {
    const { messages } = await asked({ period: "hour" }, statistics([]));
    expect(messages).toMatchObject([{ type: "recorder/statistics_during_period", period: "hour" }]);
    for (const kind of ["states", "logbook"]) {
      const { said } = await asked({ period: "hour", kind });
      expect([said.code, said.text]).toEqual(["INPUT_INVALID", expect.stringContaining(`not for ${kind}`)]);
    }
  });

  test("about states is for 31 days at most, about others longer", async () => {
    expect((await asked({ start: "31d" }, states([]))).said.code).toBe("ok");
    expect((await asked({ start: "32d" }, states([]))).said.code).toBe("INPUT_INVALID");
    expect((await asked({ start: "32d", kind: "statistics" }, statistics([]))).said.code).toBe("ok");
  });

  test("that needs a capability says which", async () => {
    const closed = { access: OPEN.access };
    const text = async (kind: string) => (await asked({ kind }, {}, closed)).said.text;
    expect(await text("logbook")).toMatch(/^PERMISSION_DENIED: Reading the logbook/);
    expect(await text("statistics")).toMatch(/^PERMISSION_DENIED: Reading statistics/);
  });

  test("names what is not there beside what is, with the nearest, and nothing where all is there", async () => {
    const { said } = await asked({ ids: ["sensor.t", "sensor.tt"] }, states([]));
    expect(said.structured["not_found"]).toEqual(["sensor.tt"]);
    expect(said.structured["nearest"]).toEqual(expect.arrayContaining([expect.stringContaining("sensor.t")]));
    expect((await asked({}, states([]))).said.structured).not.toContainAnyKeys(["not_found", "nearest"]);
  });

  test("to a home without a recorder says that; one that fails is a failure", async () => {
    const failing = (code: string) => () => {
      throw new Failure("HASS_REJECTED", "no", { cause: new HassError(code, code) });
    };
    const of = async (code: string) =>
      (await asked({}, { "history/history_during_period": failing(code) })).said.text;
    expect(await of("unknown_command")).toContain("keeps no history here");
    expect(await of("unknown_error")).not.toContain("keeps no history here");
  });

  test("asks for attributes of what has settings, and of nothing else", async () => {
    const { messages } = await asked({ ids: ["sensor.t", "light.l"] }, states([]));
    expect(
      messages.map(({ entity_ids, minimal_response, no_attributes }) => [
        entity_ids,
        minimal_response,
        no_attributes,
      ]),
    ).toEqual([
      [["light.l"], false, false],
      [["sensor.t"], true, true],
    ]);
    expect((await asked({}, states([]))).messages).toHaveLength(1);
  });
});

describe("states", () => {
  test("have name and unit where the entity may be read, else neither", async () => {
    const rows = states([{ s: "20", lu: at(24) }]);
    expect((await asked({}, rows)).row).toMatchObject({ id: "sensor.t", name: "Outside", unit: "°C" });
    const past = { access: { read: ["light.l"], history: ["sensor.t"] } };
    const { row } = await asked({}, rows, past);
    expect(row["id"]).toBe("sensor.t");
    expect(row).not.toContainAnyKeys(["name", "unit"]);
  });

  test("that are known from later on say since when", async () => {
    expect((await asked({}, states([{ s: "20", lu: at(24) }]))).row).not.toContainKey("known_from");
    expect((await asked({}, states([{ s: "20", lu: at(5) }]))).row["known_from"]).toBe("2026-06-12 07:00");
  });

  test("of another form are none", async () => {
    const note = { note: "nothing recorded in this time" };
    for (const rows of [
      undefined,
      "x",
      [],
      [null, "x"],
      [{ s: 5, lu: 1 }],
      [{ s: "20" }],
      [{ s: "20", lu: "x" }],
    ])
      expect((await asked({}, states(rows))).row).toMatchObject(note);
    expect((await asked({}, { "history/history_during_period": () => "x" })).row).toMatchObject(note);
  });

  test("go on to what is so now where that is newer, and of this time", async () => {
    const road = async (input: object, lastChanged: number, state = "on") => {
      const {
        call,
        set,
        states: now,
      } = await openRoad(grantOf(OPEN), {
        home: homeOf(THINGS),
        answers: states([{ s: "off", lu: at(5) }], "switch.s"),
      });
      const was = now.get("switch.s");
      if (was) set({ ...was, state, lastChanged, lastUpdated: lastChanged });
      const { structured } = await call("ha_history", { ids: ["switch.s"], ...input });
      const [row] = structured["found"] as readonly Message[];
      return row?.["points"];
    };
    const first = "06-12 07:00 off";
    expect(await road({}, at(0.5))).toEqual([first, "11:30 on"]);
    // what is written already, or is the same, is no change
    expect(await road({}, at(5))).toEqual([first]);
    expect(await road({}, at(0.5), "off")).toEqual([first]);
    // a time that is over has nothing of now
    expect(await road({ end: "1h" }, at(2))).toEqual([first]);
  });

  test("of several things are fewer points of each", async () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({
      s: String(index % 7),
      lu: at(24 - index / 20),
    }));
    const ids = ["sensor.t", "light.l", "switch.s", "automation.a", "script.s"];
    const answers = {
      "history/history_during_period": () => Object.fromEntries(ids.map((id) => [id, rows])),
    };
    const lengths = async (count: number, points: number) => {
      const { said } = await asked({ ids: ids.slice(0, count), points }, answers);
      return (said.structured["found"] as readonly { readonly points: readonly string[] }[]).map(
        (row) => row.points.length,
      );
    };
    expect((await lengths(1, 12))[0]).toBeWithin(8, 13);
    for (const length of await lengths(5, 12)) expect(length).toBeLessThanOrEqual(9);
  });
});
