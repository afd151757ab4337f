/** Bundles the entry points into dist/: shared chunks, no dependencies left to install. `--sourcemap` writes maps beside them. */

import { chmod, rm } from "node:fs/promises";

const ENTRIES = ["src/cli.ts", "src/stdio-server.ts"];

await rm("dist", { recursive: true, force: true });
const built = await Bun.build({
  entrypoints: ENTRIES,
  outdir: "dist",
  target: "node",
  format: "esm",
  splitting: true,
  minify: true,
  sourcemap: process.argv.includes("--sourcemap") ? "linked" : "none",
  naming: { entry: "[name].js", chunk: "chunks/[name]-[hash].js" },
});
if (!built.success) {
  for (const log of built.logs) console.error(log);
  process.exit(1);
}
await chmod("dist/cli.js", 0o755);
for (const { path, size, kind } of built.outputs)
  console.log(
    `${(size / 1024).toFixed(0).padStart(6)} KiB  ${kind}  ${path.replace(`${process.cwd()}/`, "")}`,
  );
