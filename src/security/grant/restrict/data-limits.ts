/** Limits on the data of a call: which keys, which values. They hold by effect, whatever service carries the data. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import { isJsonObject, type JsonObject, plainText } from "../../../core/json.ts";
import { membersOf } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import type { Deny } from "../model/decision.ts";
import type { Grant, ValueLimit } from "../model/grant.ts";
import { deny } from "../model/halt.ts";
import type { Context } from "../scope/context.ts";
import type { NormalCall } from "../target/input.ts";
import { DOWN, effectsOf, numberOf, spellingOf } from "./value-spelling.ts";

/** Step 18. `touched` = the entities that the call acts on, through groups and the like too. */
export function checkData(
  { grant, world }: Context,
  { service, data }: NormalCall,
  touched: readonly string[],
): Deny | undefined {
  if (isEmpty(grant.data_keys) && isEmpty(grant.data_limits)) return undefined;
  const handsOn = domainOf(service) === "homeassistant";
  const domains = handsOn ? ["homeassistant", ...new Set(touched.map(domainOf))] : [domainOf(service)];
  return (
    checkKeys(grant, service, domains, data) ??
    checkLimits(grant, service, domains, data) ??
    (WRITES_STATES.has(service) ? checkStates(grant, data["entities"], world.place) : undefined)
  );
}

/** Their `entities` are states with attributes, which Home Assistant turns into calls of each domain's services. */
const WRITES_STATES: ReadonlySet<string> = new Set(["scene.apply", "scene.create"]);

function checkKeys(
  grant: Grant,
  service: string,
  domains: readonly string[],
  data: JsonObject,
): Deny | undefined {
  for (const name of sameInEffect(service, domains, grant.data_keys)) {
    const allowed = own(grant.data_keys, name);
    const other = allowed && Object.keys(data).find((key) => !allowed.includes(key));
    if (other !== undefined) return deny(18, "data_key_denied", other);
  }
  return undefined;
}

/** The service itself; what homeassistant.* hands the call on to; what turns on takes its data also from a toggle. */
function sameInEffect(
  service: string,
  domains: readonly string[],
  table: Grant["data_keys"],
): readonly string[] {
  const name = objectOf(service);
  const names = domains.map((domain) => `${domain}.${name}`);
  if (name !== "toggle") return names;
  const unlisted = names.filter((toggle) => !Object.hasOwn(table, toggle));
  return [...names, ...unlisted.map((toggle) => `${domainOf(toggle)}.turn_on`)];
}

function checkLimits(
  { data_limits }: Grant,
  service: string,
  domains: readonly string[],
  data: JsonObject,
): Deny | undefined {
  for (const [key, value] of Object.entries(data)) {
    const exact = own(own(data_limits, service) ?? {}, key);
    if (exact && !withinLimit(value, exact)) return deny(18, "data_limit", key);
    if (exact && domainOf(service) !== "homeassistant") continue;
    if (!domains.every((domain) => fitsDomain(data_limits, domain, key, value)))
      return deny(18, "data_limit", key);
  }
  for (const domain of domains) {
    for (const { key, to } of effectsOf(`${domain}.${objectOf(service)}`))
      if (!limitsIn(data_limits, domain, key).every((limit) => staysWithin(to, limit)))
        return deny(18, "data_limit", key);
  }
  return undefined;
}

/** Whether the value fits every limit of the domain that is on it, under this key or another. */
function fitsDomain(table: Grant["data_limits"], domain: string, key: string, value: unknown): boolean {
  for (const [service, limits] of Object.entries(table)) {
    if (domainOf(service) !== domain) continue;
    for (const [limited, limit] of Object.entries(limits))
      if (limited === key ? !withinLimit(value, limit) : !fitsSpelling(domain, limited, limit, key, value))
        return false;
  }
  return true;
}

function fitsSpelling(
  domain: string,
  limited: string,
  limit: ValueLimit,
  key: string,
  value: unknown,
): boolean {
  const spelling = spellingOf(domain, limited, key);
  if (spelling === undefined) return true;
  if (spelling === "alone") return false;
  const measured = spelling.key(value);
  const bounds = limit.map(spelling.limited);
  if (measured === undefined || bounds.includes(undefined)) return false;
  const ends = bounds.filter((bound) => bound !== undefined).sort((a, b) => a - b);
  const rounding = 0.5;
  if (limit.length !== 2) return ends.some((end) => Math.abs(end - measured) <= rounding);
  return measured >= (ends[0] ?? measured) && measured <= (ends[1] ?? measured);
}

/** What moves a value on its own may end anywhere, but for what only goes down to nothing. */
function staysWithin(to: unknown, limit: ValueLimit): boolean {
  if (typeof to !== "symbol") return withinLimit(to, limit);
  const [low, high] = limit;
  return to === DOWN && limit.length === 2 && typeof low === "number" && typeof high === "number" && low <= 0;
}

/** What the services of a domain allow for a key: it binds the services that say nothing of their own, too. */
function limitsIn(table: Grant["data_limits"], domain: string, key: string): readonly ValueLimit[] {
  const ofDomain = Object.entries(table).filter(([service]) => domainOf(service) === domain);
  return ofDomain.flatMap(([, limits]) => {
    const limit = own(limits, key);
    return limit === undefined ? [] : [limit];
  });
}

/** Keys whose value becomes the state itself. */
const BECOMES_STATE = ["value", "option", "hvac_mode", "operation_mode"] as const;

/** States that stand for a position. */
const OPENINGS: Readonly<Record<string, number>> = { open: 100, opening: 100, closed: 0, closing: 0 };

function checkStates(grant: Grant, entities: unknown, place: Pick<Place, "states">): Deny | undefined {
  if (typeof entities !== "object" || entities === null) return undefined;
  for (const [name, wanted] of Object.entries(entities)) {
    // a group hands on what it is given
    const ids = new Set([name.trim().toLowerCase()]);
    for (const id of ids) for (const member of membersOf(place.states.get(id))) ids.add(member);
    for (const domain of new Set([...ids].map(domainOf))) {
      const denied = checkState(grant, domain, isJsonObject(wanted) ? wanted : { state: wanted });
      if (denied) return denied;
    }
  }
  return undefined;
}

function checkState({ data_keys, data_limits }: Grant, domain: string, wanted: JsonObject): Deny | undefined {
  const lists = Object.entries(data_keys).filter(([service]) => domainOf(service) === domain);
  for (const [key, value] of Object.entries(wanted)) {
    const listed = key === "state" || lists.length === 0 || lists.some(([, keys]) => keys.includes(key));
    if (!listed) return deny(18, "data_key_denied", key);
    if (key !== "state") {
      if (!fitsDomain(data_limits, domain, key, value)) return deny(18, "data_limit", key);
      continue;
    }
    const limits = BECOMES_STATE.flatMap((each) => limitsIn(data_limits, domain, each));
    const way = OPENINGS[plainText(value)];
    const positions = way === undefined ? [] : limitsIn(data_limits, domain, "position");
    if (
      !limits.every((limit) => withinLimit(value, limit)) ||
      !positions.every((limit) => withinLimit(way, limit))
    )
      return deny(18, "data_limit", key);
  }
  return undefined;
}

function isEmpty(table: JsonObject): boolean {
  for (const _ in table) return false;
  return true;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Two numbers are a range, both ends allowed; anything else lists the values. Every element of a list must fit. */
export function withinLimit(value: unknown, limit: readonly unknown[]): boolean {
  if (Array.isArray(value)) return value.every((each) => withinLimit(each, limit));
  const [low, high] = limit;
  if (limit.length === 2 && typeof low === "number" && typeof high === "number") {
    const number = numberOf(value);
    return number !== undefined && number >= low && number <= high;
  }
  return limit.some(
    (each) => each === value || (numberOf(each) !== undefined && numberOf(each) === numberOf(value)),
  );
}
