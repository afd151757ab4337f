import { expect, test } from "bun:test";
import { findNode } from "../../scripts/newer-node.ts";
import { writerCommand } from "./crash.ts";
import { mayTrace, traceWriter } from "./processes/traced-writer.ts";

const ROUNDS = 20;
const traces = mayTrace();

test.skipIf(!traces)(
  "what is acknowledged was forced to the disk first (skipped without strace)",
  async () => {
    expectSynced(await writerCommand("bun"));
  },
);

test.skipIf(!traces || findNode() === undefined)(
  "so on Node (skipped without strace or a Node that has node:sqlite)",
  async () => expectSynced(await writerCommand("node")),
);

function expectSynced(command: readonly string[]): void {
  const { acknowledged, early, counted } = traceWriter(command, ROUNDS);
  expect(early).toBe(0);
  // all that the writer says is seen, and what is only counted does not wait for the disk
  expect(acknowledged).toBeGreaterThanOrEqual(ROUNDS * 2);
  expect(counted).toBeGreaterThan(ROUNDS);
}
