/** Ids of the form `domain.object`, as Home Assistant writes them. */

// homeassistant/core.py, VALID_DOMAIN and VALID_ENTITY_ID: no two underscores in a row, none at either end of a part.
const DOMAIN = /^(?!.+__)(?!_)[\da-z_]+(?<!_)$/;
const ENTITY_ID = /^(?!.+__)(?!_)[\da-z_]+(?<!_)\.(?!_)[\da-z_]+(?<!_)$/;
const MAX_LENGTH = 255;

/** Lower case only, as ids are stored: `LIGHT.x` is none. Says nothing of whether the entity exists. */
export function isEntityId(text: string): boolean {
  return text.length <= MAX_LENGTH && ENTITY_ID.test(text);
}

/** `domain.service` has the form of an entity id (helpers/config_validation.py, `service`). */
export function isService(text: string): boolean {
  return isEntityId(text);
}

/** A service as models write it: `Light/turn_on` and `light: turn_on` as `light.turn_on`. */
export function inOneSpelling(service: string): string {
  return service
    .trim()
    .toLowerCase()
    .replace(/^([a-z_\d]+)[/: ]+([a-z_\d]+)$/, "$1.$2");
}

export function isDomain(text: string): boolean {
  return text.length <= MAX_LENGTH && DOMAIN.test(text);
}

/** What stands before the dot; all of it where there is none. */
export function domainOf(id: string): string {
  const dot = id.indexOf(".");
  return dot < 0 ? id : id.slice(0, dot);
}

/** What stands after the dot: an entity's object id, a service's name. */
export function objectOf(id: string): string {
  return id.slice(id.indexOf(".") + 1);
}
