/** `npm run test:mutation [-- --sample N --seed N | --per-folder N | --only PREFIX]`: changes the code in small ways and asks whether a test notices. */

import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isAccepted } from "./mutation/accepted.ts";
import { type Mutant, mutantsOf } from "./mutation/mutators.ts";
import { relationsIn } from "./mutation/relations.ts";
import { type Outcome, openWorkshop, type Workshop } from "./mutation/workshop.ts";

const FOLDERS = ["security", "home", "registry", "transport", "hass"].map((name) => `src/${name}/`);
const LEAST_SCORE = 0.85;

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
// what `npm test` runs: those of whole processes and of other programs would take too long for each
const relations = relationsIn(
  root,
  filesIn("tests/**/*.test.ts").filter(
    (file) => !/^tests\/packages\/|\.(?:processes|programs)\.test\.ts$/.test(file),
  ),
);
console.log(`${chosen.length} of ${all.length} mutants, seed ${options.seed}`);
// one more than there are cores: tests with processes wait for them most of the time
const workshops = Array.from({ length: availableParallelism() + 1 }, () => openWorkshop(root));
/** Test files that pass without a mutant. */
const healthy = new Set<string>();
try {
  report(await tryAll());
} finally {
  for (const workshop of workshops) workshop.remove();
}

function filesIn(...patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync()].sort());
}

/** A mutant's place in the draw follows from its own text: a change elsewhere leaves the sample as it is. */
function choose(mutants: readonly Mutant[]): readonly Mutant[] {
  const times = new Map<string, number>();
  const drawn = mutants
    .map((mutant) => {
      const { file, lineText, original, mutated } = mutant;
      const text = JSON.stringify([file, lineText, original, mutated]);
      const before = times.get(text) ?? 0;
      times.set(text, before + 1);
      return { mutant, at: Bun.hash(`${options.seed} ${before} ${text}`) };
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ mutant }) => mutant);
  const each = options["per-folder"];
  if (each !== undefined)
    return FOLDERS.flatMap((folder) =>
      drawn.filter(({ file }) => file.startsWith(folder)).slice(0, Number(each)),
    );
  return options.sample === undefined ? drawn : drawn.slice(0, Number(options.sample));
}

async function tryAll(): Promise<readonly Tried[]> {
  const waiting = [...chosen];
  const tried: Tried[] = [];
  const work = async (workshop: Workshop) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const outcome = await workshop.attempt(mutant, relations(mutant.file), healthy);
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
