/** Who belongs to an old-style group. */

import type { MembersOf } from "./targets.ts";
import type { World } from "./world.ts";

/** A group helper (a light that stands for lights) is an entity like any other here. */
export function membersOf(world: World): MembersOf {
  return (entityId) => (entityId.startsWith("group.") ? world.entities.get(entityId)?.members : undefined);
}
