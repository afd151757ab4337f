/** Door 2, `hearthgate http`: fastmcp, for a trusted network or behind a proxy. */

import { parseArgs } from "node:util";
import { readConfig } from "./config/config.ts";
import { httpConfigFor } from "./config/http-config.ts";
import { tellDemoToken } from "./start/demo/demo-token.ts";
import { httpParts } from "./start/http-parts.ts";
import { endWithFault, hideInCrashes, liveUntilEnded } from "./start/process-life.ts";
import { rereadToken } from "./start/reread-token.ts";
import { forDemo, localPrincipal } from "./start/start.ts";
import { serveOverFastmcp } from "./transport/fastmcp/serve.ts";

const GRACE_MS = 12_000;

/** Serves until a signal ends it. CONFIG_INVALID before anything is served. */
async function http(args: readonly string[]): Promise<void> {
  const { demo } = parseArgs({
    args: [...args],
    options: { demo: { type: "boolean", default: false } },
  }).values;
  const needs = { http: httpConfigFor("fastmcp") };
  const config = demo ? forDemo(readConfig({ ...needs, hass: false })) : readConfig({ ...needs, hass: true });
  const { http: rules } = config;
  if (!rules) throw new Error("a configuration without an HTTP door");
  const parts = await httpParts(config, rules, "http");
  const caller =
    rules.auth === "local"
      ? { local: { ...(await localPrincipal(config)), credential: "local" } }
      : { identity: parts.identity };
  // rates are the proxy's
  const door = await serveOverFastmcp({
    ...parts,
    metrics: parts.metrics?.step,
    caller,
    rules: { ...rules, rates: undefined },
  });
  await parts.metrics?.begin(door.load);
  const { address, port } = door.address;
  process.stderr.write(
    `hearthgate: serving http://${address.includes(":") ? `[${address}]` : address}:${port}/mcp\n`,
  );
  liveUntilEnded(
    async () => {
      await door.close();
      await parts.road.close();
    },
    { graceMs: GRACE_MS, reload: () => rereadToken(config, parts.useToken) },
  );
  if (demo && rules.auth !== "local") await tellDemoToken(parts.store);
}

hideInCrashes();
http(process.argv.slice(2)).catch(endWithFault);
