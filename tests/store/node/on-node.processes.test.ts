/** Suites of what leans on the runtime, on Node: its SQLite, its sockets. */

import { expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import type { BunPlugin } from "bun";
import { findNode } from "../../../scripts/newer-node.ts";
import { bundleForNode } from "./node-runtime.ts";

const node = findNode();
const RUNNER = new URL("./bun-test-on-node.ts", import.meta.url);
/** The suites import `bun:test`; on Node its few words are spelled by Node's runner. */
const onNode: BunPlugin = {
  name: "bun:test on Node",
  setup(build) {
    build.onResolve({ filter: /^bun:test$/ }, () => ({ path: fileURLToPath(RUNNER) }));
  },
};

const CLIENT = "transport/express/oauth/client";
const SUITES = [
  "store/memory-store.test.ts",
  "store/sqlite-store.test.ts",
  `${CLIENT}/public-fetch.test.ts`,
  `${CLIENT}/redirect-rules.test.ts`,
];

for (const suite of SUITES)
  test.skipIf(node === undefined)(
    `${suite} holds on Node too (skipped where no Node has node:sqlite)`,
    async () => {
      const bundle = await bundleForNode(new URL(`../../${suite}`, import.meta.url), [onNode]);
      const { stdout } = Bun.spawnSync([node ?? "", "--test", "--test-reporter=tap", bundle]);
      const report = stdout.toString();
      expect(report).toMatch(/^# pass [1-9]\d*$/m);
      expect(report).toMatch(/^# fail 0$/m);
    },
    60_000,
  );
