/** `npm run test:coverage`: the share of lines of src that tests run, those that run in processes of their own included. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBundleLines } from "./coverage/bundle-lines.ts";
import { joinLines, readLcov, type Share, sharesOf } from "./coverage/lines.ts";
import { ALL_ARGS, runTests } from "./run-tests.ts";

const LEAST_PERCENT = 90;
const SHOWN = 15;

const folder = mkdtempSync(join(tmpdir(), "hearthgate-coverage-"));
const root = process.cwd();
build("--sourcemap");
const { passed, failed } = await runTests(
  [...ALL_ARGS, "--coverage", "--coverage-reporter=lcov", `--coverage-dir=${folder}`],
  { NODE_V8_COVERAGE: join(folder, "v8") },
);
const inTests = readLcov(readFileSync(join(folder, "lcov.info"), "utf8"));
const shares = sharesOf(joinLines(inTests, readBundleLines(join(folder, "v8"), root))).filter(({ file }) =>
  isCounted(file),
);
// what nobody loads has no lines to count: it would be missing without a word
const unseen = sourceFiles().filter((file) => !shares.some((share) => share.file === file));
rmSync(folder, { recursive: true, force: true });
build();

const sum = (of: "ran" | "all") => shares.reduce((total, share) => total + share[of], 0);
const percent = (100 * sum("ran")) / sum("all");
for (const share of worst()) console.log(`${percentOf(share).toFixed(1).padStart(6)} %  ${share.file}`);
for (const file of unseen) console.log(`never loaded  ${file}`);
const good = percent >= LEAST_PERCENT;
console.log(
  `lines of src outside src/demo: ${percent.toFixed(2)} % of ${sum("all")} (at least ${LEAST_PERCENT} %)`,
);
if (failed > 0) console.log(`${failed} of ${passed + failed} tests failed`);
console.log(good && failed === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exit(good && failed === 0 ? 0 : 1);

function isCounted(file: string): boolean {
  return file.startsWith("src/") && !file.startsWith("src/demo/");
}

/** Files that say something at run time. */
function sourceFiles(): readonly string[] {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  // macros run where the program is bundled, not here
  const plain = (file: string) => readFileSync(file, "utf8").replace(/ with \{ type: "macro" \}/g, "");
  return [...new Bun.Glob("src/**/*.ts").scanSync()]
    .filter(isCounted)
    .filter((file) => transpiler.transformSync(plain(file)).trim() !== "");
}

function worst(): readonly Share[] {
  return [...shares].sort((a, b) => percentOf(a) - percentOf(b)).slice(0, SHOWN);
}

function percentOf({ ran, all }: Share): number {
  return all === 0 ? 100 : (100 * ran) / all;
}

function build(...args: readonly string[]): void {
  const { exitCode } = Bun.spawnSync([process.execPath, "run", "scripts/build.ts", ...args], {
    stdout: "ignore",
    stderr: "inherit",
  });
  if (exitCode !== 0) process.exit(1);
}
