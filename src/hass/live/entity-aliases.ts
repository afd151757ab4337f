/** Further names of entities. The list for display leaves them out, so they are asked for in portions. */

import type { Connection } from "home-assistant-js-websocket";
import { ask } from "../link/commands.ts";
import { objectOf, textsOf } from "../wire-values.ts";

/** About 150 kB an answer: small enough to be read in one piece. */
const PORTION = 200;

export type Aliases = ReadonlyMap<string, readonly string[]>;

export type AliasReader = {
  /** Reads those of `ids` anew, after what is being read already. */
  read(connection: Connection, ids: readonly string[]): void;
  /** Resolves when what was asked for so far is read, or cannot be. */
  done(): Promise<void>;
};

export type AliasReaderOptions = {
  readonly known: () => Aliases;
  /** Gets all that is known when any of it has changed. */
  readonly onChange: (all: Aliases) => void;
  readonly onFault: (fault: unknown) => void;
};

export function createAliasReader({ known, onChange, onFault }: AliasReaderOptions): AliasReader {
  let reading: Promise<void> = Promise.resolve();
  const load = async (connection: Connection, ids: readonly string[]) => {
    const fresh = await fetchAliases(connection, ids);
    const before = known();
    if (ids.every((id) => same(before.get(id), fresh.get(id)))) return;
    const all = new Map(before);
    for (const id of ids) all.delete(id);
    for (const [id, names] of fresh) all.set(id, names);
    onChange(all);
  };
  return {
    read(connection, ids) {
      reading = reading.then(() => load(connection, ids)).catch(onFault);
    },
    done: () => reading,
  };
}

/** Only entities that have any; HASS_UNAVAILABLE or HASS_REJECTED when a portion cannot be had. */
async function fetchAliases(connection: Connection, ids: readonly string[]): Promise<Aliases> {
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
  const { aliases } = objectOf(objectOf(entries)[id]);
  return textsOf(aliases).filter((alias) => alias.trim() !== "");
}

function same(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
