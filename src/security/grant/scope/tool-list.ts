/** Which tools a grant shows: decided from the grant alone, so that the list is the same on every connection. */

import type { Effect } from "../../../core/effect.ts";
import { coversEverything } from "../model/access.ts";
import { capability, type Grant } from "../model/grant.ts";

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
  if (effects.includes("converse"))
    return capability(grant, "conversation") !== "deny" && access.read.length > 0 && !hidden;
  if (hidden && effects.some((effect) => effect !== "none")) return false;
  if (effects.includes("history")) return access.history.length > 0;
  if (effects.includes("camera")) return access.camera.length > 0;
  if (effects.includes("template")) return capability(grant, "templates") !== "deny";
  if (effects.includes("read")) return access.read.length > 0;
  return effects.includes("none");
}

/** Whether such a tool takes `pin` and `pins`; what touches nothing never needs one. */
export function asksForPin(grant: Grant, effects: readonly Effect[]): boolean {
  if (effects.every((effect) => effect === "none")) return false;
  return grant.restrictions.some(({ enabled, type }) => enabled && type.trim().toLowerCase() === "pin");
}
