/** Runs `bun test` and reads the counts from its own report, not from its prose. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode, newerNode } from "./newer-node.ts";

/** In memory where the machine has such a folder: thousands of little states are written and thrown away. */
const SCRATCH = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

type Counts = { passed: number; failed: number; skipped: number };

/** Against programs of other people. */
const OF_PROGRAMS = ".programs.test.ts";
/** Of whole processes: their ends, restarts and crashes, other runtimes, what is installed. */
const OF_PROCESSES = ".processes.test.ts";
const OF_PACKAGES = "tests/packages/**";

/**
 * For whole runs: five files at once, since half of them wait for a device or a process at any time, the longest first;
 * each process loads the program once for all of its files. A test that waits for what never comes ends after a minute.
 */
const WHOLE_ARGS = ["--parallel=5", "--no-isolate", "--timings=tests/timings.json", "--timeout=60000"];

/** Everything but the packages. */
export const ALL_ARGS = [...WHOLE_ARGS, `--path-ignore-patterns=${OF_PACKAGES}`, "tests"];
export const PROGRAMS_ARGS = [...WHOLE_ARGS, OF_PROGRAMS];
export const PROCESSES_ARGS = [...WHOLE_ARGS, OF_PROCESSES];
/** What needs nothing but this checkout, within a minute or two. */
export const OWN_ARGS = [
  ...ALL_ARGS,
  ...[OF_PROGRAMS, OF_PROCESSES].map((name) => `--path-ignore-patterns=tests/**/*${name}`),
];

/** Builds what tests start, and sees to a Node that can keep state. */
export function prepareTests(): void {
  const build = Bun.spawnSync([process.execPath, "run", "scripts/build.ts"], {
    stdout: "ignore",
    stderr: "inherit",
  });
  if (build.exitCode !== 0) process.exit(1);
  if (findNode() === undefined) newerNode();
}

/** Runs them, prints the counts as the last line, and sets the exit code by them. */
export async function reportTests(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { passed, failed, skipped } = await runTests(args, environment);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** A run that dies without a report counts as one failure. */
export async function runTests(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Counts> {
  const folder = mkdtempSync(join(SCRATCH, "hearthgate-tests-"));
  const report = join(folder, "junit.xml");
  const scratch = join(folder, "scratch");
  mkdirSync(scratch);
  const child = Bun.spawn(
    [process.execPath, "test", "--reporter=junit", `--reporter-outfile=${report}`, ...args],
    {
      env: {
        ...process.env,
        // what tests make and leave goes with the run
        TMPDIR: scratch,
        // the doors of the tests are the same few bundles, hundreds of times
        NODE_COMPILE_CACHE: join(folder, "compiled"),
        ...environment,
      },
      stdout: "inherit",
      stderr: "inherit",
    },
  );
  const exitCode = await child.exited;
  try {
    const counts = readReport(readFileSync(report, "utf8"));
    if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(xml: string): Counts {
  const total = /<testsuites[^>]*>/.exec(xml)?.[0] ?? "";
  const read = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(total)?.[1] ?? 0);
  const failed = read("failures") + read("errors");
  const skipped = read("skipped");
  return { passed: read("tests") - failed - skipped, failed, skipped };
}
