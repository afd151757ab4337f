/** The catalogue as served, computed when the program is bundled, so that answering `tools/list` loads no tool. */

import { CATALOGUE } from "../tools/catalogue.ts";
import { type ServedTool, serve } from "./served.ts";

/** Called through Bun's `type: "macro"` import: the answer stands in the bundle as a literal. */
export function servedCatalogue(): ServedTool[] {
  return CATALOGUE.map(serve);
}
