/** A server that other people wrote, in a process of its own, from its start until it answers. */

import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.ts";

export type ProgramOptions = {
  /** What it says is kept in a file here. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly answers: () => Promise<boolean>;
};

/** Long enough for a machine that is busy with other tests. */
const START_MS = 60_000;

/** Resolves when it answers. Throws with what it said when it ends before. */
export async function startProgram(
  command: readonly string[],
  { folder, env = process.env, answers }: ProgramOptions,
): Promise<Bun.Subprocess> {
  const said = join(folder, "said.log");
  const log = openSync(said, "a");
  const child = Bun.spawn([...command], { env, stdin: "ignore", stdout: log, stderr: log });
  closeSync(log);
  await until(async () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${command[0]} ended:\n${readFileSync(said, "utf8")}`);
    return answers().catch(() => false);
  }, START_MS);
  return child;
}
