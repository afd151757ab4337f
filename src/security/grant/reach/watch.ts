/** Which automations wait for which entities: read once for a home, so that most calls end at one lookup. */

import { domainOf } from "../../../core/entity-id.ts";
import type { Place } from "../model/world.ts";
import { holds, membersOf, type RegistryIds, triggersOf, waitedFor } from "./triggers.ts";

/** Entity to the automations whose triggers name it: by id, by template, by a target, by a group. */
export type Watch = {
  readonly entities: ReadonlyMap<string, readonly string[]>;
  /** The groups among them; their members are looked up at the call, because they change. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
};

export const NO_WATCH: Watch = { entities: new Map(), groups: new Map() };

/** A configuration that could not be read (undefined) waits for nothing here. */
export function watchOf(
  configs: ReadonlyMap<string, unknown>,
  place: Place,
  registryIds: RegistryIds,
): Watch {
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
  return membersOf(id, place).length > 0;
}

/** The automations that wait for the entity and are not switched off. */
export function watchersOf(id: string, { entities, groups }: Watch, place: Place): readonly string[] {
  let found = entities.get(id) ?? NOBODY;
  for (const [group, automations] of groups) {
    if (holds([group], id, place, new Set())) found = [...found, ...automations];
  }
  if (found.length === 0) return NOBODY;
  return [...new Set(found)].filter((each) => place.states.get(each)?.state !== "off");
}

const NOBODY: readonly string[] = [];
