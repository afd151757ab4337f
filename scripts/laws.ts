/** `npm run test:laws [-- --runs N]`: every random test on 12,000 cases (odd messages on 1,200) of each of three fixed seeds. */

import { parseArgs } from "node:util";
import { runTests } from "./run-tests.ts";

const SEEDS = [777, 20_260_612, 1_234_567];
const FILES = [
  "tests/security/grant/laws.test.ts",
  "tests/registry/road-laws.test.ts",
  "tests/road/odd-messages.test.ts",
];
/** A message takes as long as ten cases of a law. */
const CASES_PER_MESSAGE = 10;
const TIMEOUT_MS = 900_000;

const { values } = parseArgs({ options: { runs: { type: "string", default: "12000" } } });
const total = { passed: 0, failed: 0 };
for (const seed of SEEDS) {
  console.log(`seed ${seed}, ${values.runs} cases for each law`);
  const { passed, failed } = await runTests(["--parallel=2", `--timeout=${TIMEOUT_MS}`, ...FILES], {
    LAW_SEED: String(seed),
    ROAD_SEED: String(seed),
    LAW_RUNS: values.runs,
    MESSAGES_SEED: String(seed),
    MESSAGES_RUNS: String(Math.ceil(Number(values.runs) / CASES_PER_MESSAGE)),
  });
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
