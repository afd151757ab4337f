/** What refers to an entity, and so breaks or changes without it. */

import { isJsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import { membersOf } from "../../hass/group-members.ts";
import { nameOf } from "../see/sight.ts";
import type { DiagnosisScope } from "./scope.ts";

const KINDS = ["automation", "script", "scene", "group", "person"] as const;
const MOST_LINES = 20;

/** Automations, scripts, scenes, groups that may be seen; what may not is not counted. */
export async function usersOf(id: string, { gateway, sight }: DiagnosisScope): Promise<readonly string[]> {
  const answer = await gateway.query({ type: "search/related", item_type: "entity", item_id: id });
  const related = isJsonObject(answer) ? answer : {};
  const users = new Set<string>();
  for (const kind of KINDS)
    for (const each of [related[kind]].flat())
      if (typeof each === "string" && each !== id && sight.sees(each)) users.add(each);
  // helpers that are groups are not among them
  for (const other of sight.ids()) {
    const state = gateway.states.get(other);
    if (other !== id && state && membersOf(state).includes(id)) users.add(other);
  }
  const lines = [...users].sort().map((each) => `${each} ${cleanName(nameOf(gateway, each))}`);
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and ${more} more`] : lines;
}
