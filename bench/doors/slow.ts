/** Whether good callers are served while slow ones hold a thousand connections; slowhttptest plays these. */

import { atLeast, atMost, type Figures } from "../figures.ts";

/** Calls of good callers, by what was slow. */
export type SlowReport = Record<string, { readonly good: number; readonly missed: number }>;

/** `runtime`: a Node that has SQLite. Throws where slowhttptest is missing and cannot be installed. */
export async function measureSlow(runtime: string, seconds: number): Promise<Figures> {
  if (Bun.which("slowhttptest") === null) {
    for (const words of [["update"], ["install", "-y", "slowhttptest"]])
      Bun.spawnSync(["apt-get", ...words], { stdout: "ignore", stderr: "ignore" });
    if (Bun.which("slowhttptest") === null) throw new Error("slowhttptest is needed: it comes with Debian");
  }
  const child = Bun.spawn([runtime, "dist/bench/slow-probe.js", process.execPath, `${seconds}`], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const said = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error("slow clients could not be measured");
  const report: SlowReport = JSON.parse(said);
  return Object.fromEntries(
    Object.entries(report).flatMap(([way, { good, missed }]) => [
      [`slow ${way}, 1,000 connections, good calls`, atLeast(good, "calls", seconds)],
      [`slow ${way}, 1,000 connections, good calls not served`, atMost(missed, "calls", 0)],
    ]),
  );
}
