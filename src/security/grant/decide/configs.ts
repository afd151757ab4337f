/** Configurations of scripts and automations, fetched when a closure asks for them. */

import { domainOf } from "../../../core/entity-id.ts";
import { Failure } from "../../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { Gateway } from "../../../hass/gateway.ts";

type Kept = { readonly revision: number; readonly lastUpdated: number; readonly config: unknown };

// Per gateway: another home has other scripts of the same name.
const kept = new WeakMap<Gateway, Map<string, Kept>>();

/**
 * By entity id; undefined = it may not be read, or there is none. Kept until the entity or a registry changes.
 * HASS_UNAVAILABLE when Home Assistant does not answer: then nobody knows, and nothing may be concluded from it.
 */
export async function fetchConfigs(
  gateway: Gateway,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, unknown>> {
  const cache = kept.get(gateway) ?? new Map<string, Kept>();
  kept.set(gateway, cache);
  const fetched = await Promise.all(
    [...ids].map(async (id) => [id, await fetchOne(gateway, id, cache)] as const),
  );
  return new Map(fetched);
}

async function fetchOne(gateway: Gateway, id: string, cache: Map<string, Kept>): Promise<unknown> {
  const { revision } = gateway;
  const lastUpdated = gateway.states.get(id)?.lastUpdated;
  const known = cache.get(id);
  if (known && known.revision === revision && known.lastUpdated === lastUpdated) return known.config;
  const config = await ask(gateway, id);
  if (config !== undefined && lastUpdated !== undefined) cache.set(id, { revision, lastUpdated, config });
  return config;
}

async function ask(gateway: Gateway, id: string): Promise<unknown> {
  try {
    const answer = await gateway.query({ type: `${domainOf(id)}/config`, entity_id: id });
    const config =
      typeof answer === "object" && answer !== null && "config" in answer ? answer.config : undefined;
    return isJsonObject(config) && isJsonObject(config["use_blueprint"])
      ? await opened(gateway, domainOf(id), config, config["use_blueprint"])
      : config;
  } catch (fault) {
    if (fault instanceof Failure && fault.code === "HASS_UNAVAILABLE") throw fault;
    // unauthorized for users who are not administrators; whatever the cause, nobody can see through it
    return undefined;
  }
}

/** A blueprint with the owner's inputs in their places; as it is where Home Assistant does not say. */
async function opened(gateway: Gateway, domain: string, config: JsonObject, blueprint: JsonObject) {
  const { path, input = {} } = blueprint;
  try {
    const answer = await gateway.query({ type: "blueprint/substitute", domain, path, input });
    const substituted = isJsonObject(answer) ? answer["substituted_config"] : undefined;
    return isJsonObject(substituted) ? { ...config, ...substituted } : config;
  } catch (fault) {
    if (fault instanceof Failure && fault.code === "HASS_UNAVAILABLE") throw fault;
    return config;
  }
}

type Ids = { readonly revision: number; readonly ids: ReadonlyMap<string, string> };

const registryIdsKept = new WeakMap<Gateway, Ids>();

/** Registry ids to entity ids. Kept until a registry changes. */
export async function fetchRegistryIds(
  gateway: Gateway,
): Promise<ReadonlyMap<string, string> | "unreadable"> {
  const { revision } = gateway;
  const kept = registryIdsKept.get(gateway);
  if (kept?.revision === revision) return kept.ids;
  try {
    const entries = await gateway.query({ type: "config/entity_registry/list" });
    if (!Array.isArray(entries)) return "unreadable";
    const ids = new Map<string, string>();
    for (const { id, entity_id } of entries as readonly JsonObject[])
      if (typeof id === "string" && typeof entity_id === "string") ids.set(id, entity_id);
    registryIdsKept.set(gateway, { revision, ids });
    return ids;
  } catch {
    return "unreadable";
  }
}

/** The automations that Home Assistant relates to an entity; undefined = it did not say. */
export async function fetchRelated(
  gateway: Gateway,
  entityId: string,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const answer = await gateway.query({ type: "search/related", item_type: "entity", item_id: entityId });
    if (!isJsonObject(answer)) return undefined;
    const { automation = [] } = answer;
    if (!Array.isArray(automation)) return undefined;
    return automation.every((id) => typeof id === "string") ? new Set(automation) : undefined;
  } catch {
    return undefined;
  }
}
