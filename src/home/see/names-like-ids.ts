/** Entities whose name could be taken for an entity id: another may have it as its id, or it means all of them. */

import { isEntityId } from "../../core/entity-id.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";

/** In place of an id they mean every entity, or none. */
const WORDS: ReadonlySet<string> = new Set(["all", "none"]);

type Table = Map<string, Set<string>>;

const kept = new WeakMap<object, Table>();

/** By name in lower case; kept current with the home's changes. */
export function namesLikeIds(place: Place): ReadonlyMap<string, ReadonlySet<string>> {
  const known = kept.get(place.states);
  if (known) return known;
  const table: Table = new Map();
  for (const state of place.states.values()) note(table, state.id, undefined, state);
  if (!("onChange" in place)) return table;
  (place as Gateway).onChange((id, now, before) => {
    if (now?.attributes["friendly_name"] !== before?.attributes["friendly_name"])
      note(table, id, before, now);
  });
  kept.set(place.states, table);
  return table;
}

function note(table: Table, id: string, before: EntityState | undefined, now: EntityState | undefined): void {
  const [was, is] = [idIn(before), idIn(now)];
  if (was !== undefined) table.get(was)?.delete(id);
  if (is === undefined) return;
  const ids = table.get(is) ?? new Set();
  table.set(is, ids.add(id));
}

function idIn(state: EntityState | undefined): string | undefined {
  const name = state?.attributes["friendly_name"];
  if (typeof name !== "string") return undefined;
  const word = name.trim().toLowerCase();
  return WORDS.has(word) || isEntityId(word) ? word : undefined;
}
