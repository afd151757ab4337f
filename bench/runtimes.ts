/** The runtimes that figures are printed for: this machine's Node, a newer Node when it is older than 22, Bun. */

import { newerNode } from "../scripts/newer-node.ts";

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

function majorOf(command: string): number {
  return Number(/v(\d+)/.exec(Bun.spawnSync([command, "--version"]).stdout.toString())?.[1]);
}
