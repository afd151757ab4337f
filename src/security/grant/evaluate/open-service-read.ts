/** The services that only answer: judged by what may be read, not by what may be done. */

import { deny, type Halt, halts } from "../model/halt.ts";
import type { Named, Opened } from "../model/opened.ts";
import { readKindOf } from "../model/service-kinds.ts";
import { checkData } from "../restrict/data-limits.ts";
import type { CompiledAccess } from "../scope/compiled.ts";
import type { Context } from "../scope/context.ts";
import { checkIdentity } from "../scope/identity.ts";
import { isDenied } from "../scope/permits.ts";
import { idsOf, type NormalCall } from "../target/input.ts";
import { targetsOf } from "../target/targets.ts";

/** Steps 13 to 18: every target, statistic id and entity in the data must stand in the list that the service reads from. */
export function checkServiceRead(context: Context, call: NormalCall, references: Named): Opened | Halt {
  const list = readKindOf(call.service) ?? "read";
  const { place } = context.world;
  const may = (id: string): boolean =>
    context.bounds.every((bound: CompiledAccess) => bound[list].has(id, place));
  const resolved = targetsOf(context, call, may);
  if (halts(resolved)) return resolved;
  const statistics = list === "history" ? idsOf(call.data["statistic_ids"]) : [];
  const ids = [
    ...new Set([
      ...resolved.ids,
      ...statistics,
      ...references.statisticIds,
      ...references.entityIds,
      // an id that nobody has is foreign as one that is hidden
      ...references.absent,
    ]),
  ];
  const denied = ids.find((id) => isDenied(context, id));
  if (denied !== undefined) return deny(15, "entity_denied", denied);
  // nothing named would mean everything
  if (ids.length === 0) return deny(16, "scope_denied", call.service);
  const foreign = ids.find((id) => !place.states.has(id) || !may(id));
  if (foreign !== undefined) return deny(16, "scope_denied", foreign);
  const changed = checkIdentity(context, ids);
  if (changed) return changed;
  const data = checkData(context, call, resolved.ids);
  if (data) return data;
  return {
    service: call.service,
    targets: resolved.ids,
    leftOut: [],
    data: call.data,
    leaves: [],
    asks: undefined,
    reads: true,
  };
}
