/** Bundles the entry points into dist/: shared chunks, no dependencies left to install. `--sourcemap` writes maps beside them. */

import { chmod, rm } from "node:fs/promises";

/** Two bundles: what stdio loads stays small, whatever the HTTP doors bring. */
const BUNDLES = [
  ["src/cli.ts", "src/stdio-server.ts"],
  ["src/index.ts", "src/http-server.ts"],
];
/** fastmcp would load the first two for schemas of kinds that we have none of; the third is a peer that need not be there. */
const NOT_BUNDLED = ["effect", "sury", "sharp"];

await rm("dist", { recursive: true, force: true });
for (const entrypoints of BUNDLES) {
  const built = await Bun.build({
    entrypoints,
    outdir: "dist",
    target: "node",
    format: "esm",
    splitting: true,
    minify: true,
    external: NOT_BUNDLED,
    // the bundler would write the folder of this checkout: some packages look for worker files there, which nothing starts
    define: { __dirname: '"."', __filename: '"."' },
    sourcemap: process.argv.includes("--sourcemap") ? "linked" : "none",
    naming: { entry: "[name].js", chunk: "chunks/[name]-[hash].js" },
  });
  if (!built.success) {
    for (const log of built.logs) console.error(log);
    process.exit(1);
  }
  for (const { path, size, kind } of built.outputs)
    console.log(
      `${(size / 1024).toFixed(0).padStart(6)} KiB  ${kind}  ${path.replace(`${process.cwd()}/`, "")}`,
    );
}
await chmod("dist/cli.js", 0o755);
