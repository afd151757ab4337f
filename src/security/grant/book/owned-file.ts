/** A file that decides what callers may do: its owner's alone to write. */

import { statSync } from "node:fs";
import { basename } from "node:path";
import { Failure } from "../../../core/failure.ts";
import { whyNot } from "../../../core/file-fault.ts";

const WRITABLE_BY_OTHERS = 0o022;

/** CONFIG_INVALID where others may write it: whoever may makes grants; and where nobody can look. */
export function refuseWritable(path: string): void {
  const name = basename(path);
  const mode = modeOf(path, name);
  if (process.platform === "win32" || (mode & WRITABLE_BY_OTHERS) === 0) return;
  throw new Failure("CONFIG_INVALID", `${name} may be written by others than its owner.`, {
    hint: `chmod go-w ${name}, after a look at what it says.`,
  });
}

function modeOf(path: string, name: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `${name} cannot be looked at: ${whyNot(cause)}.`, {
      hint: "HEARTHGATE_HOME must be a folder that this user may read.",
      cause,
    });
  }
}
