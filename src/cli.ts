#!/usr/bin/env node
/** The bin `hearthgate`. */

import { runCommand } from "./commands.ts";
import { endWithFault, hideInCrashes } from "./start/process-life.ts";

/** Each door is an entry of its own, which begins when it is imported; stdio never loads what the HTTP doors need. */
const DOORS: Readonly<Record<string, string>> = {
  stdio: "./stdio-server.js",
  http: "./http-server.js",
  serve: "./index.js",
};

async function openDoor(name: string, args: readonly string[]): Promise<void> {
  process.argv.splice(2, process.argv.length, ...args);
  await import(new URL(DOORS[name] ?? "", import.meta.url).href);
}

// `hearthgate tokens list | head`: whoever reads has had enough
process.stdout.on("error", (fault: NodeJS.ErrnoException) => process.exit(fault.code === "EPIPE" ? 0 : 1));

hideInCrashes();
runCommand(process.argv.slice(2), openDoor).catch(endWithFault);
