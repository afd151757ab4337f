/** A copy of the checkout in which mutants are tried. */

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type Mutant, mutate } from "./mutators.ts";
import { type Stage, startsProcesses } from "./relations.ts";

export type Outcome = "killed" | "timed out" | "survived" | "no tests";

export type Workshop = {
  /** `timeoutMs` bounds each stage. */
  attempt(mutant: Mutant, stages: readonly Stage[], timeoutMs: (stage: Stage) => number): Promise<Outcome>;
  /** What `bun test` with these arguments ends with; null = it was stopped. */
  runTests(args: readonly string[], timeoutMs: number): Promise<number | null>;
  remove(): void;
};

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
    const code = await run(["test", "--bail=1", ...stage], timeoutMs);
    return code === null ? "timed out" : code === 0 ? "survived" : "killed";
  };
  return {
    async attempt(mutant, stages, timeoutMs) {
      const path = join(folder, mutant.file);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, mutate(text, mutant));
      try {
        let outcome: Outcome = "no tests";
        for (const stage of stages) {
          outcome = await runStage(stage, timeoutMs(stage));
          if (outcome !== "survived") break;
        }
        return outcome;
      } finally {
        writeFileSync(path, text);
      }
    },
    async runTests(args, timeoutMs) {
      const built = await run(["run", "scripts/build.ts"], timeoutMs);
      return built === 0 ? run(["test", ...args], timeoutMs) : built;
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
