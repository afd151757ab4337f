/** What a large home costs: memory and CPU at 10,000 entities, the longest block when connecting to 50,000. */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoHouse, startDemoHouse } from "../src/demo/house.ts";
import { atMost, type Figures, median } from "./figures.ts";
import type { Runtime } from "./runtimes.ts";
import { callTool, initialize, startThinClient, type ThinClient } from "./stdio-client.ts";

const CLOCK_TICKS_PER_SECOND = 100;
const SETTLE_MS = 2_000;

export type Houses = { readonly small: DemoHouse; readonly large: DemoHouse; readonly huge: DemoHouse };

export async function openHouses(): Promise<Houses> {
  return {
    small: await startDemoHouse({ restless: false }),
    large: await startDemoHouse({ restless: false, entities: 10_000 }),
    huge: await startDemoHouse({ restless: false, entities: 50_000 }),
  };
}

export async function closeHouses(houses: Houses): Promise<void> {
  for (const house of Object.values(houses)) await house.close();
}

export async function measureScale(
  label: string,
  { command, memoryLimit }: Runtime,
  { small, large, huge }: Houses,
  changes: number,
): Promise<Figures> {
  const grown: number[] = [];
  for (let round = 0; round < 3; round++) {
    // two processes side by side: what one holds is not the other's
    const [much, little] = await Promise.all([settledMemory(command, large), settledMemory(command, small)]);
    grown.push(much - little);
  }
  const blocks = [];
  for (let round = 0; round < 5; round++) blocks.push(await longestBlock(command, huge));
  return {
    [`memory ${label}, 10k entities with index over none`]: atMost(median(grown), "MB", memoryLimit),
    [`change ${label}, 10k entities`]: atMost(await cpuPerChange(command, large, changes), "ms CPU", 0.03),
    [`block ${label}, connecting to 50k`]: atMost(median(blocks), "ms", 50),
  };
}

async function connected(command: string, house: DemoHouse): Promise<ThinClient> {
  const client = startThinClient([command, "dist/stdio-server.js"], {
    HASS_URL: house.url,
    HASS_TOKEN: house.tokens.admin,
    HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-bench-")),
  });
  await initialize(client);
  await callTool(client, "ha_search", { query: "hall light" });
  return client;
}

async function settledMemory(command: string, house: DemoHouse): Promise<number> {
  const client = await connected(command, house);
  await Bun.sleep(SETTLE_MS);
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.pid}/status`, "utf8"))?.[1]);
  await client.close();
  return kilobytes / 1024;
}

async function cpuPerChange(command: string, house: DemoHouse, changes: number): Promise<number> {
  const client = await connected(command, house);
  const perBurst = 500;
  const burst = async () => {
    house.tick(perBurst);
    await callTool(client, "ha_read", { ids: ["light.hall"] });
  };
  for (let count = 0; count < 5; count++) await burst();
  await Bun.sleep(300);
  const before = cpuMs(client.pid);
  // one read in five hundred changes: its cost is counted in, against us
  for (let sent = 0; sent < changes; sent += perBurst) await burst();
  const spent = cpuMs(client.pid) - before;
  await client.close();
  return spent / changes;
}

function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS_PER_SECOND;
}

async function longestBlock(command: string, house: DemoHouse): Promise<number> {
  const child = Bun.spawn([command, "dist/bench/connect-probe.js"], {
    env: { PATH: process.env["PATH"] ?? "", HASS_URL: house.url, HASS_TOKEN: house.tokens.admin },
    stdout: "pipe",
  });
  const answer = JSON.parse(await new Response(child.stdout).text());
  if (answer.entities < 45_000) throw new Error(`only ${answer.entities} entities`);
  return answer.longestBlockMs;
}
