/** What keeping state costs, each method of each store: `bun bench/store.ts`. */

import { atMost, type Figures, rowOf } from "./figures.ts";
import { findRuntimes } from "./runtimes.ts";

/** Every step of every request looks something up. */
const LOOK_UP_LIMIT_US = 15;

/** Method → median microseconds. */
export type StoreTimes = Record<string, number>;

/** Needs `dist/bench/store-probe.js`; runtimes without `node:sqlite` are left out. */
export function measureStore(commands: Readonly<Record<string, string>>): Figures {
  const figures: Figures = {};
  for (const [label, command] of Object.entries(commands)) {
    if (!hasSqlite(command)) continue;
    const { stdout, exitCode } = Bun.spawnSync([command, "dist/bench/store-probe.js"], { stderr: "inherit" });
    if (exitCode !== 0) throw new Error("the store could not be measured");
    const times: StoreTimes = JSON.parse(stdout.toString());
    for (const [name, us] of Object.entries(times)) {
      const limit = /(get|revision)$/.test(name) ? LOOK_UP_LIMIT_US : undefined;
      figures[`store ${name}, ${label}`] = atMost(us, "µs", limit);
    }
  }
  return figures;
}

function hasSqlite(command: string): boolean {
  return Bun.spawnSync([command, "--eval", "require('node:sqlite')"], { stderr: "ignore" }).exitCode === 0;
}

if (import.meta.main) {
  const built = await Bun.build({
    entrypoints: ["bench/servers/store-probe.ts"],
    outdir: "dist/bench",
    target: "node",
    format: "esm",
  });
  if (!built.success) throw new Error("the build failed");
  const commands = Object.entries(findRuntimes()).map(([label, { command }]) => [label, command] as const);
  const figures = measureStore(Object.fromEntries(commands));
  for (const [name, figure] of Object.entries(figures)) console.log(rowOf(name, figure));
}
