/** Whether callers of a grant may have to give a PIN. */

import type { Effect } from "../../../core/effect.ts";
import type { Grant } from "../model/grant.ts";

/** Only then are `pin` and `pins` in the schemas of its tools; what touches nothing never needs one. */
export function asksForPin(grant: Grant, effects: readonly Effect[]): boolean {
  if (effects.every((effect) => effect === "none")) return false;
  return grant.restrictions.some(({ enabled, type }) => enabled && type.toLowerCase() === "pin");
}
