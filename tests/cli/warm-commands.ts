/** Runs commands one after another in one process, as each would run in its own: a message each way. */

import { resolve } from "node:path";
import { runCommand } from "../../src/commands.ts";
import { processClock } from "../../src/core/clock.ts";
import { endWithFault } from "../../src/start/process-life.ts";

/** What a process of its own would have been started with. */
export type CommandStart = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};
/** What it would have left. */
export type CommandEnd = { readonly out: string; readonly err: string; readonly code: number };

/** What a command takes for the program that was started. */
const CLI = resolve("src/cli.ts");

class Ended extends Error {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code;
  }
}

const end = process.exit.bind(process, 0);

async function run({ args, env }: CommandStart): Promise<CommandEnd> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [process.execPath, CLI, ...args];
  // the state of another test may have been ahead
  processClock.restart(Date.now());
  const said = { out: "", err: "" };
  process.exitCode = 0;
  process.stdout.write = (part: string | Uint8Array) => {
    said.out += Buffer.from(part).toString();
    return true;
  };
  process.stderr.write = (part: string | Uint8Array) => {
    said.err += Buffer.from(part).toString();
    return true;
  };
  process.exit = (code) => {
    throw new Ended(Number(code ?? process.exitCode ?? 0));
  };
  const noDoor = async () => {
    throw new Error("a door wants a process of its own");
  };
  const code = await runCommand(args, noDoor)
    .catch((thrown: unknown) => {
      if (thrown instanceof Ended) throw thrown;
      endWithFault(thrown);
    })
    .then(() => Number(process.exitCode ?? 0))
    .catch((thrown: unknown) => {
      if (thrown instanceof Ended) return thrown.code;
      throw thrown;
    });
  return { ...said, code };
}

process.on("disconnect", end);
process.on("message", async (start: CommandStart) => {
  process.send?.(await run(start));
});
