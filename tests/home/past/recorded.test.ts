/** Long-term statistics and the logbook as they are told. */

import { describe, expect, test } from "bun:test";
import { NOW } from "../../road/road.ts";
import { asked, at, HOUR, OPEN, statistics } from "./past-asked.ts";

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
