/** Which entities a scope or selector means, and which calls an action rule opens. */

import type { Access, ActionRule, EntityRule, Selector } from "../../src/security/grant/model/access.ts";
import {
  areaOfEntity,
  devicesOfEntity,
  domainOf,
  entityOf,
  floorOfEntity,
  type Home,
  labelsOfEntity,
} from "./home.ts";

function oneOf(list: readonly string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}

function anyOf(list: readonly string[] | undefined, values: readonly string[]): boolean {
  return list === undefined || values.some((value) => list.includes(value));
}

/** OR inside a key, AND between keys, `{}` = every entity. */
export function selects(home: Home, selector: Selector, id: string): boolean {
  if (!oneOf(selector.domain, domainOf(id))) return false;
  const entity = entityOf(home, id);
  const others = Object.keys(selector).some((key) => key !== "domain");
  if (entity === undefined) return !others;
  const deviceClass = entity.attributes["device_class"];
  const entry = entity.registered ? entity : undefined;
  return (
    oneOf(selector.area, entry && areaOfEntity(home, entry)) &&
    oneOf(selector.floor, entry && floorOfEntity(home, entry)) &&
    anyOf(selector.label, entry ? labelsOfEntity(home, entry) : []) &&
    anyOf(selector.device, entry ? devicesOfEntity(home, entry) : []) &&
    oneOf(selector.device_class, typeof deviceClass === "string" ? deviceClass : undefined) &&
    oneOf(selector.integration, entry?.platform) &&
    (selector.exposed === undefined || entity.exposed)
  );
}

/** `sensor.temperature`, `sensor.*`, `*`, or a selector. */
export function covers(home: Home, rule: EntityRule, id: string): boolean {
  if (typeof rule !== "string") return selects(home, rule, id);
  return rule === "*" || rule === id || rule === `${domainOf(id)}.*`;
}

export function covered(home: Home, rules: readonly EntityRule[], id: string): boolean {
  return rules.some((rule) => covers(home, rule, id));
}

/** Whether a rule's service part (`domain.service`, `domain.*`, `*`) means this service. */
function meansService(rule: string, service: string): boolean {
  return rule === "*" || rule === service || rule === `${domainOf(service)}.*`;
}

/** Whether one action rule opens this service on this entity. */
export function opens(home: Home, rule: ActionRule, service: string, id: string): boolean {
  if (typeof rule === "string") {
    const at = rule.indexOf("@");
    if (at < 0) return rule === `${domainOf(service)}.*` && domainOf(id) === domainOf(service);
    return rule.slice(at + 1) === id && meansService(rule.slice(0, at), service);
  }
  return rule.target !== undefined && meansService(rule.service, service) && selects(home, rule.target, id);
}

export function opened(home: Home, access: Access, service: string, id: string): boolean {
  return access.actions.some((rule) => opens(home, rule, service, id));
}

/** Any service of the entity's own domain, as a scene may need: `*@e`, `<domain>.*@e`, `<domain>.*`. */
export function openedWholly(home: Home, access: Access, id: string): boolean {
  return access.actions.some((rule) => opens(home, rule, `${domainOf(id)}.*`, id));
}

/** What `*` opens without an entity. */
const BY_STAR =
  /^(?:(?:script|notify|persistent_notification|shopping_list)\.|scene\.apply$|logbook\.log$|tts\..*_say$)/;

/** A call that names no entity; a reload goes by its exact name alone. */
export function openedWithoutEntity(access: Access, service: string): boolean {
  if (access.services.includes(service)) return true;
  if (/\.reload(?:_|$)/.test(service)) return false;
  return access.actions.some((rule) =>
    typeof rule === "string"
      ? rule === `${domainOf(service)}.*`
      : rule.target === undefined &&
        meansService(rule.service, service) &&
        (rule.service !== "*" || BY_STAR.test(service)),
  );
}

/** Whether a deny list could mean an entity of the domain: a scope by its words, a selector by the home as it is. */
export function couldDeny(home: Home, rules: readonly EntityRule[], domain: string): boolean {
  const ids = home.entities.map(({ id }) => id).filter((id) => domainOf(id) === domain);
  return rules.some((rule) =>
    typeof rule === "string"
      ? rule === "*" || domainOf(rule) === domain
      : ids.some((id) => selects(home, rule, id)),
  );
}
