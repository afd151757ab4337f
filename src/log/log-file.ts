/** LOG_FILE: lines go into a file of the owner's alone, a new one each day and at 20 MB. */

import { type DestinationStream, pino } from "pino";
import roll from "pino-roll";
import { Failure } from "../core/failure.ts";

export type LogFileOptions = {
  /** Absolute path; with rotation a date and a number are put before its ending. */
  readonly file: string;
  readonly rotates: boolean;
  /** Files that are kept, the current one included; at least 1. */
  readonly maxFiles: number;
};

const OWNER_ONLY = 0o600;

/** Lines are in the file when the call returns. CONFIG_INVALID when it cannot be written. */
export async function openLogFile({ file, rotates, maxFiles }: LogFileOptions): Promise<DestinationStream> {
  try {
    const shape = { mkdir: true, mode: OWNER_ONLY, sync: true } as const;
    const limit = { count: Math.max(1, maxFiles), removeOtherLogFiles: true };
    const to = rotates
      ? await roll({ file, frequency: "daily", dateFormat: "yyyy-MM-dd", size: "20m", limit, ...shape })
      : pino.destination({ dest: file, ...shape });
    // a disk that is full must not end the doors
    to.on("error", sayOnce());
    return to;
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "LOG_FILE cannot be written.", {
      hint: "Make its folder writable, or name another.",
      cause,
    });
  }
}

function sayOnce(): () => void {
  let said = false;
  return () => {
    if (!said) process.stderr.write("hearthgate: LOG_FILE cannot be written any more.\n");
    said = true;
  };
}
