/** What lies behind groups, scenes, scripts, whether they are targets or named in data. */

import type { Access } from "../../../src/security/grant/model/access.ts";
import type { Leaf } from "../../../src/security/grant/model/world.ts";
import { bounds, type Triple } from "../answer.ts";
import { isIndirect, isReadService } from "../effects.ts";
import { domainOf, entityOf, type Home } from "../home.ts";
import { covered, opened, openedWholly } from "../scopes.ts";
import type { Spelled } from "../spelling.ts";
import { idsIn, isLeftAlone, leafOpened, nestedIn, reachIn } from "./named.ts";

/** Why one target may not be acted on, `ask`, or undefined when it may. */
export function judgeIndirect(triple: Triple, service: string | undefined, id: string): string | undefined {
  const { home, grant } = triple;
  // A helper carries what automations do on it: nothing in these homes, which a pin may not say.
  const helper = domainOf(id).startsWith("input_");
  if ((!isIndirect(home, id) && !helper) || isLeftAlone(service, id)) return undefined;
  const reach = reachIn(home, service, id);
  const ids = reach.leaves.flatMap((leaf) => leaf.entityId ?? []);
  if (grant.indirect === "pinned") {
    const pinned = grant.pinned[id];
    if (pinned !== undefined) {
      const same = JSON.stringify([...new Set(pinned)].sort()) === JSON.stringify([...new Set(ids)].sort());
      return same ? undefined : "closure_changed";
    }
  }
  if (grant.indirect === "trust_named") {
    const exact = grant.access.actions.some((rule) => typeof rule === "string" && rule.endsWith(`@${id}`));
    if (exact) return undefined;
  }
  const fine = reach.leaves.every((leaf) => bounds(triple).every((access) => leafOpened(home, access, leaf)));
  if (fine) return undefined;
  return grant.indirect === "confirm" ? "ask" : "indirect_denied";
}

/** What the data names, as things that are done to somehow. */
export function nestedLeaves(home: Home, call: Spelled): readonly Leaf[] {
  if (isReadService(call.service)) return [];
  const there = nestedIn(home, call).filter((id) => entityOf(home, id) !== undefined);
  return there.flatMap((entityId) => [
    { service: undefined, entityId },
    ...reachIn(home, undefined, entityId).leaves,
  ]);
}

/** What lies behind the groups and scenes that the data names. */
function nestedReach(triple: Triple, ids: readonly string[]): string | undefined {
  const { home } = triple;
  const denied = (id: string) => bounds(triple).some((access) => covered(home, access.deny, id));
  const reaches = ids.map((id) => reachIn(home, undefined, id));
  const behind = reaches.flatMap(({ leaves, through }) => [
    ...leaves.flatMap((leaf) => leaf.entityId ?? []),
    ...through,
  ]);
  if (behind.some(denied)) return "entity_denied";
  return ids.map((id) => judgeIndirect(triple, undefined, id)).find((code) => code !== undefined);
}

export function nestedCode(triple: Triple, call: Spelled): string | undefined {
  const { home } = triple;
  const ids = nestedIn(home, call);
  const denied = (id: string) => bounds(triple).some((access) => covered(home, access.deny, id));
  if (isReadService(call.service)) return undefined;
  const everywhere = (permitted: (access: Access) => boolean) => bounds(triple).every(permitted);
  // The specification leaves this open: what permits a reference is the same service on it, or all of its domain.
  const fine = (id: string): boolean =>
    everywhere((access) => opened(home, access, call.service, id)) ||
    everywhere((access) => openedWholly(home, access, id));
  const denies = bounds(triple).some((access) => access.deny.length > 0);
  // The specification leaves this open: references are told of in the order they stand in.
  for (const id of ids) {
    if (denied(id) || (denies && entityOf(home, id) === undefined)) return "entity_denied";
    if (!fine(id)) return "nested_entity_denied";
  }
  const gone =
    call.service === "media_player.join" &&
    idsIn(call.data["group_members"]).some((id) => entityOf(home, id) === undefined);
  if (gone) return "unresolved_target";
  return nestedReach(triple, ids);
}
