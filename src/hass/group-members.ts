/** Who an entity stands for: the members of a group, whatever made it. */

import { domainOf } from "../core/entity-id.ts";
import type { EntityState } from "./gateway.ts";

// Groups, scenes and most platforms; Zigbee groups.
const ATTRIBUTES = ["entity_id", "group_entities"] as const;

/** As the platform lists them, be it something that is no list; undefined = it stands for nobody but itself. */
export function memberListOf(state: EntityState | undefined): readonly unknown[] | undefined {
  const lists = ATTRIBUTES.map((name) => state?.attributes[name]).filter(
    (value) => value !== undefined && value !== null,
  );
  if (lists.length === 0) return undefined;
  return lists.flatMap((list): readonly unknown[] =>
    typeof list === "string" ? list.split(",") : [list].flat(),
  );
}

/** The members that are entities, in their one spelling. */
export function membersOf(state: EntityState | undefined): readonly string[] {
  return entitiesAmong(memberListOf(state) ?? []);
}

/** The players that play along with this one: each of them lists all. */
export function joinedWith(state: EntityState | undefined): readonly string[] {
  if (state === undefined || domainOf(state.id) !== "media_player") return [];
  const members = [state.attributes["group_members"]].flat();
  return entitiesAmong(members).filter((id) => id !== state.id);
}

function entitiesAmong(members: readonly unknown[]): readonly string[] {
  return members.filter((each) => typeof each === "string").map((each) => each.trim().toLowerCase());
}
