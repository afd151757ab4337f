/** Whether callers of a grant may have to give a PIN. */

import type { Grant } from "./grant.ts";

/** Only then are `pin` and `pins` in the schemas of its tools. */
export function asksForPin(grant: Grant): boolean {
  return grant.restrictions.some(({ enabled, type }) => enabled && type.toLowerCase() === "pin");
}
