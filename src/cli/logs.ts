/** `hearthgate logs`: reads a log that was encrypted. */

import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { readConfig } from "../config/config.ts";
import { Failure } from "../core/failure.ts";
import { quote } from "../core/text.ts";
import { decryptLine, isEncrypted } from "../log/line-cipher.ts";
import { readCommandLine } from "./command-line.ts";

const USAGE = `hearthgate logs decrypt FILE   prints its lines, with the key of LOG_ENCRYPTION_KEY; those that were never encrypted too, and names them`;

/** CONFIG_INVALID without a key, for a file that cannot be read, and at the end where lines could not be decrypted. */
export async function logs(args: readonly string[]): Promise<void> {
  const line = readCommandLine({ command: "logs", usage: USAGE, names: ["decrypt"], options: {} }, args);
  if (!line) return;
  const [file, ...more] = line.words;
  if (file === undefined || more.length > 0)
    throw new Failure("CONFIG_INVALID", `logs decrypt takes one file.\n${USAGE}`);
  const { key } = readConfig({ hass: false }).log;
  if (key === undefined)
    throw new Failure("CONFIG_INVALID", "LOG_ENCRYPTION_KEY is not set.", {
      hint: "Set it to the file of the key that the log was written with.",
    });
  const unread: number[] = [];
  const open: number[] = [];
  let at = 0;
  for await (const each of linesOf(file)) {
    at++;
    if (!isEncrypted(each)) open.push(at);
    const text = isEncrypted(each) ? decryptLine(each, key) : withoutControls(each);
    if (text === undefined) unread.push(at);
    // a file may be larger than the memory
    else if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
  }
  if (open.length > 0)
    process.stderr.write(
      `hearthgate: Lines that were not encrypted: ${named(open)}. Whoever can write the file can have written or changed them.\n`,
    );
  if (unread.length > 0) throw unreadable(unread);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `${quote(file)} cannot be read.`, { cause });
  }
}

const MOST_NAMED = 10;

function named(lines: readonly number[]): string {
  const rest = lines.length > MOST_NAMED ? ` and ${lines.length - MOST_NAMED} more` : "";
  return lines.slice(0, MOST_NAMED).join(", ") + rest;
}

function unreadable(lines: readonly number[]): Failure {
  return new Failure("CONFIG_INVALID", `Lines that could not be decrypted: ${named(lines)}.`, {
    hint: "They were changed or cut short, or written with another key.",
  });
}

/** Anybody may have written it, for the terminal that shows it. */
function withoutControls(line: string): string {
  return line.replaceAll(/(?!\t)\p{Cc}/gu, "\ufffd");
}
