import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode } from "../../scripts/newer-node.ts";
import { writerCommand } from "./crash.ts";

const strace = Bun.which("strace");
const mayTrace = strace !== null && Bun.spawnSync([strace, "-o", "/dev/null", "true"]).exitCode === 0;
const ROUNDS = 20;
/** The lines of the writer that were promised to be on the disk. */
const ACKNOWLEDGED = /"said\\":\\"(token|revoked|turned)/;
/** In one line, or begun in an earlier one while another thread was seen. */
const SYNCED = / (fsync|fdatasync)\(\d+<[^>]*state\.db-wal>\) += 0|<\.\.\. (fsync|fdatasync) resumed>\) += 0/;

test.skipIf(!mayTrace)(
  "what is acknowledged was forced to the disk first (skipped without strace)",
  async () => {
    expectSynced(await writerCommand("bun"));
  },
);

test.skipIf(!mayTrace || findNode() === undefined)(
  "so on Node (skipped without strace or a Node that has node:sqlite)",
  async () => expectSynced(await writerCommand("node")),
);

function expectSynced(command: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-strace-"));
  const trace = join(folder, "trace");
  const calls = "trace=fsync,fdatasync,write,pwrite64";
  const traced = ["strace", "-f", "-y", "-e", calls, "-s", "80", "-o", trace, ...command];
  const { exitCode } = Bun.spawnSync([...traced, join(folder, "home"), "traced", `${ROUNDS}`]);
  expect(exitCode).toBe(0);
  let unsynced = 0;
  let acknowledged = 0;
  let counted = 0;
  for (const line of readFileSync(trace, "utf8").split("\n")) {
    if (/ pwrite64\(\d+<[^>]*state\.db-wal>/.test(line)) unsynced += 1;
    else if (SYNCED.test(line)) unsynced = 0;
    else if (ACKNOWLEDGED.test(line)) {
      acknowledged += 1;
      expect(unsynced).toBe(0);
    } else if (/"said\\"/.test(line) && unsynced > 0) counted += 1;
  }
  // all that the writer says is seen, and what is only counted does not wait for the disk
  expect(acknowledged).toBeGreaterThanOrEqual(ROUNDS * 2);
  expect(counted).toBeGreaterThan(ROUNDS);
}
