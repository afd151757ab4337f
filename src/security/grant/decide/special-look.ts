/** A look that is an operation of its own: history, a picture, a subscription, a capability. */

import type { Deny } from "../model/decision.ts";
import type { Denied } from "../model/denied.ts";
import type { CapabilityRequest, ReadRequest } from "../model/request.ts";
import { type Deciding, decide } from "./decide.ts";
import { denialFor } from "./disclosure.ts";
import { unanswered } from "./permission.ts";

/** The entities that may be looked at so; none for a capability. What is allowed is counted; a question to the owner is a no here. */
export async function askToLook(
  request: ReadRequest | CapabilityRequest,
  deciding: Deciding,
): Promise<{ readonly ids: readonly string[] } | { readonly denied: Denied }> {
  const decision = await decide(request, { ...deciding, countsNext: true });
  const told = (denied: Deny) => ({ denied: denialFor(denied, { targetReadable: false }) });
  if (!("allow" in decision)) return told(unanswered(decision, false));
  const { counters, grant, clock } = deciding;
  const over =
    decision.reserve.length > 0 && (await counters.reserveRead(grant.id, decision.reserve, clock.now()));
  return over ? told({ deny: true, step: 21, ...over }) : { ids: decision.targets ?? [] };
}
