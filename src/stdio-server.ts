/** Door 1: stdio, for Claude Desktop and other local hosts. */

import { endWithFault, stdio } from "./cli/stdio.ts";

stdio(process.argv.slice(2)).catch(endWithFault);
