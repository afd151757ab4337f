/** A module of the tests as one file that Node runs. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BunPlugin } from "bun";

/** The path of one file that Node runs, in a folder of its own. */
export async function bundleForNode(entry: URL, plugins: BunPlugin[] = []): Promise<string> {
  const path = fileURLToPath(entry);
  const outdir = mkdtempSync(join(tmpdir(), "hearthgate-node-"));
  const built = await Bun.build({
    entrypoints: [path],
    outdir,
    target: "node",
    format: "esm",
    naming: "[name].mjs",
    plugins,
  });
  if (!built.success) throw new Error("the bundle failed");
  return join(outdir, basename(path).replace(/\.ts$/, ".mjs"));
}
