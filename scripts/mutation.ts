/** `npm run test:mutation [-- --sample N --seed N | --per-folder N | --only PREFIX]`: changes the code in small ways and asks whether a test notices. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "../src/demo/world/random.ts";
import { isAccepted } from "./mutation/accepted.ts";
import { type Mutant, mutantsOf } from "./mutation/mutators.ts";
import { relationsIn, type Stage } from "./mutation/relations.ts";
import { type Outcome, openWorkshop, type Workshop } from "./mutation/workshop.ts";

const FOLDERS = ["security", "home", "registry", "transport", "hass"].map((name) => `src/${name}/`);
const LEAST_SCORE = 0.85;
const BASELINE_TIMEOUT_MS = 300_000;
/** A stage may take so many times as long as without a mutant, and some seconds more. */
const SLOWER = 3;
const MORE_MS = 10_000;

const { values: options } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    "per-folder": { type: "string" },
    only: { type: "string", default: "" },
  },
});

type Tried = { readonly mutant: Mutant; readonly outcome: Outcome };

const started = performance.now();
const root = process.cwd();
const all = filesIn(...FOLDERS.map((folder) => `${folder}**/*.ts`))
  .filter((file) => file.startsWith(options.only))
  .flatMap((file) => mutantsOf(file, readFileSync(file, "utf8")))
  .filter((mutant) => !isAccepted(mutant));
const chosen = choose(all);
const relations = relationsIn(root, filesIn("tests/**/*.test.ts"));
console.log(`${chosen.length} of ${all.length} mutants, seed ${options.seed}`);
const workshops = Array.from({ length: availableParallelism() }, () => openWorkshop(root));
try {
  const timeoutMs = await measure(workshops[0], [
    ...new Set(chosen.flatMap(({ file }) => relations(file).flat())),
  ]);
  report(await tryAll(timeoutMs));
} finally {
  for (const workshop of workshops) workshop.remove();
}

function filesIn(...patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync()].sort());
}

function choose(mutants: readonly Mutant[]): readonly Mutant[] {
  const random = seededRandom(Number(options.seed));
  const drawn = mutants
    .map((mutant) => ({ mutant, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ mutant }) => mutant);
  const each = options["per-folder"];
  if (each !== undefined)
    return FOLDERS.flatMap((folder) =>
      drawn.filter(({ file }) => file.startsWith(folder)).slice(0, Number(each)),
    );
  return options.sample === undefined ? drawn : drawn.slice(0, Number(options.sample));
}

/** How long each stage may take; ends the run where a test fails without any mutant. */
async function measure(
  workshop: Workshop | undefined,
  tests: readonly string[],
): Promise<(stage: Stage) => number> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-junit-"));
  const file = join(folder, "junit.xml");
  const args = ["--parallel=2", "--reporter=junit", `--reporter-outfile=${file}`, ...tests];
  const code = await workshop?.runTests(args, BASELINE_TIMEOUT_MS);
  const xml = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) {
    for (const [suite] of xml.matchAll(/<testsuite [^>]*failures="[1-9][^>]*>/g)) console.error(suite);
    console.log("the tests fail without any mutant\n0 passed, 1 failed");
    process.exit(1);
  }
  const times = new Map<string, number>();
  for (const [, name = "", time] of xml.matchAll(/<testsuite name="([^"]+)" file=[^>]*? time="([\d.]+)"/g))
    times.set(name, Number(time) * 1_000);
  console.log(`${tests.length} test files pass without a mutant (${seconds()} s)`);
  return (stage) => MORE_MS + SLOWER * stage.reduce((sum, test) => sum + (times.get(test) ?? 1_000), 0);
}

async function tryAll(timeoutMs: (stage: Stage) => number): Promise<readonly Tried[]> {
  const waiting = [...chosen];
  const tried: Tried[] = [];
  const work = async (workshop: Workshop) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const outcome = await workshop.attempt(mutant, relations(mutant.file), timeoutMs);
      tried.push({ mutant, outcome });
      if (!isKilled(outcome)) printSurvivor(mutant, outcome);
      if (tried.length % 20 === 0) console.log(`${tried.length} of ${chosen.length} tried (${seconds()} s)`);
    }
  };
  await Promise.all(workshops.map(work));
  return tried;
}

function isKilled(outcome: Outcome): boolean {
  return outcome === "killed" || outcome === "timed out";
}

function printSurvivor({ file, line, kind, original, mutated }: Mutant, outcome: Outcome): void {
  const short = (text: string) => text.replace(/\s+/g, " ").slice(0, 120);
  console.log(`${outcome}  ${file}:${line}  ${kind}\n  - ${short(original)}\n  + ${short(mutated)}`);
}

function report(tried: readonly Tried[]): void {
  for (const folder of [...FOLDERS, ""]) {
    const here = tried.filter(({ mutant }) => mutant.file.startsWith(folder));
    const killed = here.filter(({ outcome }) => isKilled(outcome)).length;
    const share = here.length === 0 ? "none tried" : `${((killed / here.length) * 100).toFixed(1)} %`;
    console.log(`${(folder || "all").padEnd(16)} ${killed} of ${here.length} noticed, ${share}`);
  }
  const killed = tried.filter(({ outcome }) => isKilled(outcome)).length;
  const good = tried.length > 0 && killed / tried.length >= LEAST_SCORE;
  console.log(`${seconds()} s; at least ${LEAST_SCORE * 100} % are to be noticed`);
  // a mutant that nobody noticed is neither: the score as a whole passes or fails
  console.log(`${killed} passed, ${good ? 0 : 1} failed`);
  process.exitCode = good ? 0 : 1;
}

function seconds(): string {
  return ((performance.now() - started) / 1_000).toFixed(0);
}
