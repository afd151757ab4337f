/** The grammar of entity scopes and action scopes. */

// Home Assistant's own form of ids (homeassistant/core.py, valid_domain and valid_entity_id).
const DOMAIN = /^[a-z0-9]+(?:_[a-z0-9]+)*$/;
const ENTITY_ID = /^[a-z0-9]+(?:_[a-z0-9]+)*\.[a-z0-9](?:[a-z0-9_]*[a-z0-9])?$/;
const MAX_LENGTH = 255;

/** Lower case only, as ids are stored: `LIGHT.x` is not one. */
export function isEntityId(text: string): boolean {
  return text.length <= MAX_LENGTH && ENTITY_ID.test(text);
}

/** `domain.service` has the form of an entity id. */
export function isService(text: string): boolean {
  return isEntityId(text);
}

export function isDomain(text: string): boolean {
  return text.length <= MAX_LENGTH && DOMAIN.test(text);
}

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

/** What stands before the dot. */
export function domainOf(id: string): string {
  const dot = id.indexOf(".");
  return dot < 0 ? id : id.slice(0, dot);
}

/** What stands after the dot. */
export function objectOf(id: string): string {
  return id.slice(id.indexOf(".") + 1);
}

/** Whether an entity scope covers an entity: the whole id, the whole domain, or everything. */
export function scopeCovers(scope: string, entityId: string): boolean {
  return (
    scope === "*" || scope === entityId || (scope.endsWith(".*") && scope.slice(0, -2) === domainOf(entityId))
  );
}

/** The action scopes that would permit this service on this entity; without an entity, on none. */
export function candidates(service: string, entityId: string | undefined): readonly string[] {
  const domain = domainOf(service);
  if (entityId === undefined) return [`${domain}.*`];
  const exact = [`${service}@${entityId}`, `${domain}.*@${entityId}`, `*@${entityId}`];
  return domainOf(entityId) === domain ? [...exact, `${domain}.*`] : exact;
}
