/** The grammar of entity scopes and action scopes. */

import { domainOf, isDomain, isEntityId, isService } from "../../../core/entity-id.ts";

/** `*`, `domain.*` or an entity id. */
export function isEntityScope(text: string): boolean {
  return text === "*" || isDomainWildcard(text) || isEntityId(text);
}

/** `domain.*` */
export function isDomainWildcard(text: string): boolean {
  return text.endsWith(".*") && isDomain(text.slice(0, -2));
}

/** One of the four forms: `d.s@e`, `d.*`, `d.*@e`, `*@e`. */
export function isActionScope(text: string): boolean {
  const at = text.indexOf("@");
  if (at < 0) return isDomainWildcard(text);
  const service = text.slice(0, at);
  return (
    isEntityId(text.slice(at + 1)) && (service === "*" || isDomainWildcard(service) || isService(service))
  );
}

/** Whether an entity scope covers an entity: the whole id, the whole domain, or everything. */
export function scopeCovers(scope: string, entityId: string): boolean {
  return (
    scope === "*" || scope === entityId || (scope.endsWith(".*") && scope.slice(0, -2) === domainOf(entityId))
  );
}
