/** What of a grant stands against a call, and what it would allow: said to the caller whose grant it is. */

import { domainOf } from "../core/entity-id.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import { cleanLine, cleanName } from "../core/text.ts";
import type { Denied } from "../security/grant/model/denied.ts";
import type { Grant, ValueLimit } from "../security/grant/model/grant.ts";
import { parseInstant } from "../security/grant/model/instant.ts";
import { isOpenToWildcard, kindOfService } from "../security/grant/model/service-kinds.ts";

/** `sentence` stands in place of the general one, `allowed` before the hint. */
export type Why = { readonly sentence?: string; readonly allowed?: string };

type Asked = {
  readonly service: string;
  readonly data: JsonObject;
  /** No entity, area or the like is named. */
  readonly untargeted?: boolean;
};

const NOTHING: Why = {};

/** Of a denial that says little by itself; `asked` is the call, undefined for a read. */
export function whyRefused(denied: Denied, grant: Grant, now: number, asked: Asked | undefined): Why {
  if (denied.denial === "outside_schedule") return { allowed: `Allowed: ${hoursOf(grant)}.` };
  if (denied.code !== "PERMISSION_DENIED" || denied.denial !== undefined) return NOTHING;
  const ended = endOf(grant, now);
  if (ended !== undefined) return { sentence: `is not possible: the grant expired ${ended}` };
  return asked ? (whyOfService(asked, grant) ?? whyOfData(asked, grant) ?? NOTHING) : NOTHING;
}

function hoursOf(grant: Grant): string {
  const hours = grant.restrictions.filter(({ type, enabled }) => type === "schedule" && enabled);
  return hours.map(({ params }) => windowsText(params)).join("; and ");
}

/** `mon tue 08:00–18:00 Europe/Amsterdam` */
export function windowsText(params: JsonObject): string {
  const windows: readonly JsonObject[] = Array.isArray(params["windows"])
    ? params["windows"].filter(isJsonObject)
    : [params];
  return windows
    .map((window) => {
      const hours = `${window["start_time"] ?? window["start"]}–${window["end_time"] ?? window["end"]}`;
      const zone = window["timezone"] ?? params["timezone"];
      return cleanName([[window["days"]].flat().join(" "), hours, zone].filter(Boolean).join(" "));
    })
    .join(", ");
}

function endOf({ expires_at, restrictions }: Grant, now: number): string | undefined {
  const ends = [
    expires_at,
    ...restrictions.filter(({ type }) => type === "expiry").map(({ params }) => params["expires_at"]),
  ];
  return ends.flatMap((end) => {
    const at = parseInstant(end);
    return at !== undefined && at <= now ? [String(end)] : [];
  })[0];
}

function whyOfService({ service, untargeted }: Asked, { access }: Grant): Why | undefined {
  const kind = kindOfService(service);
  if (kind === "never") return { sentence: "is never allowed through Hearthgate" };
  if (access.services.includes(service)) return undefined;
  const byName = `The owner can name ${service} in the grant's services.`;
  if (kind !== "special")
    return untargeted && !isOpenToWildcard(service)
      ? { sentence: "acts on no entity, and no wildcard opens such a service", allowed: byName }
      : undefined;
  return {
    sentence: "is a special service, which no wildcard opens",
    allowed: byName,
  };
}

/** The limit on the data that the call is beyond. */
function whyOfData({ service, data }: Asked, { data_keys, data_limits }: Grant): Why | undefined {
  const keys = Object.hasOwn(data_keys, service) ? data_keys[service] : undefined;
  const other = keys && Object.keys(data).find((key) => !keys.includes(key));
  if (keys && other !== undefined)
    return {
      sentence: `may not be given ${cleanLine(other, 40)} in this grant`,
      allowed: `Allowed: ${keys.join(", ") || "no data"}.`,
    };
  const limits = limitsOf(service, data_limits);
  const given = limits.filter(({ key }) => Object.hasOwn(data, key));
  // a limit binds every other spelling of its value too
  const told = given.length > 0 || Object.keys(data).length === 0 ? given : limits;
  if (told.length === 0) return undefined;
  return {
    sentence: "is not in this grant, or is beyond its limits",
    allowed: `Limits: ${told.map(({ key, limit }) => `${key} ${limitText(limit)}`).join(", ")}.`,
  };
}

function limitsOf(service: string, limits: Grant["data_limits"]) {
  const domain = domainOf(service);
  return Object.entries(limits)
    .filter(([name]) => name === service || domainOf(name) === domain || domain === "homeassistant")
    .flatMap(([, own]) => Object.entries(own).map(([key, limit]) => ({ key, limit })));
}

/** `16–24`, or the values that are allowed. */
export function limitText(limit: ValueLimit): string {
  const isRange = limit.length === 2 && limit.every((each) => typeof each === "number");
  return cleanLine(limit.join(isRange ? "–" : " or "), 80);
}
