/** Bundles the entry points into dist/: shared chunks, no dependencies left to install. */

import { chmod, rm } from "node:fs/promises";

/** As esbuild defines it: what went in by path, what came out with what it imports. */
export type Metafile = {
  readonly inputs: Readonly<Record<string, object>>;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
};

/** Two bundles: what stdio loads stays small, whatever the HTTP doors bring. */
const BUNDLES = [
  ["src/cli.ts", "src/stdio-server.ts"],
  ["src/index.ts", "src/http-server.ts"],
];
/** fastmcp would load the first two for schemas of kinds that we have none of; the third is a peer that need not be there. */
const NOT_BUNDLED = ["effect", "sury", "sharp"];

/** Prints what was built; ends the process where that fails. Outputs are named as below dist/. */
export async function bundle(sourcemap: boolean): Promise<Metafile> {
  const inputs: Record<string, object> = {};
  const outputs: Record<string, Metafile["outputs"][string]> = {};
  await rm("dist", { recursive: true, force: true });
  for (const entrypoints of BUNDLES) {
    const built = await Bun.build({
      entrypoints,
      outdir: "dist",
      target: "node",
      format: "esm",
      splitting: true,
      minify: true,
      metafile: true,
      external: NOT_BUNDLED,
      // the bundler would write the folder of this checkout: some packages look for worker files there, which nothing starts
      define: { __dirname: '"."', __filename: '"."' },
      sourcemap: sourcemap ? "linked" : "none",
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
    Object.assign(inputs, built.metafile?.inputs);
    Object.assign(outputs, built.metafile?.outputs);
  }
  await chmod("dist/cli.js", 0o755);
  return { inputs, outputs };
}
