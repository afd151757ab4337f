/** Which script a service of scripts runs: it keeps the name that the script was made with, the entity may be renamed. */

import type { Connection } from "home-assistant-js-websocket";
import { domainOf } from "../../core/entity-id.ts";
import { isJsonObject } from "../../core/json.ts";
import { unreadable } from "../hass-error.ts";
import { ask } from "../link/commands.ts";
import type { Registries } from "../registries.ts";
import { idOf, objectOf } from "../wire-values.ts";

/** HASS_UNAVAILABLE or HASS_REJECTED when it cannot be had: the script behind a name would be another one. */
export async function fetchScriptServices(
  connection: Connection,
  entityIds: Iterable<string>,
): Promise<Pick<Registries, "scripts">> {
  const entity_ids = [...entityIds].filter((id) => domainOf(id) === "script");
  if (entity_ids.length === 0) return { scripts: new Map() };
  const answer = await ask(connection, { type: "config/entity_registry/get_entries", entity_ids });
  const scripts = new Map<string, string>();
  for (const id of entity_ids) {
    const entry = objectOf(answer)[id];
    // gone in the meantime, and its service with it
    if (!isJsonObject(entry)) continue;
    // components/script/entity.py: registered under the unique id
    const name = idOf(entry["unique_id"]);
    if (name === undefined) throw unreadable("the names of its scripts");
    scripts.set(`script.${name}`, id);
  }
  return { scripts };
}
