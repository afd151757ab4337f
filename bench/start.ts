/** What starting costs: spawn until `tools/list` is answered, beside a one-tool server of the same SDK. */

import { atMost, type Figures, median } from "./figures.ts";
import { initialize, startThinClient } from "./stdio-client.ts";

export async function measureStart(
  runtimes: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Figures> {
  const figures: Figures = {};
  for (const [label, runtime] of Object.entries(runtimes)) {
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds + 2; round++) {
      const pair = [
        await spawnToList([runtime, "dist/stdio-server.js"]),
        await spawnToList([runtime, "dist/bench/one-tool.js"]),
      ] as const;
      if (round < 2) continue;
      ours.push(pair[0]);
      floor.push(pair[1]);
    }
    figures[`start ${label} ÷ one-tool server`] = atMost(median(ours) / median(floor), "×", 1.15);
    figures[`start ${label} median`] = atMost(median(ours), "ms");
  }
  return figures;
}

/** Nobody listens at HASS_URL: the answer must not wait for Home Assistant. */
async function spawnToList(command: readonly string[]): Promise<number> {
  const started = performance.now();
  const client = startThinClient(command, {
    HASS_URL: "http://127.0.0.1:9",
    HASS_TOKEN: "none",
    HEARTHGATE_HOME: "/nonexistent/hearthgate",
  });
  await initialize(client);
  await client.request("tools/list");
  const elapsed = performance.now() - started;
  await client.close();
  return elapsed;
}
