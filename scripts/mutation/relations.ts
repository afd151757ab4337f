/** Which tests can notice a change of a file: those that import it, nearest first, and those that run it in a process. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export type Stage = readonly string[];

/** Folders whose tests start the program as a process; their imports say nothing of what runs there. */
const PROCESS_TESTS = ["tests/e2e/", "tests/attack/", "tests/cli/", "tests/doors/"];

/** Files that start with this → process tests that go through them, the quick ones first. */
const THROUGH_PROCESSES: readonly (readonly [prefix: string, tests: Stage])[] = [
  [
    "src/transport/express/oauth/",
    ["tests/doors/oauth/shared-address.test.ts", "tests/doors/oauth/misuse.test.ts"],
  ],
  ["src/transport/express/", ["tests/doors/login.test.ts", "tests/doors/sessions.test.ts"]],
  [
    "src/transport/http/session/",
    ["tests/doors/sessions.test.ts", "tests/doors/bad-input.test.ts", "tests/doors/parity.test.ts"],
  ],
  [
    "src/transport/http/",
    [
      "tests/doors/front.test.ts",
      "tests/doors/bad-input.test.ts",
      "tests/doors/login.test.ts",
      "tests/doors/sessions.test.ts",
    ],
  ],
  ["src/transport/offers/", ["tests/e2e/reading/offers.test.ts"]],
  ["src/transport/fastmcp/", ["tests/doors/bad-input.test.ts", "tests/doors/sessions.test.ts"]],
  ["src/transport/", ["tests/e2e/read.test.ts"]],
  ["src/registry/", ["tests/e2e/refusals.test.ts"]],
  ["src/hass/", ["tests/e2e/find.test.ts", "tests/e2e/read.test.ts", "tests/e2e/user.test.ts"]],
  ["src/home/read/", ["tests/e2e/find.test.ts", "tests/e2e/read.test.ts", "tests/e2e/refusals.test.ts"]],
  ["src/home/see/", ["tests/e2e/find.test.ts", "tests/e2e/read.test.ts", "tests/e2e/refusals.test.ts"]],
  ["src/home/service/", ["tests/e2e/read.test.ts", "tests/e2e/refusals.test.ts"]],
  ["src/home/act/", ["tests/e2e/refusals.test.ts", "tests/e2e/act.test.ts"]],
  ["src/home/assist/", ["tests/e2e/reading/assist.test.ts", "tests/e2e/refusals.test.ts"]],
  ["src/home/past/", ["tests/e2e/reading/past.test.ts", "tests/e2e/reading/energy.test.ts"]],
  [
    "src/home/diagnose/",
    [
      "tests/e2e/reading/diagnose.test.ts",
      "tests/e2e/reading/energy.test.ts",
      "tests/e2e/reading/incidents-demo.test.ts",
    ],
  ],
  ["src/home/", ["tests/e2e/read.test.ts", "tests/e2e/refusals.test.ts", "tests/attack/one-area.test.ts"]],
  ["src/security/grant/parse/", ["tests/cli/cli.test.ts"]],
  ["src/security/identity/", ["tests/doors/login.test.ts", "tests/cli/owner.test.ts"]],
  ["src/security/", ["tests/e2e/refusals.test.ts", "tests/attack/one-area.test.ts"]],
];

/** How many of the nearest tests run by themselves before the others. */
const NEAREST = 3;

/** The stages in which the tests of a file run; a later one only where the ones before noticed nothing. */
export type Relations = (file: string) => readonly Stage[];

/** `root` is the folder of the checkout, `tests` the paths of its test files from there. */
export function relationsIn(root: string, tests: readonly string[]): Relations {
  const importsOf = remember((file: string) => readImports(root, file));
  const distances = remember((test: string) => distancesFrom(test, importsOf));
  const own = tests.filter((test) => !PROCESS_TESTS.some((folder) => test.startsWith(folder)));
  return (file) => {
    const near = own
      .map((test) => [test, distances(test).get(file)] as const)
      .filter((pair): pair is readonly [string, number] => pair[1] !== undefined)
      .sort(([a, one], [b, other]) => one - other || a.localeCompare(b))
      .map(([test]) => test);
    const through = THROUGH_PROCESSES.find(([prefix]) => file.startsWith(prefix))?.[1] ?? [];
    const stages = [
      near.slice(0, NEAREST),
      near.slice(NEAREST),
      through.filter((test) => tests.includes(test)),
    ];
    return stages.filter((stage) => stage.length > 0);
  };
}

export function startsProcesses(stage: Stage): boolean {
  return stage.some((test) => PROCESS_TESTS.some((folder) => test.startsWith(folder)));
}

function distancesFrom(
  test: string,
  importsOf: (file: string) => readonly string[],
): ReadonlyMap<string, number> {
  const found = new Map([[test, 0]]);
  // a Map iterates over what is added on the way
  for (const [file, distance] of found)
    for (const next of importsOf(file)) if (!found.has(next)) found.set(next, distance + 1);
  return found;
}

const transpiler = new Bun.Transpiler({ loader: "ts" });

/** Files that this one loads; imports of types are gone. */
function readImports(root: string, file: string): readonly string[] {
  const path = join(root, file);
  if (!file.endsWith(".ts") || !existsSync(path)) return [];
  return transpiler
    .scanImports(readFileSync(path, "utf8"))
    .filter((each) => each.path.startsWith("."))
    .map((each) => relative(root, join(dirname(path), each.path)));
}

function remember<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
