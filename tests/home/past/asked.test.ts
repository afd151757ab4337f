/** What may be asked of the past, what Home Assistant is asked for it, and what comes of each kind of answer. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, NOW, openRoad, type RoadOptions } from "../../road/road.ts";

const HOUR = 3_600_000;
const THINGS: Readonly<Record<string, Thing>> = {
  "sensor.t": { state: "21", name: "Outside", attributes: { unit_of_measurement: "°C" } },
  "light.l": { state: "on", name: "Lamp" },
  "automation.a": { name: "Morning" },
  "script.s": { name: "Night" },
  "switch.s": { state: "on", name: "Pump" },
  "text.p": { state: "hunter2", attributes: { mode: "password" } },
};
const at = (hoursAgo: number) => (NOW - hoursAgo * HOUR) / 1_000;
const OPEN = {
  access: { read: ["*"], history: ["*"] },
  capabilities: { statistics: "allow", logbook: "allow" },
};

type Message = Readonly<Record<string, unknown>>;

async function asked(input: object, answers: RoadOptions["answers"] = {}, grant: object = OPEN) {
  const messages: Message[] = [];
  const noting = (answer: (message: Message) => unknown) => (message: Message) => {
    messages.push(message);
    return answer(message);
  };
  const { call } = await openRoad(grantOf(grant), {
    home: homeOf(THINGS),
    answers: Object.fromEntries(Object.entries(answers).map(([type, answer]) => [type, noting(answer)])),
  });
  const said = await call("ha_history", { ids: ["sensor.t"], ...input });
  const [row = {}] = (said.structured["found"] ?? []) as readonly Message[];
  return { said, row, messages };
}

const states = (rows: unknown, id = "sensor.t") => ({
  "history/history_during_period": () => ({ [id]: rows }),
});
const statistics = (rows: unknown) => ({ "recorder/statistics_during_period": () => ({ "sensor.t": rows }) });

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

describe("statistics", () => {
  const hour = (hoursAgo: number, more: object) => ({ start: NOW - hoursAgo * HOUR, ...more });
  const of = async (rows: unknown, input: object = {}) =>
    (await asked({ kind: "statistics", ...input }, statistics(rows))).row;

  test("of what is measured are means and extremes", async () => {
    const rows = [
      hour(3, { mean: 20, min: 19, max: 21 }),
      hour(2, { mean: 22.123_45, min: 18, max: null }),
      null,
    ];
    expect(await of(rows)).toEqual({
      id: "sensor.t",
      name: "Outside",
      unit: "°C",
      period: "hour",
      mean: 21.06,
      min: 18,
      max: 21,
      columns: "time mean min max",
      points: ["06-12 09:00 20 19 21", "10:00 22.12 18 -"],
    });
  });

  test("of what has no mean have none", async () => {
    expect(await of([hour(2, { state: 5 })])).toEqual({
      id: "sensor.t",
      name: "Outside",
      unit: "°C",
      period: "hour",
      columns: "time mean min max",
      points: ["06-12 10:00 - - -"],
    });
  });

  test("of what is counted are its growth and the sum of it", async () => {
    const rows = [hour(3, { change: 1.5 }), hour(2, { change: null }), hour(1, { change: 1_234.5 })];
    expect(await of(rows)).toMatchObject({
      total: 1_236,
      points: ["06-12 09:00 1.5", "10:00 -", "11:00 1235"],
    });
  });

  test("of days have no time of the day; the latest are shown and the others counted", async () => {
    const rows = Array.from({ length: 5 }, (_, index) => hour(120 - 24 * index, { mean: index }));
    expect(await of(rows, { period: "day", points: 2 })).toMatchObject({
      points: ["06-10 3 - -", "06-11 4 - -"],
      more: "3 earlier; ask with an earlier end or more points (at most 200)",
    });
    expect(await of(rows, { period: "day", points: 5 })).not.toContainKey("more");
  });

  test("that are not there, or of another form, are said to be none", async () => {
    for (const rows of [undefined, "x", []])
      expect(await of(rows)).toMatchObject({ note: "no statistics in this time" });
    const { row } = await asked({ kind: "statistics" }, { "recorder/statistics_during_period": () => "x" });
    expect(row).toMatchObject({ note: "no statistics in this time" });
  });

  test.each([
    ["1d", 25, "hour"],
    ["20d", 25, "day"],
    ["100d", 25, "week"],
    ["700d", 25, "month"],
    ["12 years ago", 25, "year"],
    ["1h", 200, "hour"],
  ])("of %s in %d points are by the %s", async (start, points, period) => {
    const { messages } = await asked({ kind: "statistics", start, points }, statistics([]));
    expect(messages).toMatchObject([{ period, types: ["mean", "min", "max", "sum", "state", "change"] }]);
  });

  test("of more steps than can be read are refused", async () => {
    const said = async (start: string) =>
      (await asked({ kind: "statistics", period: "5minute", start }, statistics([]))).said.code;
    expect(await said("17d")).toBe("ok");
    expect(await said("18d")).toBe("INPUT_INVALID");
  });
});

describe("the logbook", () => {
  const told = async (events: unknown, input: object = {}, read: readonly string[] = ["*"]) => {
    const grant = { ...OPEN, access: { read, history: ["*"] } };
    const { said } = await asked(
      { kind: "logbook", ...input },
      { "logbook/get_events": () => events },
      grant,
    );
    return said.structured;
  };
  const event = (more: object) => ({ when: at(1), entity_id: "sensor.t", state: "on", ...more });

  test.each<readonly [object, string]>([
    [{}, "sensor.t on"],
    [{ state: null }, "sensor.t"],
    [{ message: "was seen" }, "sensor.t was seen"],
    [{ context_entity_id: "automation.a" }, "sensor.t on by automation Morning (automation.a)"],
    [{ context_entity_id: "script.s" }, "sensor.t on by script Night (script.s)"],
    [{ context_entity_id: "switch.s" }, "sensor.t on by Pump (switch.s)"],
    [{ context_user_id: "x" }, "sensor.t on by a user"],
    [{ context_domain: "light", context_service: "turn_on" }, "sensor.t on with light.turn_on"],
    [
      { context_user_id: "x", context_domain: "light", context_service: "turn_on" },
      "sensor.t on by a user with light.turn_on",
    ],
    [{ context_domain: "light" }, "sensor.t on"],
  ])("%j: %s", async (more, line) => {
    const { events } = (await told([event(more)])) as { readonly events: readonly string[] };
    expect(events.map((each) => each.trim())).toEqual([`06-12 11:00:00 ${line}`]);
  });

  test("does not name what may not be seen as a cause", async () => {
    for (const more of [
      { context_entity_id: "automation.a" },
      { context_domain: "script", context_service: "s" },
    ])
      expect((await told([event(more)], {}, ["sensor.t"]))["events"]).toEqual([
        "06-12 11:00:00 sensor.t on (by something else)",
      ]);
  });

  test("says no password", async () => {
    const { events } = await told([event({ entity_id: "text.p", state: "hunter2" })], { ids: ["text.p"] });
    expect(events).toEqual(["06-12 11:00:00 text.p (secret)"]);
  });

  test("has the latest, and says how many there were before; of others nothing", async () => {
    const events = [4, 3, 2, 1].map((hours) => event({ when: at(hours), state: String(hours) }));
    expect(await told([...events, event({ entity_id: "lock.l" }), "x"], { points: 3 })).toMatchObject({
      events: ["06-12 09:00:00 sensor.t 3", "10:00:00 sensor.t 2", "11:00:00 sensor.t 1"],
      more: "1 earlier; ask with an earlier end or more points (at most 200)",
    });
    expect(await told(events, { points: 4 })).not.toContainKey("more");
    for (const none of [[], "x"])
      expect(await told(none)).toMatchObject({ events: [], more: "nothing in the logbook of that time" });
  });
});
