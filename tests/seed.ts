/** Where random tests get their seed and their count from: the environment to repeat a run, else dice. */

/** The number in the environment under `name`, else a new one; printed when the file starts, in the form that repeats it. */
export function seedOf(name: `${string}_SEED`): number {
  const given = process.env[name];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new Error(`${name} takes a whole number`);
  process.stdout.write(`${name}=${seed}\n`);
  return seed;
}

/** For fast-check: `LAW_RUNS` in the environment raises how many cases every random test tries. */
export function randomRuns(name: `${string}_SEED`, usual: number): { seed: number; numRuns: number } {
  const numRuns = Number(process.env["LAW_RUNS"] ?? usual);
  if (!Number.isSafeInteger(numRuns) || numRuns < 1) throw new Error("LAW_RUNS takes a count");
  return { seed: seedOf(name), numRuns };
}
