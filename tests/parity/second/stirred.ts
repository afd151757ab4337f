/** What automations that wait make of a call, and whether ids still mean what they meant: told from the specification alone. */

import type { Leaf } from "../../../src/security/grant/model/world.ts";
import { bounds, type Triple } from "../answer.ts";
import { domainOf, entityOf, type Home, membersOf } from "../home.ts";
import { isAboutAll } from "../restrictions.ts";
import type { Spelled } from "../spelling.ts";

function within(home: Home, group: string, id: string, seen: readonly string[] = []): boolean {
  const members = membersOf(entityOf(home, group));
  return members.some(
    (member) => member === id || (!seen.includes(member) && within(home, member, id, [...seen, member])),
  );
}

/** Whether an automation waits for a change of the entity, or for a call of the service. */
function isWatched({ home, triggers }: Triple, key: string): boolean {
  const { entities, domains, everything, unclear } = triggers;
  if (everything.length > 0 || entities.has(key) || domains.has(domainOf(key))) return true;
  if ([...entities.keys()].some((group) => within(home, group, key))) return true;
  return domainOf(key) === "input_button" && unclear.length > 0;
}

/** `through`: groups and scenes on the way. */
export function stirredBy(
  triple: Triple,
  call: Spelled,
  targets: readonly string[],
  leaves: readonly Leaf[],
  through: readonly string[],
): readonly Leaf[] {
  const { gates, restrictions } = triple.grant;
  // with the gate open, what follows matters to restrictions that name something
  const named = restrictions.some(({ enabled, applies_to }) => enabled && !isAboutAll(applies_to));
  if (gates.physical === "allow" && !named) return [];
  const touched = [...targets, ...leaves.flatMap(({ entityId }) => entityId ?? [])];
  const keys = new Set([...touched, ...through]);
  for (const { service, entityId } of leaves)
    if (service !== undefined && entityId !== undefined && domainOf(service) !== domainOf(entityId))
      keys.add(service);
  const own = domainOf(call.service);
  if (own !== "homeassistant" && !touched.some((id) => domainOf(id) === own)) keys.add(call.service);
  return [...keys].filter((key) => isWatched(triple, key)).flatMap((key) => triple.stirs.get(key) ?? []);
}

/** Whether an id came to mean another entity than the one that it was bound to. */
export function isImpostor(triple: Triple, id: string): boolean {
  const entity = entityOf(triple.home, id);
  if (entity === undefined) return false;
  const now = entity.registered ? entity.registryId : undefined;
  return bounds(triple).some(({ bound }) => Object.hasOwn(bound, id) && bound[id] !== now);
}
