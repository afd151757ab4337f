/** Which tools a grant shows: decided from the grant alone, so that the list is the same on every connection. */

import type { Effect } from "../../../core/effect.ts";
import { coversEverything } from "../model/access.ts";
import type { Grant } from "../model/grant.ts";

/** Whether the grant shows this tool. */
export function offersTool(
  grant: Grant,
  { name, effects }: { readonly name: string; readonly effects: readonly Effect[] },
): boolean {
  return (grant.tools === undefined || grant.tools.includes(name)) && couldEverUse(grant, effects);
}

/** Whether a tool with these effects could ever do something under the grant; its strongest effect decides. */
export function couldEverUse(grant: Grant, effects: readonly Effect[]): boolean {
  const { access } = grant;
  const hidden = access.deny.some(coversEverything);
  if (effects.includes("control"))
    return access.services.length > 0 || (access.actions.length > 0 && !hidden);
  if (effects.includes("read")) return access.read.length > 0 && !hidden;
  return effects.includes("none");
}

/** Whether such a tool takes `pin` and `pins`; what touches nothing never needs one. */
export function asksForPin(grant: Grant, effects: readonly Effect[]): boolean {
  if (effects.every((effect) => effect === "none")) return false;
  return grant.restrictions.some(({ enabled, type }) => enabled && type.trim().toLowerCase() === "pin");
}
