/** What is wrong in the home, kind by kind: what counts, how it is told, where it is cut. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { type Answers, at, EVERYTHING, opened, state } from "./diagnosed.ts";

const CAPABILITIES = { statistics: "allow", logs: "allow", registry: "allow", config_read: "allow" };

async function found(
  about: string,
  {
    more = [],
    answers = {},
    access = EVERYTHING,
  }: { more?: readonly EntityState[]; answers?: Answers; access?: object },
): Promise<readonly string[]> {
  const ask = await opened({ access, more, answers, capabilities: CAPABILITIES });
  const { structured } = await ask(about);
  return (structured["found"] as Readonly<Record<string, readonly string[]>>)[about] ?? [];
}

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("unavailable", () => {
  const gone = (id: string, minutesAgo = 60) =>
    state(id, {
      state: "unavailable",
      lastChanged: at(minutesAgo),
      attributes: { friendly_name: `N ${id}` },
    });

  test("what stands alone by itself, a device's together, since the first of them went", async () => {
    const more = [gone("light.kitchen", 90), gone("sensor.kitchen_temp", 120), gone("switch.heater", 30)];
    expect(await found("unavailable", { more })).toEqual([
      "dev_hue: 2 entities since 06-12 10:00 (light.kitchen, sensor.kitchen_temp)",
      "switch.heater N switch.heater: since 06-12 11:30",
    ]);
  });

  test("of a device of which one is gone, that one; unknown is not gone", async () => {
    const more = [gone("light.kitchen"), state("switch.heater", { state: "unknown" })];
    expect(await found("unavailable", { more })).toEqual([
      "light.kitchen N light.kitchen: since 06-12 11:00",
    ]);
  });

  test("fifteen lines, and how many more there are", async () => {
    const lines = (count: number) =>
      found("unavailable", { more: many(count, (at) => gone(`light.x${at}`)) });
    expect(await lines(15)).toHaveLength(15);
    const cut = await lines(17);
    expect([cut.length, cut.at(-1)]).toEqual([16, '2 more; ha_search {"state": "unavailable"} lists them']);
  });
});

describe("batteries", () => {
  const battery = (id: string, now: string, device_class = "battery") =>
    state(id, { state: now, attributes: { device_class, friendly_name: "Door" } });

  test.each<readonly [string, string, readonly string[], string?]>([
    ["sensor.b", "20", ["sensor.b Door: 20 %"]],
    ["sensor.b", "20.5", []],
    ["sensor.b", "0", ["sensor.b Door: 0 %"]],
    ["sensor.b", "unavailable", []],
    ["sensor.b", "", []],
    ["sensor.b", "5", [], "humidity"],
    ["binary_sensor.b", "on", ["binary_sensor.b Door: low"]],
    ["binary_sensor.b", "off", []],
    ["binary_sensor.b", "0", []],
  ])("%s at %s: %j", async (id, now, lines, deviceClass = "battery") =>
    expect(await found("batteries", { more: [battery(id, now, deviceClass)] })).toEqual(lines),
  );
});

test("updates with what they go from and to, where that is known", async () => {
  const update = (id: string, now: string, attributes: object) =>
    state(id, { state: now, attributes: { friendly_name: "Hub", ...attributes } });
  const more = [
    update("update.a", "on", { installed_version: "1", latest_version: "2" }),
    update("update.b", "on", {}),
    update("update.c", "off", { installed_version: "1", latest_version: "1" }),
    state("update.hue_fw", { state: "off" }),
  ];
  expect(await found("updates", { more })).toEqual(["update.a Hub: 1 → 2", "update.b Hub: ? → ?"]);
});

describe("repairs", () => {
  const issue = (more: object) => ({ severity: "warning", domain: "hue", issue_id: "old", ...more });
  const told = (issues: unknown, access: object = EVERYTHING) =>
    found("repairs", { access, answers: { "repairs/list_issues": () => issues } });

  test("that nobody put aside, with the version that breaks", async () => {
    const issues = [
      issue({}),
      issue({ breaks_in_ha_version: "2027.1" }),
      issue({ ignored: true, issue_id: "x" }),
    ];
    expect(await told({ issues })).toEqual(["warning: hue old", "warning: hue old, breaks in 2027.1"]);
  });

  test.each([[null], [{}], [{ issues: "x" }], [{ issues: [null, "x"] }]])(
    "of another form are none: %j",
    async (answer) => expect(await told(answer)).toEqual([]),
  );
});

test("statistics of what may be seen; another form is none", async () => {
  const told = (answer: unknown, access: object = EVERYTHING) =>
    found("statistics", { access, answers: { "recorder/validate_statistics": () => answer } });
  const issues = { "light.kitchen": [{ type: "no_state" }, null], "lock.front": "x" };
  expect(await told(issues)).toEqual(["light.kitchen: no_state"]);
  expect(await told("x")).toEqual([]);
  const all = { "light.kitchen": [{ type: "a" }], "lock.front": [{ type: "b" }] };
  expect(await told(all, { read: ["lock.front"] })).toEqual(["lock.front: b"]);
});

describe("the log", () => {
  const entry = (more: object) => ({
    level: "ERROR",
    name: "hue",
    message: ["it failed\nbecause"],
    timestamp: at(5),
    count: 1,
    ...more,
  });
  const told = (entries: unknown, access: object = EVERYTHING) =>
    found("log", { access, answers: { "system_log/list": () => entries } });

  test("has warnings and worse, the newest first, by their first line, with how often they came", async () => {
    const entries = [
      entry({ timestamp: at(9) }),
      entry({ level: "CRITICAL", count: 2 }),
      entry({ level: "WARNING", timestamp: at(7), message: "plain" }),
      entry({ level: "INFO" }),
      entry({ timestamp: at(6), message: [] }),
    ];
    expect(await told(entries)).toEqual(
      [
        "06-12 11:55 critical hue (2 times): it failed",
        "06-12 11:54 error hue:",
        "06-12 11:53 warning hue: plain",
        "06-12 11:51 error hue: it failed",
      ].map((line) => expect.stringMatching(new RegExp(`^${line.replaceAll(/[()]/g, "\\$&")} ?$`))),
    );
  });

  test("has nothing from before or after the time", async () => {
    expect(await told([entry({ timestamp: at(2 * 24 * 60) }), entry({ timestamp: at(-5) })])).toEqual([]);
  });

  test("has for whoever sees a part what names that part as an id of its own", async () => {
    const access = { read: ["light.kitchen"] };
    const named = (message: string) => told([entry({ message: [message] })], access);
    expect(await named("LIGHT.KITCHEN failed")).toHaveLength(1);
    expect(await named("light.kitchen_2 failed")).toEqual([]);
    expect(await named("my_light.kitchen failed")).toEqual([]);
    expect(await named("lock.front failed")).toEqual([]);
  });
});

describe("energy", () => {
  const METERS = {
    energy_sources: [
      { type: "grid", stat_energy_from: "sensor.s1", stat_energy_to: "sensor.s2" },
      { type: "solar", stat_energy_from: "sensor.s3" },
      { type: "battery", stat_energy_from: "sensor.s4", stat_energy_to: "sensor.s5" },
      { type: "water", stat_energy_from: "sensor.s6" },
    ],
    device_consumption: [{ stat_consumption: "sensor.s7", name: "" }, { stat_consumption: "" }],
    device_consumption_water: [{ stat_consumption: "sensor.s8", name: "Garden" }],
  };
  const unit = (statistic_id: unknown, unit_class: unknown, statistics_unit_of_measurement: unknown) => ({
    statistic_id,
    unit_class,
    statistics_unit_of_measurement,
  });
  const told = (changes: Readonly<Record<string, unknown>>, facts: unknown, prefs: unknown = METERS) =>
    found("energy", {
      answers: {
        "energy/get_prefs": () => prefs,
        "recorder/list_statistic_ids": () => facts,
        "recorder/statistics_during_period": () => changes,
      },
    });
  const of = (...values: readonly unknown[]) => values.map((change) => ({ change }));

  test("counts all that came in and went out of the home, each in its unit", async () => {
    const changes = {
      "sensor.s1": of(10, 2),
      "sensor.s2": of(1),
      "sensor.s3": of(4),
      "sensor.s4": of(3),
      "sensor.s5": of(0.5),
      "sensor.s6": of(0.126),
      "sensor.s7": of(2),
    };
    const facts = [
      ...["s1", "s2", "s3", "s4", "s5"].map((name) => unit(`sensor.${name}`, "energy", "Wh")),
      unit("sensor.s6", "volume", "L"),
      unit("sensor.s7", null, "kWh?"),
      unit(5, "energy", "Wh"),
      null,
    ];
    expect(await told(changes, facts)).toEqual([
      "from the grid: 12 kWh (sensor.s1)",
      "to the grid: 1 kWh (sensor.s2)",
      "solar: 4 kWh (sensor.s3)",
      "out of the battery: 3 kWh (sensor.s4)",
      "into the battery: 0.5 kWh (sensor.s5)",
      "water: 0.13 m³ (sensor.s6)",
      "device: 2 kWh? (sensor.s7)",
      "device: nothing recorded (Garden, sensor.s8)",
      "used by the home: 17.5 kWh",
    ]);
  });

  test("tells no sum of the home where nothing of the grid is recorded, and no unit that is not known", async () => {
    const lines = await told({ "sensor.s3": of(4.25), "sensor.s1": [{ change: null }, "x"] }, "x");
    expect(lines.slice(0, 3)).toEqual([
      "from the grid: nothing recorded (sensor.s1)",
      "to the grid: nothing recorded (sensor.s2)",
      "solar: 4.25 (sensor.s3)",
    ]);
    expect(lines.join()).not.toContain("used by the home");
  });

  test("counts a source of which nothing is recorded as nothing", async () => {
    const lines = await told({ "sensor.s1": of(100.06) }, []);
    expect(lines.at(-1)).toBe("used by the home: 100.1 kWh");
  });

  test("asks for days where the time is more than a month", async () => {
    const asked: unknown[] = [];
    const ask = await opened({
      access: EVERYTHING,
      capabilities: CAPABILITIES,
      answers: {
        "energy/get_prefs": () => METERS,
        "recorder/list_statistic_ids": () => [],
        "recorder/statistics_during_period": (message) => {
          asked.push([message["period"], message["statistic_ids"]]);
          return {};
        },
      },
    });
    const ids = many(8, (index) => `sensor.s${index + 1}`);
    await ask("energy", { start: "2026-05-01", end: "2026-05-31" });
    await ask("energy", { start: "2026-05-01", end: "2026-06-01" });
    expect(asked).toEqual([
      ["hour", ids],
      ["day", ids],
    ]);
  });
});

describe("what uses an entity", () => {
  const users = async (related: unknown, more: readonly EntityState[] = []) => {
    const ask = await opened({
      access: EVERYTHING,
      more,
      answers: { "search/related": () => related },
      capabilities: { registry: "allow" },
    });
    const { structured } = await ask("switch.heater");
    const found = structured["found"] as Readonly<Record<string, readonly string[]>>;
    return found["used_by"] ?? [];
  };
  const GROUP = "light.mixed_group light.mixed_group";

  test("is told by kind, never the entity itself, nor what is no text", async () => {
    const related = {
      automation: ["automation.evening", 5],
      script: "script.good_night",
      scene: ["scene.movie"],
      group: ["group.downstairs"],
      person: ["switch.heater"],
      area: ["area.x"],
    };
    expect(await users(related)).toEqual([
      "automation.evening Evening",
      "group.downstairs group.downstairs",
      GROUP,
      "scene.movie scene.movie",
      "script.good_night script.good_night",
    ]);
    expect(await users("x")).toEqual([GROUP]);
  });

  test("is cut at twenty, and counted", async () => {
    const states = (count: number) =>
      many(count, (index) => state(`scene.s${String(index).padStart(2, "0")}`));
    const lines = async (count: number) => users({ scene: states(count).map(({ id }) => id) }, states(count));
    expect(await lines(19)).toHaveLength(20);
    const cut = await lines(21);
    expect([cut.length, cut.at(-1)]).toEqual([21, "and 2 more"]);
  });
});
