/** How sessions were opened, kept in the state so that a restart or another process can take them up. */

import { storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";

export type Opening = {
  readonly protocolVersion: string;
  readonly clientInfo: unknown;
  readonly capabilities: unknown;
  /** Resources that it was subscribed to since. */
  readonly subscribed?: readonly string[];
};

/** `keptAt`: milliseconds since 1970, when the process that has it last said that it is used. */
export type KeptSession = { readonly id: string; readonly owner: string; readonly keptAt: number };

export type KeptOpenings = {
  keep(id: string, owner: string, opening: Opening): Promise<void>;
  /** undefined = it is over, or another's. */
  find(id: string, owner: string): Promise<Opening | undefined>;
  /** undefined = it is over. */
  keptAt(id: string): Promise<number | undefined>;
  /** Of every process; `suffix` ends the owner's name. */
  ownedBy(suffix: string): Promise<readonly KeptSession[]>;
  forget(id: string): Promise<void>;
};

type Kept = { readonly owner: string; readonly opening: Opening };

/** Each is forgotten when it was not kept again for `keptMs`. */
export function keptOpenings(store: Store, now: () => number, keptMs: number): KeptOpenings {
  const instantOf = (expiresAt: number | undefined) => (expiresAt ?? 0) - keptMs;
  return {
    async keep(id, owner, opening) {
      const key = storeKey("session", id);
      const version = (await store.get(key))?.version ?? "absent";
      const end = { durability: "counted", expiresAt: now() + keptMs } as const;
      await store.putIfUnchanged(key, version, JSON.parse(JSON.stringify({ owner, opening })), end);
    },
    async find(id, owner) {
      const kept = (await store.get(storeKey("session", id)))?.value as Kept | undefined;
      return kept?.owner === owner ? kept.opening : undefined;
    },
    async keptAt(id) {
      const entry = await store.get(storeKey("session", id));
      return entry && instantOf(entry.expiresAt);
    },
    async ownedBy(suffix) {
      const prefix = storePrefix("session");
      return (await store.list(prefix)).flatMap(({ key, value, expiresAt }) => {
        const { owner } = value as unknown as Kept;
        if (!owner.endsWith(suffix)) return [];
        return [{ id: key.slice(prefix.length), owner, keptAt: instantOf(expiresAt) }];
      });
    },
    async forget(id) {
      await store.remove(storeKey("session", id), "counted");
    },
  };
}
