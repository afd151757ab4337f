/** What deciding costs: a call on 50 targets under a grant of 200 scopes. */

import { atMost, type Figures } from "./figures.ts";

export function measureEvaluate(label: string, command: string): Figures {
  const { stdout, exitCode } = Bun.spawnSync([command, "dist/bench/evaluate-probe.js"], {
    stderr: "inherit",
  });
  if (exitCode !== 0) throw new Error("the evaluation could not be measured");
  return { [`decide ${label}, 50 targets, 200 scopes`]: atMost(Number(stdout.toString()), "ms", 0.1) };
}
