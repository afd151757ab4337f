/** The energy of a home by its owner's preferences, held against what its recorder says. */

import { expect, test } from "bun:test";
import { openSuite } from "../suite.ts";
import { openUserSocket } from "../user-socket.ts";

const suite = openSuite();
const IS_REAL = process.env["TEST_HOME"] === "real";

async function energyLines(): Promise<readonly string[] | undefined> {
  const { error, structured } = await suite.host.call("ha_diagnose", { about: "energy", start: "7d" });
  expect(error).toBe(false);
  return (structured["found"] as { readonly energy?: readonly string[] } | undefined)?.energy;
}

test.skipIf(IS_REAL)("of the demo house", async () => {
  expect((await energyLines())?.[0]).toMatch(/^from the grid: \d+\.?\d* kWh \(.*sensor.house_energy\)$/);
});

const GRID = "kitchen_sink:energy_consumption_kwh";
const MWH = "kitchen_sink:energy_consumption_mwh";
const GAS = "kitchen_sink:gas_consumption_m3";
const NONE = { energy_sources: [], device_consumption: [] };
const PREFERENCES = {
  energy_sources: [
    {
      type: "grid",
      stat_energy_from: GRID,
      stat_energy_to: null,
      stat_cost: null,
      entity_energy_price: null,
      number_energy_price: null,
      entity_energy_price_export: null,
      number_energy_price_export: null,
      stat_compensation: null,
      cost_adjustment_day: 0,
    },
    {
      type: "gas",
      stat_energy_from: GAS,
      stat_cost: null,
      entity_energy_price: null,
      number_energy_price: null,
    },
  ],
  device_consumption: [{ stat_consumption: MWH }],
};

test.skipIf(!IS_REAL)("of a real home: every meter as its recorder has it", async () => {
  const socket = await openUserSocket(suite.home.url, suite.home.token);
  try {
    await socket.ask({ type: "energy/save_prefs", ...PREFERENCES });
    const end = new Date();
    const raw = (await socket.ask({
      type: "recorder/statistics_during_period",
      start_time: new Date(end.getTime() - 7 * 86_400_000).toISOString(),
      end_time: end.toISOString(),
      statistic_ids: [GRID, MWH, GAS],
      period: "hour",
      types: ["change"],
      units: { energy: "kWh", volume: "m³" },
    })) as Readonly<Record<string, readonly { readonly change: number }[]>>;
    const totalOf = (id: string) => (raw[id] ?? []).reduce((sum, { change }) => sum + change, 0);
    const lines = (await energyLines()) ?? [];
    const told = (word: string, id: string) => {
      const line = lines.find((each) => each.startsWith(`${word}: `) && each.includes(id)) ?? "";
      return Number(/: (-?[\d.]+) (?:kWh|m³)/.exec(line)?.[1]);
    };
    for (const [word, id] of [
      ["from the grid", GRID],
      ["gas", GAS],
      ["device", MWH],
    ] as const) {
      const total = totalOf(id);
      expect(total).not.toBe(0);
      // an hour more or less at the ends, and what is shown is rounded
      expect(Math.abs(told(word, id) - total)).toBeLessThanOrEqual(Math.abs(total) * 0.02 + 1);
    }
    expect(lines.find((line) => line.startsWith("gas"))).toContain("m³");
  } finally {
    await socket.ask({ type: "energy/save_prefs", ...NONE });
    socket.close();
  }
  expect((await energyLines()) ?? []).toEqual([]);
});
