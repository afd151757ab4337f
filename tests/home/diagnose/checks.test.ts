/** Energy, the configuration and what anything may set off: each as far as the grant goes. */

import { describe, expect, test } from "bun:test";
import { at, opened, state } from "./diagnosed.ts";

const PREFERENCES = {
  energy_sources: [
    { type: "grid", stat_energy_from: "sensor.humidity", stat_energy_to: "sensor.s1" },
    { type: "solar", stat_energy_from: "sensor.s2" },
    { type: "gas", stat_energy_from: "sensor.s3" },
    { type: "something new", stat_energy_from: "sensor.s9" },
  ],
  device_consumption: [
    { stat_consumption: "sensor.s4", name: "Small" },
    { stat_consumption: "sensor.s5", name: "Large" },
    { stat_consumption: "kitchen_sink:external" },
    { stat_consumption: "sensor.gone" },
  ],
};
const CHANGES: Readonly<Record<string, readonly number[]>> = {
  "sensor.humidity": [4, 6],
  "sensor.s1": [1],
  "sensor.s2": [3.456, 0.1],
  "sensor.s3": [2],
  "sensor.s4": [0.25],
  "sensor.s5": [1.5, 1.5],
  "kitchen_sink:external": [7],
};
const METERS = Object.keys(CHANGES);
const SEES_ALL = { read: ["*"], history: ["*"] };

async function energy(
  access: object,
  prefs: unknown = PREFERENCES,
  capabilities: object = { statistics: "allow" },
  ceiling?: object,
) {
  const asked: unknown[] = [];
  const ask = await opened({
    access,
    capabilities,
    ceiling,
    answers: {
      "energy/get_prefs": () => prefs,
      "recorder/list_statistic_ids": () =>
        METERS.map((id) => ({
          statistic_id: id,
          unit_class: id === "sensor.s3" ? "volume" : "energy",
          statistics_unit_of_measurement: id === "sensor.s3" ? "ft³" : "Wh",
        })),
      "recorder/statistics_during_period": (message) => {
        asked.push(message);
        const ids = message["statistic_ids"] as readonly string[];
        return Object.fromEntries(
          ids.flatMap((id) =>
            CHANGES[id] ? [[id, CHANGES[id].map((change) => ({ start: 0, change }))]] : [],
          ),
        );
      },
    },
  });
  const answer = await ask("energy", { start: "2026-06-11", end: "2026-06-11" });
  const { energy: lines = [] } = (answer.structured["found"] ?? {}) as {
    readonly energy?: readonly string[];
  };
  return { lines, asked, answer };
}

describe("energy", () => {
  test("sources, then devices, the largest first", async () => {
    const { lines, asked } = await energy(SEES_ALL);
    expect(lines).toEqual([
      "from the grid: 10 kWh (sensor.humidity)",
      "to the grid: 1 kWh (sensor.s1)",
      "solar: 3.56 kWh (sensor.s2)",
      "gas: 2 m³ (sensor.s3)",
      "device: 7 kWh (kitchen_sink:external)",
      "device: 3 kWh (Large, sensor.s5)",
      "device: 0.25 kWh (Small, sensor.s4)",
      "used by the home: 12.6 kWh",
    ]);
    expect(asked).toMatchObject([
      {
        start_time: "2026-06-11T00:00:00.000Z",
        end_time: "2026-06-12T00:00:00.000Z",
        period: "hour",
        types: ["change"],
      },
    ]);
  });

  test("each meter as far as its past may be seen, and nothing that rests on the others", async () => {
    const { lines, asked } = await energy({
      read: ["sensor.s1", "sensor.s4", "sensor.s5"],
      history: ["sensor.s4", "sensor.s5"],
    });
    expect(lines).toEqual(["device: 3 kWh (sensor.s5)", "device: 0.25 kWh (sensor.s4)"]);
    expect(asked).toMatchObject([{ statistic_ids: ["sensor.s4", "sensor.s5"] }]);
  });

  test("what is counted outside of entities is for whoever sees all", async () => {
    const { answer } = await energy({ read: ["*"], history: ["sensor.*"] });
    expect(answer.text).not.toContain("external");
    const bound = (history: readonly string[]) =>
      energy(SEES_ALL, PREFERENCES, undefined, { read: ["*"], history });
    expect((await bound(["sensor.*"])).answer.text).not.toContain("external");
    expect((await bound(["*"])).answer.text).toContain("external");
  });

  test("not without the capability, nor where there is none", async () => {
    const closed = await energy(SEES_ALL, PREFERENCES, {});
    expect(closed.answer.structured).toMatchObject({ not_shown: ["energy: this grant has no statistics"] });
    expect(closed.asked).toEqual([]);
    const none = await energy({ read: ["light.*"], history: ["light.*"] });
    expect(none.answer.structured).toMatchObject({ nothing: ["energy"] });
    expect(none.asked).toEqual([]);
  });

  test.each([
    null,
    3,
    {},
    { energy_sources: 1 },
    { energy_sources: [null, { type: "grid", flow_from: "x" }] },
  ])("preferences of another form: %j", async (prefs) =>
    expect((await energy(SEES_ALL, prefs)).lines).toEqual([]),
  );

  test("the flows of older homes", async () => {
    const prefs = {
      energy_sources: [
        {
          type: "grid",
          flow_from: [{ stat_energy_from: "sensor.humidity" }],
          flow_to: [{ stat_energy_to: "sensor.s1" }],
        },
      ],
    };
    expect((await energy(SEES_ALL, prefs)).lines.slice(0, 2)).toEqual([
      "from the grid: 10 kWh (sensor.humidity)",
      "to the grid: 1 kWh (sensor.s1)",
    ]);
  });

  test("hundreds of meters are bounded, and the rest is said", async () => {
    const devices = Array.from({ length: 200 }, (_, index) => ({
      stat_consumption: `kitchen_sink:d${index}`,
    }));
    const { lines } = await energy(SEES_ALL, { device_consumption: devices });
    expect(lines).toHaveLength(61);
    expect(lines.at(-1)).toStartWith("140 smaller devices more");
  });
});

describe("the configuration", () => {
  const READS = { config_read: "allow" };
  const checked = async (answer: unknown, access: object = SEES_ALL, capabilities: object = READS) => {
    const ask = await opened({ access, capabilities, answers: { "config/core/check_config": () => answer } });
    return (await ask("config")).structured;
  };

  test("valid, or what is wrong in it", async () => {
    expect(await checked({ result: "valid", errors: null, warnings: null })).toMatchObject({
      found: { config: ["valid: a restart would find it as it is"] },
    });
    const errors =
      "Invalid config for 'light' at configuration.yaml, line 3\n\nrequired key 'platform' not provided";
    expect(await checked({ result: "invalid", errors, warnings: "old" })).toMatchObject({
      found: {
        config: [
          "error: Invalid config for 'light' at configuration.yaml, line 3",
          "error: required key 'platform' not provided",
          "warning: old",
        ],
      },
    });
  });

  test("long faults are cut, and that is said", async () => {
    const { found } = await checked({ result: "invalid", errors: "x y ".repeat(10_000) });
    const lines = (found as { config: readonly string[] }).config;
    expect(lines.at(-1)).toContain("38500 characters more");
    expect(JSON.stringify(lines).length).toBeLessThan(3_000);
  });

  test("for whoever sees everything and may read configurations", async () => {
    const valid = { result: "valid" };
    expect(await checked(valid, { read: ["light.*"] })).toMatchObject({ nothing: ["config"] });
    expect(await checked(valid, SEES_ALL, {})).toMatchObject({
      not_shown: ["config: this grant has no config_read"],
    });
  });
});

describe("what anything may set off", () => {
  const CONFIGS: Readonly<Record<string, object>> = {
    "automation.anything": {
      triggers: [{ trigger: "event", event_type: "whatever" }],
      actions: [{ action: "lock.unlock", target: { entity_id: "lock.front" } }],
    },
    "automation.leave": { triggers: [{ trigger: "state", entity_id: "light.hall" }], actions: [] },
  };
  const asking = (access: object) =>
    opened({
      access,
      capabilities: { config_read: "allow" },
      isAdmin: true,
      more: [state("automation.anything", { lastChanged: at(1) })],
      answers: { "automation/config": ({ entity_id }) => ({ config: CONFIGS[String(entity_id)] ?? {} }) },
    });

  test("is told with what it reaches", async () => {
    const ask = await asking(SEES_ALL);
    expect((await ask("triggers")).structured).toMatchObject({
      found: {
        triggers: ["automation.anything automation.anything: may be set off by anything, reaches lock.front"],
      },
    });
  });

  test("within the grant", async () => {
    const ask = await asking({ read: ["automation.*"] });
    const { text } = await ask("triggers");
    expect((await ask("triggers")).structured).toMatchObject({
      found: { triggers: ["automation.anything automation.anything: may be set off by anything"] },
    });
    expect(text).not.toContain("lock");
    const none = await (await asking({ read: ["light.*"] }))("triggers");
    expect(none.structured).toMatchObject({ nothing: ["triggers"] });
  });
});
