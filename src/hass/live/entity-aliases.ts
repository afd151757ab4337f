/** Further names of entities. The list for display leaves them out, so they are asked for in portions. */

import type { Connection } from "home-assistant-js-websocket";
import { ask } from "../link/commands.ts";

/** About 150 kB an answer: small enough to be read in one piece. */
const PORTION = 200;

/** Only entities that have any; HASS_UNAVAILABLE or HASS_REJECTED when a portion cannot be had. */
export async function fetchAliases(
  connection: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (let from = 0; from < ids.length; from += PORTION) {
    const entity_ids = ids.slice(from, from + PORTION);
    const entries = await ask(connection, { type: "config/entity_registry/get_entries", entity_ids });
    for (const id of entity_ids) {
      const aliases = aliasesOf(entries, id);
      if (aliases.length > 0) found.set(id, aliases);
    }
  }
  return found;
}

/** `aliases` holds null for the name that Home Assistant makes itself (2026.4 and newer). */
function aliasesOf(entries: unknown, id: string): readonly string[] {
  const entry = (entries as Readonly<Record<string, { readonly aliases?: readonly unknown[] } | null>>)[id];
  return (entry?.aliases ?? []).filter(
    (alias) => typeof alias === "string" && alias.trim() !== "",
  ) as string[];
}
