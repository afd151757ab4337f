/** Follows what calls come to, fetching what is missing on the way. */

import type { Gateway } from "../../../hass/gateway.ts";
import type { World } from "../model/world.ts";
import type { Missing, Sources } from "../reach/walk.ts";
import { fetchConfigs, fetchRegistryIds, fetchRelated } from "./configs.ts";

// Each round of a closure looks one level deeper; closureOf itself stops at ten.
const CLOSURE_ROUNDS = 12;

type Read<V> = (root: string, sources: Sources) => { readonly value: V; readonly missing: Missing };

/** Reads every root as often as something is missing; `unseen` = there was no end to it. */
export async function walkAll<V>(
  roots: readonly string[],
  read: Read<V>,
  unseen: V,
  { place, services, triggers }: Pick<World, "place" | "services" | "triggers">,
  gateway: Gateway,
): Promise<ReadonlyMap<string, V>> {
  const configs = new Map<string, unknown>();
  const related = new Map<string, ReadonlySet<string> | undefined>();
  const unread = !gateway.house.user.isAdmin;
  let sources: Sources = { place, services, configs, related, triggers, unread };
  for (let round = 0; round < CLOSURE_ROUNDS; round++) {
    const found = roots.map((root) => [root, read(root, sources)] as const);
    const lacking = new Set(found.flatMap(([, { missing }]) => [...missing.configs]));
    const helpers = new Set(found.flatMap(([, { missing }]) => [...missing.related]));
    const ids = sources.registryIds === undefined && found.some(([, { missing }]) => missing.registryIds);
    if (lacking.size === 0 && helpers.size === 0 && !ids)
      return new Map(found.map(([root, { value }]) => [root, value]));
    for (const [id, config] of await fetchConfigs(gateway, lacking)) configs.set(id, config);
    await Promise.all([...helpers].map(async (id) => related.set(id, await fetchRelated(gateway, id))));
    if (ids) sources = { ...sources, registryIds: await fetchRegistryIds(gateway) };
  }
  return new Map(roots.map((root) => [root, unseen]));
}
