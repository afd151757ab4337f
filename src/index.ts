/** Door 3: Express, with JWT login; for remote agents over an untrusted network. */

import { serve } from "./cli/serve.ts";
import { endWithFault } from "./start/process-life.ts";

serve(process.argv.slice(2)).catch(endWithFault);
