/** Reads scopes and selectors, with the nearest valid form for what is none. */

import { domainOf, isDomain, isEntityId, isService } from "../../../core/entity-id.ts";
import { isJsonObject } from "../../../core/json.ts";
import { quote } from "../../../core/text.ts";
import type { Registries } from "../../../hass/registries.ts";
import type { ActionRule, EntityRule, Selector } from "../model/access.ts";
import { isActionScope, isDomainWildcard, isEntityScope } from "../model/scopes.ts";
import { at, type Faults, refuseUnknownKeys } from "./fault.ts";

const SELECTOR_KEYS = [
  "domain",
  "area",
  "floor",
  "label",
  "device",
  "device_class",
  "integration",
  "exposed",
] as const;
const NAMED = { area: "areas", floor: "floors", label: "labels", device: "devices" } as const;
const WORD = /^[a-z0-9_]{1,100}$/;
const PLACE_ID = /^[\w-]{1,255}$/;

/** An entity scope or a selector; undefined when a fault was added. */
export function readEntityRule(
  value: unknown,
  path: string,
  faults: Faults,
  names?: Registries,
): EntityRule | undefined {
  if (typeof value !== "string") return readSelector(value, path, faults, names);
  if (isEntityScope(value)) return value;
  faults.add("invalid_scope", path, `${quote(value, 60)} is no entity scope; ${nearestEntityScope(value)}.`);
  return undefined;
}

/** One of the four action forms, or a service with or without a selector. */
export function readActionRule(
  value: unknown,
  path: string,
  faults: Faults,
  names?: Registries,
): ActionRule | undefined {
  if (typeof value === "string") {
    if (isActionScope(value)) return value;
    faults.add(
      "invalid_scope",
      path,
      `${quote(value, 60)} is no action scope; ${nearestActionScope(value)}.`,
    );
    return undefined;
  }
  if (!isJsonObject(value)) {
    faults.add(
      "invalid_scope",
      path,
      'An action is a text such as "light.*", or {"service": …, "target": …}.',
    );
    return undefined;
  }
  refuseUnknownKeys(value, ["service", "target"], path, faults);
  const { service, target } = value;
  if (typeof service !== "string" || !(service === "*" || isDomainWildcard(service) || isService(service))) {
    faults.add("invalid_scope", at(path, "service"), "A service is domain.service, domain.* or *.");
    return undefined;
  }
  if (target === undefined) return { service };
  const selector = readSelector(target, at(path, "target"), faults, names);
  return selector && { service, target: selector };
}

/** A selector with lists for values and ids for names. */
export function readSelector(
  value: unknown,
  path: string,
  faults: Faults,
  names?: Registries,
): Selector | undefined {
  if (!isJsonObject(value)) {
    faults.add("invalid_selector", path, `A selector is an object with ${SELECTOR_KEYS.join(", ")}.`);
    return undefined;
  }
  refuseUnknownKeys(value, SELECTOR_KEYS, path, faults);
  const before = faults.list.length;
  const selector: Record<string, readonly string[] | "conversation"> = {};
  for (const key of SELECTOR_KEYS) {
    const given = value[key];
    if (given === undefined) continue;
    if (key === "exposed") {
      if (given === "conversation") selector[key] = given;
      else faults.add("invalid_selector", at(path, key), 'exposed is "conversation".');
      continue;
    }
    const ids = readIds(given, key, at(path, key), faults, names);
    if (ids) selector[key] = ids;
  }
  return faults.list.length > before ? undefined : (selector as Selector);
}

type IdKey = Exclude<(typeof SELECTOR_KEYS)[number], "exposed">;

function readIds(
  given: unknown,
  key: IdKey,
  path: string,
  faults: Faults,
  names: Registries | undefined,
): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const ids = list.map((each) => (typeof each === "string" ? readId(each.trim(), key, names) : undefined));
  const bad = ids.indexOf(undefined);
  if (list.length > 0 && bad < 0) return [...new Set(ids.filter((id) => id !== undefined))];
  if (list.length === 0)
    faults.add("invalid_selector", path, "An empty list selects nothing; leave the key out.");
  else if (names && key in NAMED)
    faults.add("unknown_name", path, `There is no ${key} ${quote(String(list[bad]), 60)} in this home.`);
  else
    faults.add("invalid_selector", path, `${quote(String(list[bad]), 60)} is no ${key.replace("_", " ")}.`);
  return undefined;
}

function readId(text: string, key: IdKey, names: Registries | undefined): string | undefined {
  if (key === "domain") return isDomain(text) ? text : undefined;
  if (key === "device_class" || key === "integration") return WORD.test(text) ? text : undefined;
  if (!names) return PLACE_ID.test(text) ? text : undefined;
  const known: ReadonlyMap<string, { readonly name: string; readonly aliases?: readonly string[] }> =
    names[NAMED[key]];
  if (known.has(text)) return text;
  const wanted = text.toLowerCase();
  const fitting = [...known].filter(([, { name, aliases = [] }]) =>
    [name, ...aliases].some((each) => each.toLowerCase() === wanted),
  );
  return fitting.length === 1 ? fitting[0]?.[0] : undefined;
}

function nearestEntityScope(text: string): string {
  const lower = text.trim().toLowerCase();
  if (isEntityScope(lower)) return `the nearest is ${lower}`;
  if (isDomain(lower)) return `the nearest is ${lower}.*`;
  const domain = domainOf(lower);
  if (isDomain(domain)) return `the nearest is ${domain}.*`;
  return "the forms are *, domain.* and domain.object_id";
}

function nearestActionScope(text: string): string {
  const lower = text.trim().toLowerCase();
  if (isActionScope(lower)) return `the nearest is ${lower}`;
  if (lower === "*") return 'for everything write {"service": "*", "target": {}}, for one domain domain.*';
  const [service = "", entity = ""] = lower.split("@");
  if (isEntityId(entity))
    return isDomain(domainOf(service))
      ? `the nearest is ${domainOf(service)}.*@${entity}`
      : `the nearest is *@${entity}`;
  if (entity === "" && isService(service)) {
    return `the nearest are ${domainOf(service)}.* and ${service}@<entity id>; a call without entities goes into services`;
  }
  if (isDomain(domainOf(service))) return `the nearest is ${domainOf(service)}.*`;
  return "the forms are domain.service@entity_id, domain.*, domain.*@entity_id and *@entity_id";
}
