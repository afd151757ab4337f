/** Door 1: stdio, for Claude Desktop and other local hosts. */

import { stdio } from "./cli/stdio.ts";
import { endWithFault } from "./start/process-life.ts";

stdio(process.argv.slice(2)).catch(endWithFault);
