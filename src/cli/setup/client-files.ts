/** Writing a client's file: it keeps its rights, its owner, and a link stays a link. */

import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../../core/failure.ts";
import { whyNot } from "../../core/file-fault.ts";
import { replaceFile } from "../../store/json-file.ts";
import { changes, type Plan } from "./plan.ts";
import { contentOf } from "./written.ts";

const ANYBODY_WRITES = 0o222;

/** Why it must not be written; undefined = it may be. */
export function whyBarred({ path, before }: Pick<Plan, "path" | "before">): Failure | undefined {
  if (before === undefined && isLink(path))
    return unwritable("it is a link to a file that is not there", "Make that file, or take the link away.");
  if (before !== undefined && (statSync(path).mode & ANYBODY_WRITES) === 0)
    return unwritable("it is read-only", "Make it writable, where that is meant.");
  return undefined;
}

/** CONFIG_INVALID when somebody wrote there since the plan was made and shown. */
export function checkUnchanged({ path, before, ...plan }: Plan): void {
  const now = contentOf(path);
  if (changes({ ...plan, path, before, after: now }))
    throw unwritable("it was changed since it was shown", "Run the command again.");
}

/** CONFIG_INVALID when it cannot be written; what was there is then as it was. */
export function writePlan({ path, after }: Pick<Plan, "path" | "after">): void {
  try {
    const was = statSync(path, { throwIfNoEntry: false });
    const target = was ? realpathSync(path) : path;
    if (after === undefined) {
      rmSync(target, { force: true });
      return;
    }
    mkdirSync(dirname(target), { recursive: true });
    replaceFile(target, after);
    if (was) giveBack(target, was);
  } catch (cause) {
    throw unwritable(whyNot(cause), "It is as it was.", cause);
  }
}

/** With `sudo` it would become root's, and its client could not read it any more. */
function giveBack(target: string, { mode, uid, gid }: Stats): void {
  const now = statSync(target);
  if (now.uid !== uid || now.gid !== gid) chownSync(target, uid, gid);
  chmodSync(target, mode & 0o777);
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    return false; // its folder is a file: writing says so
  }
}

function unwritable(why: string, hint: string, cause?: unknown): Failure {
  return new Failure("CONFIG_INVALID", `The file cannot be written: ${why}.`, { hint, cause });
}
