/** `npm run test:programs`: tests against Redis, nginx, Prometheus, which it installs where it can; ends with the real counts. */

import { findNode, newerNode } from "./newer-node.ts";
import { installPrograms } from "./programs.ts";
import { PROGRAMS_ARGS, runTests } from "./run-tests.ts";

const build = Bun.spawnSync([process.execPath, "run", "scripts/build.ts"], {
  stdout: "ignore",
  stderr: "inherit",
});
if (build.exitCode !== 0) process.exit(1);
if (findNode() === undefined) newerNode();
installPrograms();
const { passed, failed } = await runTests(PROGRAMS_ARGS, {});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
