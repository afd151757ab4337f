/** Reads scopes and selectors, with the nearest valid form for what is none. */

import { domainOf, isDomain, isEntityId, isService } from "../../../core/entity-id.ts";
import { foldName } from "../../../core/fold.ts";
import { isJsonObject } from "../../../core/json.ts";
import { nearestTo } from "../../../core/nearest.ts";
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
  if (list.length === 0)
    faults.add("invalid_selector", path, "An empty list selects nothing; leave the key out.");
  const ids = list.flatMap((each): readonly string[] => {
    const read = typeof each === "string" ? readId(each.trim(), key, names) : isNo(key);
    if ("id" in read) return [read.id];
    const code = names && key in NAMED ? "unknown_name" : "invalid_selector";
    faults.add(code, path, `${read.fault(quote(String(each), 60))}.`);
    return [];
  });
  return ids.length === list.length && list.length > 0 ? [...new Set(ids)] : undefined;
}

function isNo(key: IdKey): ReadId {
  return { fault: (quoted) => `${quoted} is no ${spaced(key)}` };
}

function spaced(key: IdKey): string {
  return key.replace("_", " ");
}

type ReadId = { readonly id: string } | { readonly fault: (quoted: string) => string };

function readId(text: string, key: IdKey, names: Registries | undefined): ReadId {
  const known = key in NAMED ? names?.[NAMED[key as keyof typeof NAMED]] : undefined;
  if (known) return idOfName(text, spaced(key), known);
  const fits = key in NAMED ? PLACE_ID.test(text) : key === "domain" ? isDomain(text) : WORD.test(text);
  return fits ? { id: text } : isNo(key);
}

type NamedPlaces = ReadonlyMap<string, { readonly name: string; readonly aliases?: readonly string[] }>;

/** An id; else an exact name or alias, else one in another spelling, where it is only one's: nothing is guessed. */
function idOfName(text: string, kind: string, known: NamedPlaces): ReadId {
  if (known.has(text)) return { id: text };
  const fold = foldName(text);
  for (const same of [(name: string) => name.trim() === text, (name: string) => foldName(name) === fold]) {
    const fitting = [...known].filter(([, { name, aliases = [] }]) => [name, ...aliases].some(same));
    const [only] = fitting;
    if (only && fitting.length === 1) return { id: only[0] };
    if (only)
      return {
        fault: (quoted) => `${quoted} means more than one ${kind}: ${fitting.map(([id]) => id).join(", ")}`,
      };
  }
  const nearest = nearestTo(
    text,
    [...known.values()].map(({ name }) => name),
  );
  const hint = nearest === undefined ? "" : `; the nearest is ${quote(nearest, 60)}`;
  return { fault: (quoted) => `There is no ${kind} ${quoted} in this home${hint}` };
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
