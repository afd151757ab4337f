/** `npm run package -- mcpb|server-json|app|sbom|npm …`: what is named, or all of it, into packages/. */

import { mkdirSync, writeFileSync } from "node:fs";
import { writeApp } from "./app.ts";
import { bundle, type Metafile } from "./bundle.ts";
import { bundledPackages, licencesText } from "./bundled.ts";
import { packMcpb } from "./mcpb.ts";
import { PACKAGES } from "./project.ts";
import { runTool } from "./run-tool.ts";
import { writeSbom } from "./sbom.ts";
import { writeServerJson } from "./server-json.ts";

const MAKERS: Readonly<Record<string, (metafile: Metafile) => Promise<void> | void>> = {
  npm: () => {
    runTool(["npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", PACKAGES]);
  },
  mcpb: packMcpb,
  "server-json": writeServerJson,
  app: writeApp,
  sbom: writeSbom,
};

const words = process.argv.slice(2);
const unknown = words.filter((word) => !Object.hasOwn(MAKERS, word));
if (unknown.length > 0) {
  console.error(`no package ${unknown.join(", ")}: there are ${Object.keys(MAKERS).join(", ")}`);
  process.exit(64);
}
const metafile = await bundle(false);
writeFileSync("dist/licenses.txt", licencesText(bundledPackages(metafile.inputs)));
mkdirSync(PACKAGES, { recursive: true });
const wanted = new Set(words.length > 0 ? words : Object.keys(MAKERS));
// its digest stands there
if (wanted.has("server-json")) wanted.add("mcpb");
for (const [name, make] of Object.entries(MAKERS)) {
  if (!wanted.has(name)) continue;
  await make(metafile);
  console.log(`made ${name} in ${PACKAGES}/`);
}
