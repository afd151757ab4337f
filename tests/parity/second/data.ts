/** Keys and limits of data, told literally from the specification. */

import type { Triple } from "../answer.ts";
import { domainOf, entityOf, type Home, membersOf } from "../home.ts";
import type { Spelled } from "../spelling.ts";

/** Keys and limits hold for whatever carries the data to the same end. */
export function dataCode(triple: Triple, call: Spelled, acted: readonly string[]): string | undefined {
  const { data_keys: keys, data_limits: limits } = triple.grant;
  const [domain = "", verb = ""] = call.service.split(".");
  const reached = domain === "homeassistant" ? acted.map(domainOf) : [domain];
  const verbs = [call.service, ...reached.map((each) => `${each}.${verb}`)];
  if (verb === "toggle")
    verbs.push(
      ...reached.filter((each) => keys[`${each}.toggle`] === undefined).map((each) => `${each}.turn_on`),
    );
  for (const name of verbs) {
    const allowed = keys[name];
    if (allowed !== undefined && Object.keys(call.data).some((key) => !allowed.includes(key)))
      return "data_key_denied";
  }
  const bound = (service: string, key: string) =>
    service === call.service ||
    (reached.includes(domainOf(service)) && limits[call.service]?.[key] === undefined);
  for (const [service, table] of Object.entries(limits))
    for (const [key, limit] of Object.entries(table))
      if (bound(service, key) && Object.hasOwn(call.data, key) && !fits(call.data[key], limit))
        return "data_limit";
  if (reached.some((each) => !spelledFits(triple, each, verb, call.data))) return "data_limit";
  return call.service === "scene.apply"
    ? sceneCode(triple, withMembers(triple.home, call.data["entities"]))
    : undefined;
}

/** A group's members are given what the group is given. */
function withMembers(home: Home, entities: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries((entities ?? {}) as Record<string, unknown>).flatMap(([name, wanted]) => {
    const ids = [name.trim().toLowerCase()];
    for (const id of ids)
      ids.push(...membersOf(entityOf(home, id)).filter((member) => !ids.includes(member)));
    return ids.map((id) => [id, wanted] as const);
  });
}

/** A scene made on the spot writes states: limits on what becomes the state bind it. */
function sceneCode(triple: Triple, entities: readonly (readonly [string, unknown])[]): string | undefined {
  for (const [id, wanted] of entities) {
    const attributes = typeof wanted === "object" && wanted !== null ? wanted : { state: wanted };
    const domain = domainOf(id);
    const lists = tablesOf(triple.grant.data_keys, domain);
    const limits = tablesOf(triple.grant.data_limits, domain).flatMap((table) => Object.entries(table));
    for (const [key, value] of Object.entries(attributes)) {
      if (key !== "state" && lists.length > 0 && !lists.some((list) => list.includes(key)))
        return "data_key_denied";
      const bound = limits.filter(([limited]) =>
        key === "state" ? STATE_KEYS.includes(limited) : limited === key,
      );
      if (bound.some(([, limit]) => !fits(value, limit))) return "data_limit";
      if (key !== "state" && !spelledFits(triple, domain, "", { [key]: value })) return "data_limit";
    }
  }
  return undefined;
}

/** Other spellings of what is limited here: brightness in percent, the mode of a thermostat. */
function spelledFits(
  { grant }: Triple,
  domain: string,
  verb: string,
  data: Readonly<Record<string, unknown>>,
): boolean {
  const tables = tablesOf(grant.data_limits, domain);
  return domain === "light"
    ? tables.every((table) => brightnessFits(table["brightness_pct"], data))
    : domain !== "climate" || tables.every((table) => modeFits(table["hvac_mode"], verb));
}

function brightnessFits(
  percent: readonly unknown[] | undefined,
  data: Readonly<Record<string, unknown>>,
): boolean {
  if (!percent) return true;
  if (Object.hasOwn(data, "profile") || Object.hasOwn(data, "brightness_step")) return false;
  const given = [data["brightness"], data["white"]].filter((value) => value !== undefined);
  const numbers = given.map((value) => (typeof value === "string" ? Number(value) : value));
  return numbers.every((value) => typeof value === "number" && fits((value * 100) / 255, percent));
}

function modeFits(modes: readonly unknown[] | undefined, verb: string): boolean {
  if (!modes) return true;
  return verb !== "turn_on" && verb !== "toggle" && (verb !== "turn_off" || modes.includes("off"));
}

/** What a grant says of the services of one domain. */
function tablesOf<T>(tables: Readonly<Record<string, T>>, domain: string): readonly T[] {
  return Object.entries(tables).flatMap(([service, table]) => (domainOf(service) === domain ? [table] : []));
}

const STATE_KEYS = ["value", "option", "hvac_mode", "operation_mode"];

function fits(value: unknown, limit: readonly unknown[]): boolean {
  const [low, high] = limit;
  if (limit.length !== 2 || typeof low !== "number" || typeof high !== "number") return limit.includes(value);
  // The specification leaves this open: a number may be sent as its decimal text.
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= low && number <= high;
}
