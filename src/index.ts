/** Door 3, `hearthgate serve`: Express with JWT login, for remote agents over an untrusted network. */

import { parseArgs } from "node:util";
import { readConfig } from "./config/config.ts";
import { httpConfigFor } from "./config/http-config.ts";
import { httpParts } from "./start/http-parts.ts";
import { endWithFault, liveUntilEnded } from "./start/process-life.ts";
import { forDemo } from "./start/start.ts";
import { serveOverExpress } from "./transport/express/serve.ts";

const GRACE_MS = 12_000;

/** Serves until a signal ends it. CONFIG_INVALID before anything is served. */
async function serve(args: readonly string[]): Promise<void> {
  const { demo } = parseArgs({
    args: [...args],
    options: { demo: { type: "boolean", default: false } },
  }).values;
  const needs = { http: httpConfigFor("express") };
  const config = demo ? forDemo(readConfig({ ...needs, hass: false })) : readConfig({ ...needs, hass: true });
  const { http } = config;
  if (!http) throw new Error("a configuration without an HTTP door");
  const parts = await httpParts(config, http);
  const door = await serveOverExpress({ ...parts, rules: http });
  const { address, port } = door.address;
  process.stderr.write(
    `hearthgate: serving ${http.tls ? "https" : "http"}://${address.includes(":") ? `[${address}]` : address}:${port}/mcp\n`,
  );
  liveUntilEnded(
    async () => {
      await door.close();
      await parts.road.close();
    },
    { graceMs: GRACE_MS, reload: () => reload(door.reloadTls) },
  );
}

function reload(reloadTls: () => void): void {
  try {
    reloadTls();
  } catch {
    process.stderr.write("hearthgate: the certificate cannot be read again; the old one stays in use.\n");
  }
}

serve(process.argv.slice(2)).catch(endWithFault);
