/** Which services fit a target: by domain and by what its entities can do. */

import { membersOf } from "../world/members.ts";
import { extract, selectionOf } from "../world/targets.ts";
import type { Premises } from "./premises.ts";

/** `["light.turn_on", "homeassistant.toggle", …]`; nothing for an unknown target. */
export function servicesFor(
  { world, services }: Premises,
  target: Readonly<Record<string, unknown>>,
  expandGroup: boolean,
): readonly string[] {
  const found = extract(world.registries, membersOf(world), selectionOf(target), {
    expandGroup,
    primaryOnly: true,
  });
  const fitting = new Set<string>();
  for (const id of [...found.explicit, ...found.indirect]) {
    const entity = world.entities.get(id);
    if (!entity || !world.states.get(id)) continue;
    for (const name of ["turn_on", "turn_off", "toggle"]) fitting.add(`homeassistant.${name}`);
    for (const [name, service] of services.get(entity.domain) ?? []) {
      if (service.domain !== entity.domain) continue;
      const features = entity.features ?? 0;
      if (!service.masks || service.masks.some((mask) => (features & mask) === mask))
        fitting.add(`${entity.domain}.${name}`);
    }
  }
  return [...fitting];
}
