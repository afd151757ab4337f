/** `hearthgate stdio`: serves MCP over stdin and stdout. */

import { parseArgs } from "node:util";
import { readConfig } from "../config/config.ts";
import { liveUntilEnded } from "../start/process-life.ts";
import { localPrincipal, startRoad } from "../start/start.ts";
import { serveOverStdio } from "../transport/stdio/serve.ts";

/** Serves until stdin closes or a signal ends it. CONFIG_INVALID before anything is served. */
export async function stdio(args: readonly string[]): Promise<void> {
  const { demo } = parseArgs({
    args: [...args],
    options: { demo: { type: "boolean", default: false } },
  }).values;
  const config = readConfig({ hass: !demo });
  const principal = await localPrincipal(config);
  const road = startRoad(config);
  serveOverStdio(road.doorFor(principal), liveUntilEnded(road.close));
}
