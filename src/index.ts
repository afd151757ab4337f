/** Door 3, `hearthgate serve`: Express with JWT login, for remote agents over an untrusted network. */

import { parseArgs } from "node:util";
import { readConfig } from "./config/config.ts";
import { certificateFaults, httpConfigFor } from "./config/http-config.ts";
import { tellDemoToken } from "./start/demo/demo-token.ts";
import { httpParts } from "./start/http-parts.ts";
import { endWithFault, hideInCrashes, liveUntilEnded } from "./start/process-life.ts";
import { rereadToken } from "./start/reread-token.ts";
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
  const parts = await httpParts(config, http, "serve");
  const door = await serveOverExpress({ ...parts, metrics: parts.metrics?.step, rules: http });
  await parts.metrics?.begin(door.load);
  const { address, port } = door.address;
  process.stderr.write(
    `hearthgate: serving ${http.tls ? "https" : "http"}://${address.includes(":") ? `[${address}]` : address}:${port}/mcp\n`,
  );
  liveUntilEnded(
    async () => {
      await door.close();
      await parts.road.close();
    },
    {
      graceMs: GRACE_MS,
      reload() {
        if (http.tls) reloadTls(http.tls, door.reloadTls);
        rereadToken(config, parts.useToken);
      },
    },
  );
  if (demo) await tellDemoToken(parts.store);
}

/** What nobody would accept is not taken: the certificate before stays in use. */
function reloadTls({ certPath, keyPath }: { certPath: string; keyPath: string }, take: () => void): void {
  const faults = [...certificateFaults(certPath, keyPath, Date.now())];
  if (faults.length === 0) {
    try {
      take();
      return;
    } catch {
      faults.push("the certificate cannot be read again");
    }
  }
  process.stderr.write(`hearthgate: ${faults.join("; ")}; the old certificate stays in use.\n`);
}

hideInCrashes();
serve(process.argv.slice(2)).catch(endWithFault);
