/** A private folder, made with whatever is missing above it. */

import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * 0700; throws what the file system says. One level at a time: Node's own `recursive` never ends where a parent that is
 * there says that it is not (procfs).
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (fault) {
    // another process made it meanwhile
    if (!(fault instanceof Error && "code" in fault && fault.code === "EEXIST")) throw fault;
  }
}
