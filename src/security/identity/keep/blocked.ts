/** Addresses that the owner has blocked. */

import { Failure } from "../../../core/failure.ts";
import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { changeRow, readRow } from "./rows.ts";

const KEY = storeKey("switch", "blocked");
const MOST = 1_000;

/** Addresses and CIDR blocks, as the owner wrote them. */
type Blocked = { readonly networks: readonly string[] };

export async function blockedNetworks(store: Store): Promise<readonly string[]> {
  return (await readRow<Blocked>(store, KEY))?.networks ?? [];
}

/** CONFIG_INVALID above 1,000 networks. */
export async function blockNetwork(store: Store, network: string): Promise<void> {
  await changeRow<Blocked>(
    store,
    KEY,
    (before) => {
      const networks = [...new Set([...(before?.networks ?? []), network])];
      if (networks.length > MOST)
        throw new Failure("CONFIG_INVALID", `At most ${MOST} networks are blocked.`, {
          hint: "Block wider ones, or use a firewall.",
        });
      return { networks };
    },
    { durability: "acknowledged" },
  );
}

/** True if it was blocked in exactly this spelling. */
export async function unblockNetwork(store: Store, network: string): Promise<boolean> {
  const changed = await changeRow<Blocked>(
    store,
    KEY,
    (before) => {
      if (!before?.networks.includes(network)) return undefined;
      return { networks: before.networks.filter((each) => each !== network) };
    },
    { durability: "acknowledged" },
  );
  return changed !== undefined;
}
