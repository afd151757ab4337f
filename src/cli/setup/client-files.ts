/** Writing a client's file: it keeps its rights, and a link stays a link. */

import { chmodSync, existsSync, mkdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../../core/failure.ts";
import { whyNot } from "../../core/file-fault.ts";
import { replaceFile } from "../../store/json-file.ts";
import type { Plan } from "./plan.ts";

/** CONFIG_INVALID when it cannot be written; what was there is then as it was. */
export function writePlan({ path, after }: Pick<Plan, "path" | "after">): void {
  try {
    const target = existsSync(path) ? realpathSync(path) : path;
    if (after === undefined) {
      rmSync(target, { force: true });
      return;
    }
    const mode = existsSync(target) ? statSync(target).mode & 0o777 : 0o600;
    mkdirSync(dirname(target), { recursive: true });
    replaceFile(target, after);
    chmodSync(target, mode);
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `The file cannot be written: ${whyNot(cause)}.`, {
      hint: "It is as it was.",
      cause,
    });
  }
}
