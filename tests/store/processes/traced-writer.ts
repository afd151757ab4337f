/** A writer of the state under strace: whether what it acknowledges was forced to the disk before. */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `early`: of the acknowledged, those that the disk did not have yet. `counted`: answers that do not wait for it. */
export type Traced = { readonly acknowledged: number; readonly early: number; readonly counted: number };

/** The lines of the writer that were promised to be on the disk. */
const ACKNOWLEDGED = /"said\\":\\"(token|revoked|turned)/;
/** In one line, or begun in an earlier one while another thread was seen. */
const SYNCED = / (fsync|fdatasync)\(\d+<[^>]*state\.db-wal>\) += 0|<\.\.\. (fsync|fdatasync) resumed>\) += 0/;

/** Whether this machine has strace and lets it look. */
export function mayTrace(): boolean {
  const strace = Bun.which("strace");
  return strace !== null && Bun.spawnSync([strace, "-o", "/dev/null", "true"]).exitCode === 0;
}

/** Two things are acknowledged in each round. Throws when the writer fails. */
export function traceWriter(command: readonly string[], rounds: number): Traced {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-strace-"));
  const trace = join(folder, "trace");
  const calls = "trace=fsync,fdatasync,write,pwrite64";
  const traced = ["strace", "-f", "-y", "-e", calls, "-s", "80", "-o", trace, ...command];
  const { exitCode } = Bun.spawnSync([...traced, join(folder, "home"), "traced", `${rounds}`]);
  if (exitCode !== 0) throw new Error(`the traced writer ended with ${exitCode}`);
  let unsynced = 0;
  const seen = { acknowledged: 0, early: 0, counted: 0 };
  for (const line of readFileSync(trace, "utf8").split("\n")) {
    if (/ pwrite64\(\d+<[^>]*state\.db-wal>/.test(line)) unsynced += 1;
    else if (SYNCED.test(line)) unsynced = 0;
    else if (ACKNOWLEDGED.test(line)) {
      seen.acknowledged += 1;
      if (unsynced > 0) seen.early += 1;
    } else if (/"said\\"/.test(line) && unsynced > 0) seen.counted += 1;
  }
  return seen;
}
