/** The latest change before the logbook has it, and how many changes are told. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { type Answers, at, EVERYTHING, linesOf, state } from "./diagnosed.ts";

const BY_USER = "a user, in an app or a page";

describe("a change that the logbook has not yet", () => {
  const NOT_YET = "the logbook has no entry of it yet; it is written every few seconds";
  const fresh = (minutesAgo: number, more: object = {}) =>
    state("light.kitchen", {
      contextId: "c9",
      lastChanged: at(minutesAgo),
      lastUpdated: at(minutesAgo),
      ...more,
    });
  const told = async (
    now: EntityState,
    runs: unknown = {},
    { events = [] as readonly object[], access = EVERYTHING as object, more = {} as Answers } = {},
  ) =>
    linesOf("light.kitchen", {
      events,
      more: [now],
      access,
      answers: { "trace/contexts": () => runs, ...more },
    });
  const script = { c9: { domain: "script", item_id: "good_night", run_id: "r" } };

  test("is told by the script that runs", async () => {
    expect(await told(fresh(0.05), script)).toEqual(["on: script script.good_night (script.good_night)"]);
    const hidden = await told(fresh(0.05), script, { access: { read: ["light.*"], history: ["*"] } });
    expect(hidden).toEqual(["on: set off by something that this grant does not show"]);
  });

  test("is told by the run that set off its own context", async () => {
    const child = fresh(0.05, { contextId: "other", parentContextId: "c9" });
    expect(await told(child, script)).toEqual(["on: script script.good_night (script.good_night)"]);
  });

  test.each<readonly [string, unknown]>([
    ["no run", {}],
    ["a run of another context", { other: script.c9 }],
    ["a run of what is no routine", { c9: { domain: "light", item_id: "ev" } }],
    ["an automation that is not there", { c9: { domain: "automation", item_id: "gone" } }],
    ["an answer of another form", "x"],
  ])("is told as that where there is %s", async (_, runs) =>
    expect(await told(fresh(0.05), runs)).toEqual([`on: ${NOT_YET}`]),
  );

  test("is not told twice, nor where it is of another time", async () => {
    const written = { when: at(0.05), entity_id: "light.kitchen", state: "on", context_user_id: "somebody" };
    expect(await told(fresh(0.05), script, { events: [written] })).toEqual([`on: ${BY_USER}`]);
    const earlier = { ...written, when: at(5) };
    expect(await told(fresh(0.05), {}, { events: [earlier] })).toEqual([`on: ${BY_USER}`, `on: ${NOT_YET}`]);
    expect(await told(fresh(3 * 24 * 60), script)).toEqual(["no change is recorded in this time"]);
    expect(await told(fresh(-5), script)).toEqual(["no change is recorded in this time"]);
  });

  test("is told by a start of Home Assistant a moment before", async () => {
    const started = [{ when: at(0.5), domain: "homeassistant", message: "started" }];
    const more: Answers = {
      "logbook/get_events": ({ entity_ids, start_time, end_time }) => {
        if (entity_ids !== undefined) return [];
        const [start, end] = [start_time, end_time].map((time) => Date.parse(String(time)) / 1_000);
        return started.filter(({ when }) => when >= (start ?? 0) && when <= (end ?? 0));
      },
      "history/history_during_period": () => ({}),
    };
    expect(await told(fresh(0.05), {}, { more })).toEqual([
      "on: Home Assistant had just started: states are restored or read anew then",
    ]);
    const before = { s: "unavailable", lu: at(0.3) };
    const back = { ...more, "history/history_during_period": () => ({ "light.kitchen": [before] }) };
    expect((await told(fresh(0.05), {}, { more: back }))[0]).toContain("it was unavailable before");
  });
});

describe("many changes", () => {
  const changes = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      when: at(60) + index,
      entity_id: "light.kitchen",
      state: index % 2 === 0 ? "on" : "off",
      context_user_id: "somebody",
    }));

  test("are told from the latest twelve on, and the others are counted", async () => {
    const twelve = await linesOf("light.kitchen", { events: changes(12) });
    expect(twelve).toHaveLength(12);
    const more = await linesOf("light.kitchen", { events: changes(14) });
    expect([more.length, more[0]]).toEqual([13, "(2 earlier changes; ask with an earlier end)"]);
  });

  test("of others in the answer are none of its own", async () => {
    const events = [{ when: at(30), entity_id: "light.hall", state: "off" }];
    expect((await linesOf("light.kitchen", { events })).join()).not.toContain("off");
  });

  test("that are no states are told by their message", async () => {
    const events = [
      { when: at(30), entity_id: "light.kitchen", message: "was seen", context_user_id: "somebody" },
      { when: at(29), entity_id: "light.kitchen", context_user_id: "somebody" },
    ];
    expect(await linesOf("light.kitchen", { events })).toEqual([`was seen: ${BY_USER}`, `event: ${BY_USER}`]);
  });
});
