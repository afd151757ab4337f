/** `npm test`: everything that needs nothing but this checkout; ends with the real counts. */

import { findNode, newerNode } from "./newer-node.ts";
import { type Counts, OWN_ARGS, runTests } from "./run-tests.ts";

const build = Bun.spawnSync([process.execPath, "run", "scripts/build.ts"], {
  stdout: "ignore",
  stderr: "inherit",
});
if (build.exitCode !== 0) process.exit(1);
// the doors keep state, which needs it
if (findNode() === undefined) newerNode();
const counts: Counts = await runTests([...OWN_ARGS, ...process.argv.slice(2)], {});
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
