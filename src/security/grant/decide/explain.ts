/** What becomes of a call as its caller would see it, told to the owner; nothing is executed. */

import { descriptionOf } from "../../../hass/service-description.ts";
import { coversEverything } from "../model/access.ts";
import type { Decision } from "../model/decision.ts";
import { deny } from "../model/halt.ts";
import type { CallRequest } from "../model/request.ts";
import { boundsBeside } from "../scope/context.ts";
import { needsExposed, readable } from "../scope/readable.ts";
import { type Deciding, decide } from "./decide.ts";
import { unknownIn } from "./named-targets.ts";

/** The decision; where it allows what the road answers with NOT_FOUND all the same, that (`unresolved_target`). */
export async function explain(request: CallRequest, deciding: Deciding): Promise<Decision> {
  const decision = await decide(request, deciding);
  if (!("allow" in decision)) return decision;
  const { gateway, grant, ceiling } = deciding;
  const service = request.service.trim().toLowerCase();
  if (!descriptionOf(gateway.services, service)) return deny(13, "unresolved_target", service);
  const bounds = boundsBeside(request, ceiling);
  const exposed = needsExposed(grant, bounds) ? { exposed: await gateway.exposedToAssist() } : {};
  const { states, registries } = gateway;
  const can = readable(grant, { states, registries, ...exposed }, bounds);
  const sees = (id: string) => states.has(id) && can(id);
  const unknown = unknownIn(request, deciding, {
    sees,
    ids: () => [...states.keys()].filter(can),
    all: [grant.access, ...bounds].every(
      ({ deny: denied, read }) => denied.length === 0 && read.some(coversEverything),
    ),
  });
  return unknown === undefined ? decision : deny(13, "unresolved_target", unknown);
}
