/** `hearthgate stdio`: serves MCP over stdin and stdout. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Config, readConfig } from "../config/config.ts";
import { withPins } from "../registry/pins.ts";
import type { ServedTool } from "../registry/served.ts";
import { servedCatalogue } from "../registry/served-catalogue.ts" with { type: "macro" };
import { builtinGrant } from "../security/grant/model/builtins.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { asksForPin } from "../security/grant/restrict/pin-asked.ts";
import { couldEverUse } from "../security/grant/scope/visible-tools.ts";
import type { Road } from "../start/road.ts";
import { serveOverStdio } from "../transport/stdio/serve.ts";
import { VERSION } from "../version.ts";

/** When a host that asks for nothing gets its connection to Home Assistant all the same. */
const IDLE_CONNECT_MS = 1_500;
/** A process whose host is gone ends within this time, whatever is open. */
const EXIT_GRACE_MS = 1_500;

/** Serves until stdin closes or a signal ends it. CONFIG_INVALID before anything is served. */
export async function stdio(args: readonly string[]): Promise<void> {
  const { demo } = parseArgs({
    args: [...args],
    options: { demo: { type: "boolean", default: false } },
  }).values;
  const config = readConfig({ hass: !demo });
  const grant = await grantOf(config);
  const road = lazily(() => openRoad(config));
  const openSoon = () => setTimeout(() => road.open().catch(endWithFault), 0);
  const idle = setTimeout(openSoon, IDLE_CONNECT_MS);
  const leave = () => {
    clearTimeout(idle);
    setTimeout(() => process.exit(0), EXIT_GRACE_MS).unref();
    void road.close().finally(() => process.exit(0));
  };
  // hosts that do not wait after closing stdin; an open call still gets its last line in the audit
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, leave);
  serveOverStdio(
    {
      version: VERSION,
      async tools() {
        openSoon();
        return servedTo(grant);
      },
      async call(name, callArgs, context) {
        const principal = { grant, credential: "stdio", address: undefined };
        return (await road.open()).call(principal, name, callArgs, context);
      },
    },
    leave,
  );
}

/** A grant of the owner's own needs the parser, which the built-in ones do not wait for. */
async function grantOf(config: Config): Promise<Grant> {
  const builtin = builtinGrant(config.grant);
  if (builtin && !existsSync(join(config.homePath, "grants.json"))) return builtin;
  const { findGrant } = await import("../security/grant/parse/grant-file.ts");
  return findGrant(config.homePath, config.grant, Date.now());
}

function servedTo(grant: Grant): readonly ServedTool[] {
  const served = servedCatalogue().filter((tool) => couldEverUse(grant, tool.effects));
  return served.map((tool) => (asksForPin(grant, tool.effects) ? withPins(tool) : tool));
}

/** What only a connection needs is loaded here: after the first answers have left. */
async function openRoad(config: Config): Promise<Road> {
  const { openRoad: open } = await import("../start/road.ts");
  if (config.hass) return open(config, config.hass);
  const { openDemoRoad } = await import("../start/demo-road.ts");
  return openDemoRoad(config);
}

/** One road for the process, opened at first use. */
function lazily(open: () => Promise<Road>) {
  let road: Promise<Road> | undefined;
  return {
    open(): Promise<Road> {
      road ??= open();
      return road;
    },
    async close(): Promise<void> {
      (await road?.catch(() => undefined))?.close();
    },
  };
}

/** Says the fault on stderr and ends the process; sysexits' EX_CONFIG is 78. */
export function endWithFault(thrown: unknown): never {
  const known = thrown instanceof Error ? thrown : undefined;
  const hint = known && "hint" in known && typeof known.hint === "string" ? ` ${known.hint}` : "";
  process.stderr.write(`hearthgate: ${known?.message ?? "could not start."}${hint}\n`);
  process.exit(known && "code" in known && known.code === "CONFIG_INVALID" ? 78 : 1);
}
