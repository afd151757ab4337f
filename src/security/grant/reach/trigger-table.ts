/** Which automations wait for which entities: read once for a home, so that most calls end at one lookup. */

import { domainOf } from "../../../core/entity-id.ts";
import { membersOf } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import type { TriggerTable } from "../model/world.ts";
import { holds, type RegistryIds, triggersOf, waitedFor } from "./triggers.ts";

/** A configuration that could not be read (undefined) waits for nothing here. */
export function triggerTable(
  configs: ReadonlyMap<string, unknown>,
  place: Place,
  registryIds: RegistryIds,
): TriggerTable {
  const entities = new Map<string, string[]>();
  for (const [automation, config] of configs) {
    if (config === undefined) continue;
    for (const id of waitedFor(triggersOf(config), place, registryIds).waited) {
      const waiting = entities.get(id);
      if (waiting) waiting.push(automation);
      else entities.set(id, [automation]);
    }
  }
  const groups = new Map([...entities].filter(([id]) => isGroup(id, place)));
  return { entities, groups };
}

function isGroup(id: string, place: Place): boolean {
  if (domainOf(id) === "group" || place.registries.entities.get(id)?.platform === "group") return true;
  return membersOf(place.states.get(id)).length > 0;
}

/** The automations that wait for the entity and are not switched off. */
export function watchersOf(id: string, { entities, groups }: TriggerTable, place: Place): readonly string[] {
  let found = entities.get(id) ?? NOBODY;
  for (const [group, automations] of groups) {
    if (holds([group], id, place, new Set())) found = [...found, ...automations];
  }
  if (found.length === 0) return NOBODY;
  return [...new Set(found)].filter((each) => place.states.get(each)?.state !== "off");
}

const NOBODY: readonly string[] = [];
