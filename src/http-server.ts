/** Door 2: fastmcp HTTP, for a trusted network or behind a proxy. */

import { http } from "./cli/http.ts";
import { endWithFault } from "./start/process-life.ts";

http(process.argv.slice(2)).catch(endWithFault);
