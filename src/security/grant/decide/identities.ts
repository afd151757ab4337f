/** Which entities the ids of a grant mean now, by their registry entries. */

import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { Gateway } from "../../../hass/gateway.ts";
import type { Access } from "../model/access.ts";

export type Identities = ReadonlyMap<string, string | undefined>;

/** Entity id to registry id; undefined as a value = it has no entry. Throws what the gateway throws. */
export async function fetchIdentities(gateway: Gateway, ids: readonly string[]): Promise<Identities> {
  const answer = await gateway.query({ type: "config/entity_registry/get_entries", entity_ids: ids });
  const entries: JsonObject = isJsonObject(answer) ? answer : {};
  return new Map(
    ids.map((id) => {
      const entry = Object.hasOwn(entries, id) ? entries[id] : undefined;
      const registryId = isJsonObject(entry) ? entry["id"] : undefined;
      return [id, typeof registryId === "string" ? registryId : undefined];
    }),
  );
}

type Kept = { readonly revision: number; readonly impostors: Promise<ReadonlySet<string>> };

const kept = new WeakMap<Gateway, WeakMap<Access, Kept>>();

/** The bound ids of these that came to mean other entities; undefined where nothing is bound. Kept until a registry changes. */
export function boundToOthers(
  gateway: Gateway,
  accesses: readonly Access[],
): Promise<ReadonlySet<string>> | undefined {
  const binding = accesses.filter(({ bound }) => Object.keys(bound).length > 0);
  if (binding.length === 0) return undefined;
  return Promise.all(binding.map((access) => impostorsOf(gateway, access))).then(
    (sets) => new Set(sets.flatMap((set) => [...set])),
  );
}

function impostorsOf(gateway: Gateway, access: Access): Promise<ReadonlySet<string>> {
  const { revision } = gateway;
  const ofGateway = kept.get(gateway) ?? new WeakMap<Access, Kept>();
  kept.set(gateway, ofGateway);
  const known = ofGateway.get(access);
  if (known?.revision === revision) return known.impostors;
  const { bound } = access;
  const impostors = fetchIdentities(gateway, Object.keys(bound)).then(
    (ids) => new Set(Object.keys(bound).filter((id) => ids.get(id) !== bound[id])),
  );
  ofGateway.set(access, { revision, impostors });
  // what failed is asked again
  impostors.catch(() => ofGateway.delete(access));
  return impostors;
}
