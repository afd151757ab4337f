/** Whether a grant can be read with at any time. */

import type { Grant } from "../model/grant.ts";

/** No restriction, no date, no limit, and active: every read decision would allow, so none need be made. */
export function isUnrestricted({ status, compiled, restrictions }: Grant): boolean {
  return status === "active" && compiled.length === 0 && restrictions.every(({ enabled }) => !enabled);
}
