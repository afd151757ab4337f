/** Which script a service of scripts runs: it keeps the name that the script was made with, the entity may be renamed. */

import type { Connection } from "home-assistant-js-websocket";
import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { ask } from "../link/commands.ts";
import type { Registries } from "../registries.ts";
import { idOf, objectOf } from "../wire-values.ts";

/** About 150 kB an answer. */
const PORTION = 200;

/**
 * HASS_UNAVAILABLE when it cannot be had. `onFault` hears of what Home Assistant refuses to tell, as of an id that it takes
 * for none: those scripts are unread.
 */
export async function fetchScriptServices(
  connection: Connection,
  entityIds: Iterable<string>,
  onFault: (fault: unknown) => void,
): Promise<Pick<Registries, "scripts" | "unreadScripts">> {
  const all = [...entityIds].filter((id) => domainOf(id) === "script");
  const scripts = new Map<string, string>();
  for (let from = 0; from < all.length; from += PORTION) {
    const entity_ids = all.slice(from, from + PORTION);
    const answer = await ask(connection, { type: "config/entity_registry/get_entries", entity_ids }).catch(
      (fault: unknown) => {
        if (!(fault instanceof Failure) || fault.code !== "HASS_REJECTED") throw fault;
        onFault(fault);
        return undefined;
      },
    );
    for (const id of entity_ids) {
      // components/script/entity.py: registered under the unique id
      const name = idOf(objectOf(objectOf(answer)[id])["unique_id"]);
      if (name !== undefined) scripts.set(`script.${name}`, id);
    }
  }
  return { scripts, unreadScripts: new Set(scripts.values()).size < all.length };
}
