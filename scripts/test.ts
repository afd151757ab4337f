/** `npm test`, `npm run test:processes`, `npm run test:programs`: builds, runs the tests of one kind; ends with the real counts. */

import { parseArgs } from "node:util";
import { installPrograms } from "./programs.ts";
import { OWN_ARGS, PROCESSES_ARGS, PROGRAMS_ARGS, prepareTests, reportTests } from "./run-tests.ts";

const SUITES: Readonly<Record<string, readonly string[]>> = {
  own: OWN_ARGS,
  processes: PROCESSES_ARGS,
  programs: PROGRAMS_ARGS,
};

const { values, positionals } = parseArgs({
  options: { suite: { type: "string", default: "own" } },
  allowPositionals: true,
});
const args = SUITES[values.suite];
if (args === undefined) throw new Error(`one of ${Object.keys(SUITES).join(", ")}: ${values.suite}`);
prepareTests();
if (values.suite === "programs") installPrograms();
await reportTests([...args, ...positionals]);
