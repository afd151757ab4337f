/** Door 1, `hearthgate stdio`: stdin and stdout, for Claude Desktop and other local hosts. */

import { parseArgs } from "node:util";
import { readConfig } from "./config/config.ts";
import { builtinGrant } from "./security/grant/model/builtins.ts";
import { endWithFault, hideInCrashes, liveUntilEnded } from "./start/process-life.ts";
import { shareParts } from "./start/process-parts.ts";
import { forDemo, localPrincipal, startRoad } from "./start/start.ts";
import { serveOverStdio } from "./transport/stdio/serve.ts";

/** Serves until stdin closes or a signal ends it. CONFIG_INVALID before anything is served. */
async function stdio(args: readonly string[]): Promise<void> {
  const { demo } = parseArgs({
    args: [...args],
    options: { demo: { type: "boolean", default: false } },
  }).values;
  const config = demo ? forDemo(readConfig({ hass: false })) : readConfig({ hass: true });
  const principal = await localPrincipal(config);
  const road = startRoad(config, shareParts(config, builtinGrant(principal.grantId) === undefined));
  serveOverStdio(road.doorFor(principal), liveUntilEnded(road.close));
}

hideInCrashes();
stdio(process.argv.slice(2)).catch(endWithFault);
