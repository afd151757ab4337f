/** The access that bounds every grant, in `ceiling.json`. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../../core/failure.ts";
import { KeyTwice, readJsonFile, writeJsonFile } from "../../../store/json-file.ts";
import type { Access } from "../model/access.ts";
import type { Fault } from "../parse/fault.ts";
import { parseCeiling } from "../parse/parse-ceiling.ts";
import { refuseWritable } from "./owned-file.ts";

const MAX_BYTES = 1024 * 1024;

export function ceilingPath(homePath: string): string {
  return join(homePath, "ceiling.json");
}

/** undefined = there is none. CONFIG_INVALID when it is damaged: nothing is guessed. */
export function readCeiling(homePath: string): Access | undefined {
  const path = ceilingPath(homePath);
  refuseWritable(path);
  let content: unknown;
  try {
    content = readJsonFile(path, MAX_BYTES);
  } catch (cause) {
    if (!(cause instanceof KeyTwice)) throw damaged([], cause);
    throw new Failure("CONFIG_INVALID", `ceiling.json: ${cause.message}`, {
      hint: "Nothing was changed; take one of the two out.",
    });
  }
  if (content === undefined) return undefined;
  const parsed = parseCeiling(content);
  if ("faults" in parsed) throw damaged(parsed.faults);
  return parsed.ceiling;
}

export function writeCeiling(homePath: string, ceiling: Access): void {
  writeJsonFile(ceilingPath(homePath), ceiling, MAX_BYTES);
}

export function removeCeiling(homePath: string): void {
  rmSync(ceilingPath(homePath), { force: true });
}

function damaged(faults: readonly Fault[], cause?: unknown): Failure {
  const said = faults.slice(0, 5).map(({ path, message }) => ` ${path || "ceiling"}: ${message}`);
  return new Failure("CONFIG_INVALID", `ceiling.json is damaged or too large.${said.join("")}`, {
    hint: "Put back the last good copy, or set it anew with hearthgate grants ceiling.",
    cause,
  });
}
