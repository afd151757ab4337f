/** What a grant opens, as data: entity scopes, selectors, action scopes. */

/**
 * Entities by what the registries say of them at the time of the call: OR inside a key, AND between keys, `{}` = every
 * entity. Values are ids, never names. A key with an empty list matches nothing.
 */
export type Selector = {
  readonly domain?: readonly string[];
  readonly area?: readonly string[];
  readonly floor?: readonly string[];
  readonly label?: readonly string[];
  readonly device?: readonly string[];
  readonly device_class?: readonly string[];
  readonly integration?: readonly string[];
  /** Home Assistant's list of what Assist may see. */
  readonly exposed?: "conversation";
};

/** An entity scope (`sensor.temperature`, `sensor.*`, `*`) or a selector. */
export type EntityRule = string | Selector;

/**
 * One of the four action forms (`light.turn_on@light.kitchen`, `light.*`, `light.*@light.kitchen`, `*@cover.awning`), or
 * a service (`domain.service`, `domain.*`, `*`) with a selector; without one it opens calls that name no entity, only.
 */
export type ActionRule = string | { readonly service: string; readonly target?: Selector };

/** Lists open nothing when empty; `deny` wins over all of them. */
export type Access = {
  readonly read: readonly EntityRule[];
  /** Beside what `read` opens. */
  readonly subscribe: readonly EntityRule[];
  readonly history: readonly EntityRule[];
  readonly camera: readonly EntityRule[];
  readonly actions: readonly ActionRule[];
  /** Exact services whose calls without entities are open; the only way to the services kept from wildcards. */
  readonly services: readonly string[];
  readonly deny: readonly EntityRule[];
  /** Entity scope to attribute names that are never shown. */
  readonly exclude_attributes: Readonly<Record<string, readonly string[]>>;
  /** Entity id to the registry id it had when the grant was made. */
  readonly bound: Readonly<Record<string, string>>;
};

export const NO_ACCESS: Access = {
  read: [],
  subscribe: [],
  history: [],
  camera: [],
  actions: [],
  services: [],
  deny: [],
  exclude_attributes: {},
  bound: {},
};

/** `*`, or the selector that names nothing. */
export function coversEverything(rule: EntityRule): boolean {
  return rule === "*" || (typeof rule !== "string" && Object.keys(rule).length === 0);
}
