/** `npm run build`: dist/, with the licences of what is in it. `--sourcemap` writes maps beside the code. */

import { writeFileSync } from "node:fs";
import { bundle } from "./packages/bundle.ts";
import { bundledPackages, licencesText } from "./packages/bundled.ts";

const { inputs } = await bundle(process.argv.includes("--sourcemap"));
writeFileSync("dist/licenses.txt", licencesText(bundledPackages(inputs)));
