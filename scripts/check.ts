/** `npm run check`: format, lint, types, unused code, generated files; the first fault ends it. */

const STEPS: readonly (readonly string[])[] = [
  ["node_modules/.bin/biome", "check", "--error-on-warnings", "."],
  ["node_modules/.bin/tsc", "--noEmit"],
  ["node_modules/.bin/knip"],
  // tests are no reason to keep what nobody else uses
  ["node_modules/.bin/knip", "--production"],
  [process.execPath, "run", "scripts/docs.ts", "--check"],
  [process.execPath, "test", "tests/architecture.test.ts", "tests/tools"],
];

for (const command of STEPS) {
  const { exitCode } = Bun.spawnSync([...command], { stdout: "inherit", stderr: "inherit" });
  if (exitCode !== 0) {
    console.error(`failed: ${command.join(" ")}`);
    process.exit(1);
  }
}
console.log("check: all good");
