/** Runs `bun test` and reads the counts from its own report, not from its prose. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Counts = { passed: number; failed: number; skipped: number };

/** They want programs of other people: `npm run test:programs`, `npm run test:packages`. */
const OF_PROGRAMS = "tests/**/*.programs.test.ts";
const OF_PACKAGES = "tests/packages/**";

/**
 * For whole runs: four files at once, since half of them wait for a device or a process at any time, the longest first;
 * a test that waits for what never comes ends after a minute.
 */
const WHOLE_ARGS = ["--parallel=4", "--timings=tests/timings.json", "--timeout=60000"];

/** With programs of other people too, but for those of the packages. */
export const ALL_ARGS = [...WHOLE_ARGS, `--path-ignore-patterns=${OF_PACKAGES}`, "tests"];

/** What needs nothing but this checkout. */
export const OWN_ARGS = [...ALL_ARGS, `--path-ignore-patterns=${OF_PROGRAMS}`];

/** What needs programs of other people. */
export const PROGRAMS_ARGS = [...WHOLE_ARGS, ".programs.test.ts"];

/** A run that dies without a report counts as one failure. */
export async function runTests(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-junit-"));
  const report = join(folder, "junit.xml");
  const child = Bun.spawn(
    [process.execPath, "test", "--reporter=junit", `--reporter-outfile=${report}`, ...args],
    {
      env: { ...process.env, ...environment },
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
