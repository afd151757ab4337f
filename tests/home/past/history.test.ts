/** The past within a grant: only what it opens, nothing of what it hides. */

import { describe, expect, test } from "bun:test";
import { grantOf, NOW, openRoad, type RoadOptions } from "../../road/road.ts";
import { vectorHome } from "../../security/grant/vector-home.ts";

const HOUR = 3_600_000;
const KITCHEN = { read: ["light.kitchen"], history: ["light.kitchen"] };
const seconds = (hoursAgo: number) => (NOW - hoursAgo * HOUR) / 1_000;

const ANSWERS = {
  "history/history_during_period": ({ entity_ids }: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      // Home Assistant gave somebody's more than was asked for
      [...(entity_ids as string[]), "lock.front"].map((id) => [
        id,
        [
          { s: "off", lu: seconds(24) },
          { s: "on", lu: seconds(3), lc: seconds(4) },
        ],
      ]),
    ),
  "logbook/get_events": () => [
    {
      when: seconds(4),
      entity_id: "light.kitchen",
      state: "on",
      context_entity_id: "lock.front",
      context_name: "Front",
    },
    {
      when: seconds(3),
      entity_id: "light.kitchen",
      message: "triggered by state of lock.front",
      context_entity_id: "light.kitchen",
    },
    { when: seconds(2), entity_id: "lock.front", state: "unlocked" },
    {
      when: seconds(1),
      entity_id: "light.kitchen",
      state: "off",
      context_user_id: "u",
      context_domain: "light",
      context_service: "turn_off",
    },
  ],
  "recorder/statistics_during_period": ({ period }: Readonly<Record<string, unknown>>) => ({
    "light.kitchen": period === "day" ? [{ start: NOW - 24 * HOUR, mean: 1.23456, min: 0, max: 2 }] : [],
  }),
};

function opened(access: object = KITCHEN, more: object = {}, answers: RoadOptions["answers"] = {}) {
  return openRoad(grantOf({ access, ...more }), { answers: { ...ANSWERS, ...answers } });
}

describe("states", () => {
  test("what was asked for and no more", async () => {
    const { call } = await opened();
    const { structured, text } = await call("ha_history", { ids: ["light.kitchen"] });
    expect(structured["found"]).toEqual([
      {
        id: "light.kitchen",
        time_in_state: { off: "20 h", on: "4 h" },
        at_start: "off",
        changes: 1,
        points: ["06-12 08:00 on"],
      },
    ]);
    expect(text).not.toContain("lock.front");
  });

  test("what has a moment for its state is told in the home's time", async () => {
    const pressed = { s: "2026-01-12T09:00:00.123+00:00", lu: seconds(4) };
    const answers = { "history/history_during_period": () => ({ "light.kitchen": [pressed] }) };
    const { call } = await opened(KITCHEN, {}, answers);
    const { text } = await call("ha_history", { ids: ["light.kitchen"] });
    expect(text).toContain("2026-01-12T09:00:00Z");
    expect(text).not.toContain("09:00:00.123");
  });

  test("what a lamp tells of itself as it goes on is part of that", async () => {
    const asking = async (later: number) => {
      const rows = [
        { s: "off", a: {}, lu: seconds(5) },
        { s: "on", a: {}, lu: seconds(4) },
        { s: "on", a: {}, lu: seconds(4) + later, lc: seconds(4) },
      ];
      const answers = { "history/history_during_period": () => ({ "light.kitchen": rows }) };
      const { call } = await opened(KITCHEN, {}, answers);
      const { structured } = await call("ha_history", { ids: ["light.kitchen"] });
      return (structured["found"] as readonly Record<string, unknown>[])[0]?.["set"];
    };
    expect(await asking(1)).toBeUndefined();
    expect(await asking(60)).toEqual([expect.stringMatching(/^06-12 08:01:00 brightness, colour or effect/)]);
  });

  test("the first that is known of a thing is no change", async () => {
    const rows = [
      { s: "off", lu: seconds(4) },
      { s: "on", lu: seconds(3) },
    ];
    const { call } = await opened(
      KITCHEN,
      {},
      {
        "history/history_during_period": () => ({ "light.kitchen": rows }),
      },
    );
    const { structured } = await call("ha_history", { ids: ["light.kitchen"] });
    expect(structured["found"]).toMatchObject([
      { changes: 1, points: ["06-12 08:00 off", "09:00 on"], known_from: "2026-06-12 08:00" },
    ]);
  });

  test("what was set while the state stayed the same", async () => {
    const home = vectorHome();
    const fan = (percentage: number) => ({ percentage, oscillating: false });
    const at = { contextId: "c", parentContextId: undefined };
    const now = { id: "fan.hall", state: "on", attributes: fan(66), ...at };
    const times = { lastChanged: seconds(5), lastUpdated: seconds(2) };
    const states = new Map([...home.place.states, ["fan.hall", { ...now, ...times }]]);
    const rows = [
      { s: "on", a: fan(33), lu: seconds(5) },
      { s: "on", a: fan(66), lu: seconds(2), lc: seconds(5) },
      // a start of Home Assistant writes everything anew
      { s: "on", a: fan(100), lu: seconds(1) },
    ];
    const told = async (read: readonly string[]) => {
      const { call } = await openRoad(grantOf({ access: { read, history: ["fan.hall"] } }), {
        home: { ...home, place: { ...home.place, states } },
        answers: { "history/history_during_period": () => ({ "fan.hall": rows }) },
      });
      const { structured } = await call("ha_history", { ids: ["fan.hall"] });
      return (structured["found"] as readonly Record<string, unknown>[])[0]?.["set"];
    };
    expect(await told(["fan.hall"])).toEqual(["06-12 10:00:00 speed 33 % → 66 %"]);
    expect(await told(["light.kitchen"])).toBeUndefined();
    // what is off now shows no speed, and had one all the same
    states.set("fan.hall", { ...now, ...times, state: "off", attributes: {} as never });
    expect(await told(["fan.hall"])).toEqual(["06-12 10:00:00 speed 33 % → 66 %"]);
  });

  test("hidden and absent are one", async () => {
    const { call } = await opened();
    const [hidden, absent] = await Promise.all(
      ["lock.front", "lock.no"].map((id) => call("ha_history", { ids: [id] })),
    );
    expect(hidden?.code).toBe("NOT_FOUND");
    expect(hidden?.text.replaceAll("lock.front", "X")).toBe(String(absent?.text.replaceAll("lock.no", "X")));
    const mixed = await call("ha_history", { ids: ["light.kitchen", "lock.front"] });
    expect(mixed.structured["not_found"]).toEqual(["lock.front"]);
  });

  test("reading alone opens no history, and the tool is not there", async () => {
    const { call } = await opened({ read: ["light.kitchen"] });
    expect((await call("ha_history", { ids: ["light.kitchen"] })).code).toBe("TOOL_UNKNOWN");
  });

  test("a restriction that is for history alone", async () => {
    const restrictions = [
      {
        id: "h",
        type: "schedule",
        applies_to: { operation: ["history"] },
        params: { days: ["mon"], start_time: "01:00", end_time: "02:00" },
      },
    ];
    const { call } = await opened(KITCHEN, { restrictions });
    expect((await call("ha_history", { ids: ["light.kitchen"] })).denial).toBe("outside_schedule");
    expect((await call("ha_read", { ids: ["light.kitchen"] })).code).toBe("ok");
  });

  test("hours and points that the grant shows", async () => {
    const { call } = await opened(KITCHEN, { limits: { history_hours: 2, history_points: 1 } });
    const { structured } = await call("ha_history", { ids: ["light.kitchen"], start: "7d" });
    expect(structured["from"]).toBe(new Date(NOW - 2 * HOUR).toISOString().replace(".000", ""));
    expect((await call("ha_history", { ids: ["light.kitchen"], start: "7d", end: "5d" })).code).toBe(
      "PERMISSION_DENIED",
    );
  });
});

describe("the logbook", () => {
  test("is a capability of its own", async () => {
    const { call } = await opened();
    expect((await call("ha_history", { ids: ["light.kitchen"], kind: "logbook" })).code).toBe(
      "PERMISSION_DENIED",
    );
  });

  test("that has nothing of it says so", async () => {
    const { call } = await opened(
      KITCHEN,
      { capabilities: { logbook: "allow" } },
      { "logbook/get_events": () => [] },
    );
    const { text } = await call("ha_history", { ids: ["light.kitchen"], kind: "logbook" });
    expect(text).toContain("nothing in the logbook of that time");
  });

  test("says when something was pressed in the home's time", async () => {
    const pressed = { when: seconds(1), entity_id: "light.kitchen", state: "2026-01-12T09:00:00.123+00:00" };
    const answers = { "logbook/get_events": () => [pressed] };
    const { call } = await opened(KITCHEN, { capabilities: { logbook: "allow" } }, answers);
    const { text } = await call("ha_history", { ids: ["light.kitchen"], kind: "logbook" });
    expect(text).toContain("light.kitchen 2026-01-12T09:00:00Z");
  });

  test("names the service of a script to those alone who see the script", async () => {
    const bySomebody = { when: seconds(1), entity_id: "light.kitchen", state: "off", context_user_id: "u" };
    const answers = {
      "logbook/get_events": () => [
        { ...bySomebody, context_domain: "script", context_service: "good_night" },
      ],
    };
    const asked = async (read: readonly string[]) => {
      const access = { read, history: ["light.kitchen"] };
      const { call } = await opened(access, { capabilities: { logbook: "allow" } }, answers);
      return (await call("ha_history", { ids: ["light.kitchen"], kind: "logbook" })).text;
    };
    expect(await asked(["light.kitchen", "script.good_night"])).toContain(
      "off by a user with script.good_night",
    );
    const hidden = await asked(["light.kitchen"]);
    expect(hidden).toContain("off (by something else)");
    expect(hidden).not.toContain("good_night");
  });

  test("tells no cause and no word that the grant hides", async () => {
    const { call } = await opened(KITCHEN, { capabilities: { logbook: "allow" } });
    const { structured, text } = await call("ha_history", { ids: ["light.kitchen"], kind: "logbook" });
    expect(structured["events"]).toEqual([
      "06-12 08:00:00 light.kitchen on (by something else)",
      "09:00:00 light.kitchen triggered by state of (not in this grant) by light.kitchen (light.kitchen)",
      "11:00:00 light.kitchen off by a user with light.turn_off",
    ]);
    expect(text).not.toContain("lock.front");
  });
});

test("what a text entity in password mode held is a secret in the logbook too", async () => {
  const home = vectorHome();
  const key = {
    ...{ id: "input_text.key", state: "hunter2hunter2", attributes: { mode: "password" } },
    ...{ lastChanged: seconds(4), lastUpdated: seconds(4), contextId: "c", parentContextId: undefined },
  };
  const states = new Map([...home.place.states, [key.id, key]]);
  const access = { read: ["*"], history: ["*"] };
  const { call } = await openRoad(grantOf({ access, capabilities: { logbook: "allow" } }), {
    home: { ...home, place: { ...home.place, states } },
    answers: {
      "logbook/get_events": () => [{ when: seconds(4), entity_id: key.id, state: key.state }],
    },
  });
  const { structured } = await call("ha_history", { ids: [key.id], kind: "logbook" });
  expect(structured["events"]).toEqual(["06-12 08:00:00 input_text.key (secret)"]);
});

describe("statistics", () => {
  test("by a period that fits, or the one asked for", async () => {
    const { call } = await opened(KITCHEN, { capabilities: { statistics: "allow" } });
    const day = await call("ha_history", { ids: ["light.kitchen"], start: "10d", kind: "statistics" });
    expect(day.structured["found"]).toMatchObject([
      { period: "day", mean: 1.235, min: 0, max: 2, points: ["06-11 1.235 0 2"] },
    ]);
    const hour = await call("ha_history", { ids: ["light.kitchen"], period: "hour" });
    expect(hour.structured["found"]).toEqual([{ id: "light.kitchen", note: "no statistics in this time" }]);
    expect(
      (await call("ha_history", { ids: ["light.kitchen"], start: "2020-01-01", period: "5minute" })).code,
    ).toBe("INPUT_INVALID");
  });

  test("without a recorder it is said", async () => {
    const { call } = await openRoad(grantOf({ access: KITCHEN }));
    expect((await call("ha_history", { ids: ["light.kitchen"] })).code).toBe("HASS_REJECTED");
  });
});
