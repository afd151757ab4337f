/** What refers to an entity, and so breaks or changes without it. */

import { isJsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import { membersOf } from "../../hass/group-members.ts";
import { listDashboards, shownName } from "../read/dashboards.ts";
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

/** Dashboards that show it. */
export async function dashboardsWith(id: string, scope: DiagnosisScope): Promise<readonly string[]> {
  const boards = (await listDashboards(scope)) ?? [];
  return boards.flatMap((board) => {
    const name = holds(board.config, id) ? shownName(board, scope) : undefined;
    return name === undefined ? [] : [`dashboard:${cleanName(board.path)} ${name}`];
  });
}

/** As a value, as a key, or in a template of it. */
function holds(config: unknown, id: string): boolean {
  const text = JSON.stringify(config) ?? "";
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    const around = `${text[at - 1] ?? ""}${text[at + id.length] ?? ""}`;
    if (!/[\w.]/.test(around)) return true;
  }
  return false;
}
