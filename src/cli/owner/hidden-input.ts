/** What a person types at a terminal and nobody is to read there. */

import { read } from "read";
import { Failure } from "../../core/failure.ts";

/** CONFIG_INVALID where no person can be at the other end: a pipe, a service, a program that runs us. */
export function needTerminal(command: string): void {
  if (process.stdin.isTTY && process.stderr.isTTY) return;
  throw new Failure("CONFIG_INVALID", `${command} wants a terminal, with a person at it.`, {
    hint: "Run it in a shell of your own.",
  });
}

/** On stderr, so that what is printed for machines stays clean. */
export async function askHidden(prompt: string): Promise<string> {
  try {
    return await read({ prompt, silent: true, output: process.stderr });
  } catch (cause) {
    throw new Failure("CANCELLED", "Nothing was answered.", { cause });
  }
}
