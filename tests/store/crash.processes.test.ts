import { expect, test } from "bun:test";
import { findNode } from "../../scripts/newer-node.ts";
import { crash, writerCommand } from "./crash.ts";

/** More by hand: `HEARTHGATE_CRASH_KILLS=1000`, which takes a few minutes. */
const KILLS = Number(process.env["HEARTHGATE_CRASH_KILLS"] ?? 10);
const TIMEOUT_MS = 30_000 + KILLS * 600;

for (const runtime of ["bun", "node"] as const)
  test.skipIf(runtime === "node" && findNode() === undefined)(
    `killed processes break no promise, on ${runtime} (skipped where no Node has node:sqlite)`,
    async () => {
      const { kills, promises, faults } = await crash(KILLS, await writerCommand(runtime));
      expect(faults).toEqual([]);
      expect(kills).toBeGreaterThanOrEqual(KILLS);
      // how many there are between two kills is the machine's to say
      expect(promises).toBeGreaterThan(KILLS);
    },
    TIMEOUT_MS,
  );
