/** Changes that come from the devices themselves, not from a call. */

import type { Attributes } from "./world/states.ts";
import type { World } from "./world/world.ts";

/** Ordinary attributes go when a device does; these describe it and stay. */
const lasting =
  /^(min_|max_|supported_|options$|device_class$|state_class$|unit_of_measurement$|friendly_name$|entity_id$)|(_list|_modes)$/;

/** As a device reports it, in a context of its own; `unavailable` hides the volatile attributes, coming back brings them again. */
export function setState(world: World, entityId: string, state: string, attributes: Attributes = {}): void {
  const entity = world.entities.get(entityId);
  const now = world.states.get(entityId);
  if (!entity || !now) {
    world.states.set(entityId, state, attributes, world.states.context());
    return;
  }
  entity.context = undefined;
  const hidden = entity.memory["hidden"] as Attributes | undefined;
  if (state === "unavailable") {
    if (now.state !== "unavailable") entity.memory["hidden"] = now.attributes;
    const kept = Object.entries({ ...now.attributes, ...attributes }).filter(([key]) => lasting.test(key));
    world.states.set(entityId, state, Object.fromEntries(kept), world.states.context());
    return;
  }
  delete entity.memory["hidden"];
  world.write(entity, state, { ...hidden, ...attributes });
}
