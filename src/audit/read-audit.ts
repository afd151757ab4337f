/** The audit as it lies on disk: its files in order, its lines as they were written. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

/** One file; the parts of one process are one chain. */
export type AuditPart = {
  readonly path: string;
  readonly name: string;
  /** `<start>-<pid>`, the same for every part of one process. */
  readonly chain: string;
  readonly part: number;
};

type Place = { readonly homePath: string; readonly file?: string | undefined };

const NAME = /(\d{8}T\d{6}Z-\d+?)(?:-(\d+))?\.\w+$/;

/** By chain, then part; the oldest first. Empty where there is no audit. Throws what the file system says. */
export function auditParts({ homePath, file }: Place): readonly AuditPart[] {
  const folder = file === undefined ? join(homePath, "audit") : dirname(file);
  const stem = file === undefined ? "" : basename(file, extname(file));
  const parts = namesIn(folder).flatMap((name): AuditPart[] => {
    const [, chain, part = "0"] = NAME.exec(name) ?? [];
    if (chain === undefined || !name.startsWith(stem)) return [];
    return [{ path: join(folder, name), name, chain, part: Number(part) }];
  });
  return parts.sort((a, b) => (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : a.part - b.part));
}

export function linesOf({ path }: AuditPart): readonly string[] {
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n");
  // the last line ends like any other; what stands after it was cut off
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (fault) {
    if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return [];
    throw fault;
  }
}
