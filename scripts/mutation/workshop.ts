/** A copy of the checkout in which mutants are tried. */

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type Mutant, mutate } from "./mutators.ts";
import { type Stage, startsProcesses } from "./relations.ts";

export type Outcome = "killed" | "timed out" | "survived" | "no tests";

export type Workshop = {
  /**
   * The first stage that notices the mutant ends it. A test file that did so and is not yet in `healthy` runs again
   * without the mutant: Error where it fails even then.
   */
  attempt(mutant: Mutant, stages: readonly Stage[], healthy: Set<string>): Promise<Outcome>;
  remove(): void;
};

/** Ten times what the slowest stage takes on a machine of two cores. */
const STAGE_TIMEOUT_MS = 120_000;
/** Nothing near needs so long: a mutant that does turns in circles. */
const NEAR_TIMEOUT_MS = 45_000;
const LEFT_OUT = new Set(["node_modules", "dist", ".git"]);
/** Random tests take the same cases for every mutant. */
const SEEDS = {
  LAW_SEED: "777",
  ROAD_SEED: "777",
  SEARCH_SEED: "777",
  PARITY_SEED: "777",
  TEXT_SEED: "7",
  JSON_SEED: "7",
};

export function openWorkshop(root: string): Workshop {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-mutation-"));
  cpSync(root, folder, { recursive: true, filter: (path) => path === root || !LEFT_OUT.has(basename(path)) });
  symlinkSync(resolve(root, "node_modules"), join(folder, "node_modules"));
  const run = (args: readonly string[], timeoutMs: number) => runBun(folder, args, timeoutMs);
  const runStage = async (stage: Stage, timeoutMs: number): Promise<Outcome> => {
    if (startsProcesses(stage) && (await run(["run", "scripts/build.ts"], timeoutMs)) !== 0) return "killed";
    const code = await run(["test", "--bail=1", `--timeout=${timeoutMs}`, ...stage], timeoutMs);
    return code === null ? "timed out" : code === 0 ? "survived" : "killed";
  };
  const checkHealth = async (stage: Stage, healthy: Set<string>) => {
    const unknown = stage.filter((test) => !healthy.has(test));
    if (unknown.length === 0) return;
    if ((await runStage(unknown, STAGE_TIMEOUT_MS)) !== "survived")
      throw new Error(`these fail without any mutant: ${unknown.join(" ")}`);
    for (const test of unknown) healthy.add(test);
  };
  return {
    async attempt(mutant, stages, healthy) {
      const path = join(folder, mutant.file);
      const text = readFileSync(path, "utf8");
      let outcome: Outcome = "no tests";
      for (const [at, stage] of stages.entries()) {
        writeFileSync(path, mutate(text, mutant));
        outcome = await runStage(stage, at === 0 ? NEAR_TIMEOUT_MS : STAGE_TIMEOUT_MS);
        writeFileSync(path, text);
        if (outcome === "survived") continue;
        await checkHealth(stage, healthy);
        break;
      }
      return outcome;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** In a process group of its own, so that what it started ends with it. */
function runBun(folder: string, args: readonly string[], timeoutMs: number): Promise<number | null> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ...SEEDS },
      stdio: "ignore",
      detached: true,
    });
    const timer = setTimeout(() => endGroup(child.pid), timeoutMs);
    child.once("error", () => done(1));
    child.once("close", (code) => {
      clearTimeout(timer);
      endGroup(child.pid);
      done(code);
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (fault) {
    // nobody of it is left
    if (!(fault instanceof Error && "code" in fault && fault.code === "ESRCH")) throw fault;
  }
}
