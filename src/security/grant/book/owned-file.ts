/** A file that decides what callers may do: its owner's alone to write. */

import { statSync } from "node:fs";
import { basename } from "node:path";
import { Failure } from "../../../core/failure.ts";

const WRITABLE_BY_OTHERS = 0o022;

/** CONFIG_INVALID where others may write it: whoever may makes grants. */
export function refuseWritable(path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform === "win32" || (mode & WRITABLE_BY_OTHERS) === 0) return;
  const name = basename(path);
  throw new Failure("CONFIG_INVALID", `${name} may be written by others than its owner.`, {
    hint: `chmod go-w ${name}, after a look at what it says.`,
  });
}
