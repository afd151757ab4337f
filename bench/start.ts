/** What starting costs: spawn until `tools/list` is answered, beside a one-tool server of the same SDK. */

import { atMost, type Figures, median } from "./figures.ts";
import { initialize, startThinClient } from "./stdio-client.ts";

export async function measureStart(label: string, runtime: string, rounds: number): Promise<Figures> {
  const ours: Spawned[] = [];
  const floor: Spawned[] = [];
  for (let round = 0; round < rounds + 2; round++) {
    const pair = [
      await spawnToList([runtime, "dist/stdio-server.js"]),
      await spawnToList([runtime, "dist/bench/one-tool.js"]),
    ] as const;
    if (round < 2) continue;
    ours.push(pair[0]);
    floor.push(pair[1]);
  }
  const list = (all: readonly Spawned[]) => median(all.map(({ listMs }) => listMs));
  return {
    [`start ${label} ÷ one-tool server`]: atMost(list(ours) / list(floor), "×", 1.15),
    [`start ${label} median`]: atMost(list(ours), "ms"),
    [`end ${label}, after stdin closes, longest`]: atMost(
      Math.max(...ours.map(({ endMs }) => endMs)),
      "ms",
      2_000,
    ),
  };
}

type Spawned = { readonly listMs: number; readonly endMs: number };

/** Nobody listens at HASS_URL: the answer must not wait for Home Assistant. */
async function spawnToList(command: readonly string[]): Promise<Spawned> {
  const started = performance.now();
  const client = startThinClient(command, {
    HASS_URL: "http://127.0.0.1:9",
    HASS_TOKEN: "none",
    HEARTHGATE_HOME: "/nonexistent/hearthgate",
  });
  await initialize(client);
  await client.request("tools/list");
  const listed = performance.now();
  await client.close();
  return { listMs: listed - started, endMs: performance.now() - listed };
}
