/** Whether a caller can tell what is hidden from what does not exist by the time that the answer takes. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atMost, type Figures, median } from "./figures.ts";
import { initialize, startThinClient } from "./stdio-client.ts";

const HIDDEN = "light.hall";
const MISSING = "light.halq";
const WARM_UP = 200;

/** On the demo house, under a grant for the lights of its kitchen. */
export async function measureHidden(url: string, token: string, rounds: number): Promise<Figures> {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-bench-"));
  const lights = { domain: ["light"], area: ["kitchen"] };
  const access = { read: [lights], actions: [{ service: "light.*", target: lights }] };
  const grants = [{ name: "kitchen", access, created_at: "2026-01-01T00:00:00Z", expires_at: "never" }];
  writeFileSync(join(home, "grants.json"), JSON.stringify({ version: 1, grants }));
  const client = startThinClient(["node", "dist/stdio-server.js"], {
    HASS_URL: url,
    HASS_TOKEN: token,
    HEARTHGATE_HOME: home,
    HEARTHGATE_GRANT: "kitchen",
    STORE: "memory",
  });
  await initialize(client);
  const times = { [HIDDEN]: [] as number[], [MISSING]: [] as number[] };
  for (let round = 0; round < WARM_UP + rounds; round++) {
    for (const [id, spent] of Object.entries(times)) {
      const args = { service: "light.turn_on", target: { entity_id: [id] } };
      const started = performance.now();
      const { result } = (await client.request("tools/call", {
        name: "ha_call_service",
        arguments: args,
      })) as { result?: { isError?: boolean } };
      if (result?.isError !== true) throw new Error(`${id} was not refused`);
      if (round >= WARM_UP) spent.push(performance.now() - started);
    }
  }
  await client.close();
  const ratio = median(times[HIDDEN] ?? []) / median(times[MISSING] ?? []);
  return { "refusing hidden ÷ missing, either way": atMost(Math.max(ratio, 1 / ratio), "×", 1.43) };
}
