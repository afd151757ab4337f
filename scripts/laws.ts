/** `npm run test:laws [-- --runs N]`: every law on 12,000 cases (those with whole homes on 1,200) of each of three fixed seeds. */

import { parseArgs } from "node:util";
import { prepareTests, runTests } from "./run-tests.ts";

const SEEDS = [777, 20_260_612, 1_234_567];
const FILES = ["tests/security/grant/laws.test.ts", "tests/registry/road-laws.test.ts"];
/** Each case has a home of its own, or is a call through a door. */
const WHOLE_HOMES = [
  "tests/attack/odd-calls.test.ts",
  "tests/road/odd-messages.test.ts",
  "tests/search/permission.test.ts",
  "tests/search/incremental.test.ts",
  "tests/search/hidden/languages.test.ts",
  "tests/search/hidden/random.test.ts",
  "tests/parity/parity.test.ts",
];
/** A home takes as long as ten cases of a law, which takes as long as four of parity. */
const CASES_PER_HOME = 10;
const PARITY_PER_CASE = 4;
const TIMEOUT_MS = 900_000;
const ARGS = ["--parallel=2", `--timeout=${TIMEOUT_MS}`];

const { values } = parseArgs({ options: { runs: { type: "string", default: "12000" } } });
const homes = String(Math.ceil(Number(values.runs) / CASES_PER_HOME));
const parity = String(Number(values.runs) * PARITY_PER_CASE);
// the door of the odd calls
prepareTests();
const total = { passed: 0, failed: 0 };
for (const number of SEEDS) {
  const seed = String(number);
  console.log(`seed ${seed}, ${values.runs} cases for each law, ${homes} homes`);
  const seeds = {
    LAW_SEED: seed,
    ROAD_SEED: seed,
    MESSAGES_SEED: seed,
    SEARCH_SEED: seed,
    PARITY_SEED: seed,
  };
  for (const { passed, failed } of [
    await runTests([...ARGS, ...FILES], { ...seeds, LAW_RUNS: values.runs }),
    await runTests([...ARGS, ...WHOLE_HOMES], {
      ...seeds,
      LAW_RUNS: homes,
      MESSAGES_RUNS: homes,
      PARITY_CASES: parity,
    }),
  ]) {
    total.passed += passed;
    total.failed += failed;
  }
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
