/** The bill of materials: CycloneDX, of what is bundled. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metafile } from "./bundle.ts";
import { MADE_OF } from "./bundled.ts";
import { NAME, PACKAGES, VERSION } from "./project.ts";
import { runTool } from "./run-tool.ts";

export const SBOM_FILE = join(PACKAGES, `${NAME}-${VERSION}.cdx.json`);

/** Throws with what its maker said. */
export function writeSbom(metafile: Metafile): void {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-sbom-"));
  const file = join(folder, "metafile.json");
  // of what is made of a package's data it knows no package
  const inputs = Object.entries(MADE_OF).reduce(
    (text, [made, of]) => text.replaceAll(JSON.stringify(made), JSON.stringify(`${of}/package.json`)),
    JSON.stringify(metafile),
  );
  writeFileSync(file, inputs);
  const options = ["--spec-version", "1.6", "--output-reproducible", "--gather-license-texts", "--validate"];
  runTool(["node_modules/.bin/cyclonedx-esbuild", ...options, "--output-file", SBOM_FILE, file]);
  rmSync(folder, { recursive: true });
}
