/** Access compiled for fast answers, once per access object. */

import { domainOf } from "../../../core/entity-id.ts";
import type { Place } from "../../../hass/place.ts";
import type { Access, ActionRule, EntityRule, Selector } from "../model/access.ts";
import { isOpenToWildcard, isReload } from "../model/service-kinds.ts";
import { compileRules, type EntitySet } from "./selectors.ts";

/** What one service may be called on. */
export type ServiceScope = {
  /** Whether the service may be called on this entity. */
  permits(entityId: string, place: Place): boolean;
  /** Whether it may be called without entities. */
  readonly entityLess: boolean;
};

export type CompiledAccess = {
  readonly read: EntitySet;
  /** Includes `read`. */
  readonly subscribe: EntitySet;
  readonly history: EntitySet;
  readonly camera: EntitySet;
  readonly deny: EntitySet;
  /** As the owner wrote them, for rules that look at a whole domain. */
  readonly denied: readonly EntityRule[];
  readonly services: ReadonlySet<string>;
  readonly bound: Access["bound"];
  readonly needsExposed: boolean;
  /** What is opened or denied depends on areas, floors, labels or devices. */
  readonly needsPlaces: boolean;
  /** `domain.service`, or `domain.*` for "whatever that domain can do". */
  service(service: string): ServiceScope;
};

const cache = new WeakMap<Access, CompiledAccess>();

/** Throws TypeError where the access is damaged; the evaluation turns that into a denial. */
export function compileAccess(access: Access): CompiledAccess {
  const known = cache.get(access);
  if (known) return known;
  const compiled = compile(access);
  cache.set(access, compiled);
  return compiled;
}

function compile(access: Access): CompiledAccess {
  const sets = {
    read: compileRules(access.read),
    subscribe: compileRules([...access.read, ...access.subscribe]),
    history: compileRules(access.history),
    camera: compileRules(access.camera),
    deny: compileRules(access.deny, "denies"),
  };
  const targets = access.actions.flatMap((rule) => (typeof rule === "string" ? [] : [rule.target ?? {}]));
  const byService = new Map<string, ServiceScope>();
  const scopes = new Set(access.actions.filter((rule) => typeof rule === "string"));
  const services = new Set(access.services);
  return {
    ...sets,
    denied: access.deny,
    services,
    bound: access.bound,
    needsExposed:
      Object.values(sets).some((set) => set.needsExposed) || targets.some((target) => "exposed" in target),
    needsPlaces: [...selectorsIn([...access.read, ...access.history, ...access.deny]), ...targets].some(
      (each) => PLACE_KEYS.some((key) => key in each),
    ),
    service: (service) => {
      const known = byService.get(service);
      if (known) return known;
      const scope = compileService(service, scopes, access.actions, services);
      // a caller chooses the names: the cache must not grow with them
      if (byService.size < SERVICES_KEPT) byService.set(service, scope);
      return scope;
    },
  };
}

const SERVICES_KEPT = 512;
const PLACE_KEYS = ["area", "floor", "label", "device"] as const;

function selectorsIn(rules: readonly EntityRule[]): readonly Selector[] {
  return rules.filter((rule) => typeof rule !== "string");
}

function compileService(
  service: string,
  scopes: ReadonlySet<string>,
  rules: readonly ActionRule[],
  services: ReadonlySet<string>,
): ServiceScope {
  const domain = domainOf(service);
  const wholeDomain = scopes.has(`${domain}.*`);
  const objects = rules
    .filter((rule) => typeof rule !== "string")
    .filter((rule) => coversService(rule.service, service));
  const targets = compileRules(objects.flatMap((rule): Selector[] => (rule.target ? [rule.target] : [])));
  const exact = `${service}@`;
  const ofDomain = `${domain}.*@`;
  return {
    entityLess:
      services.has(service) ||
      (!isReload(service) &&
        (wholeDomain ||
          objects.some(
            (rule) => rule.target === undefined && (rule.service !== "*" || isOpenToWildcard(service)),
          ))),
    permits: (id, place) =>
      (wholeDomain && domainOf(id) === domain) ||
      scopes.has(exact + id) ||
      scopes.has(ofDomain + id) ||
      scopes.has(`*@${id}`) ||
      targets.has(id, place),
  };
}

/** Whether the service of a rule (`domain.service`, `domain.*`, `*`) covers a service, or a whole domain. */
export function coversService(rule: string, service: string): boolean {
  return rule === "*" || rule === service || (rule.endsWith(".*") && rule.slice(0, -2) === domainOf(service));
}
