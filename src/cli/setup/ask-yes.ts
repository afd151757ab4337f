/** A question to the person at the terminal; whatever is no yes is a no. */

import { createInterface } from "node:readline/promises";
import { needTerminal } from "../owner/hidden-input.ts";

/** CONFIG_INVALID where nobody can be at a terminal. */
export async function askYes(command: string, question: string): Promise<boolean> {
  needTerminal(command);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
