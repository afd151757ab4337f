/** Reads the parameters of a restriction, type by type. */

import { parseNetwork } from "../../../core/address.ts";
import type { JsonObject } from "../../../core/json.ts";
import { NO_PLACE } from "../../../hass/place.ts";
import { parseInstant } from "../model/instant.ts";
import { isZone } from "../model/zone.ts";
import { conditionHolds } from "../restrict/condition.ts";
import { hashPinSync, isPinHash } from "../restrict/pin-hash.ts";
import { reservationOf } from "../restrict/rates.ts";
import { DAY_NAMES, parseDay, readWindow, windowsOf } from "../restrict/schedule.ts";
import type { FaultCode } from "./fault.ts";
import { isTexts } from "./parse-access.ts";

/** The parameters in their one form, or why there are none. */
export type Params = { readonly params: JsonObject } | { readonly code: FaultCode; readonly message: string };

const MIN_PIN = 4;
const ORIGIN = /^https?:\/\/[^/\s?#]+$/;

function fault(code: FaultCode, message: string): Params {
  return { code, message };
}

const READERS: ReadonlyMap<string, (params: JsonObject) => Params> = new Map<
  string,
  (params: JsonObject) => Params
>([
  ["expiry", readExpiry],
  ["schedule", readSchedule],
  ["pin", readPin],
  ["rate_limit", readRate],
  ["template", readTemplate],
  ["condition", readCondition],
  ["ip", readAddresses],
  ["origin", readOrigins],
  ["quota", readQuota],
  ["approval", (params) => only(params, [])],
  ["max_entities", readMaxEntities],
]);

/** `type` is canonical. */
export function readParams(type: string, params: JsonObject): Params {
  return (
    READERS.get(type)?.(params) ?? fault("unknown_restriction_type", "There is no such type of restriction.")
  );
}

function only(params: JsonObject, keys: readonly string[], code: FaultCode = "invalid_restriction"): Params {
  const unknown = Object.keys(params).find((key) => !keys.includes(key));
  return unknown === undefined
    ? { params }
    : fault(code, `params has no key ${unknown}; it has ${keys.join(", ") || "none"}.`);
}

function readExpiry(params: JsonObject): Params {
  if (parseInstant(params["expires_at"]) !== undefined) return only(params, ["expires_at"], "invalid_expiry");
  return fault(
    "invalid_expiry",
    "expires_at is a date and time with an offset, as in 2027-01-31T18:00:00+01:00.",
  );
}

function readSchedule(params: JsonObject): Params {
  const { timezone, windows } = params;
  if (timezone !== undefined && !isZone(timezone)) {
    return fault("invalid_schedule", "timezone is a name such as Europe/Rome.");
  }
  const keys = ["timezone", ...(windows === undefined ? WINDOW_KEYS : ["windows"])];
  const shape = only(params, keys, "invalid_schedule");
  if ("code" in shape) return shape;
  const list = windowsOf(params);
  const read = list.map((window) => readWindowForm(windows === undefined ? withoutZone(window) : window));
  const bad = read.find((window) => "code" in window);
  if (bad) return bad;
  if (read.length === 0 || (Array.isArray(windows) && windows.length !== read.length)) {
    return fault("invalid_schedule", "windows is a list of {days, start_time, end_time}.");
  }
  const forms = read.flatMap((window) => ("params" in window ? [window.params] : []));
  const zone = timezone === undefined ? {} : { timezone };
  return { params: windows === undefined ? { ...forms[0], ...zone } : { windows: forms, ...zone } };
}

const WINDOW_KEYS = ["days", "start_time", "start", "end_time", "end"];

function withoutZone({ timezone: _, ...window }: JsonObject): JsonObject {
  return window;
}

function readWindowForm(window: JsonObject): Params {
  const shape = only(window, WINDOW_KEYS, "invalid_schedule");
  if ("code" in shape) return shape;
  if (typeof readWindow(window) === "string") {
    return fault(
      "invalid_schedule",
      "start_time and end_time are two different times HH:MM, from 00:00 to 23:59.",
    );
  }
  const given = window["days"] ?? [];
  const days: readonly unknown[] = Array.isArray(given) ? given : String(given).split(",");
  const known = days.map(parseDay);
  if (known.includes(undefined)) return fault("invalid_schedule", `days are ${DAY_NAMES.join(", ")}.`);
  return {
    params: {
      days: known.flatMap((day) => (day === undefined ? [] : [DAY_NAMES[day]])),
      start_time: window["start_time"] ?? window["start"],
      end_time: window["end_time"] ?? window["end"],
    },
  };
}

/** A plain PIN is hashed and forgotten. */
function readPin({ pin, pin_hash, ...rest }: JsonObject): Params {
  const shape = only(rest, []);
  if ("code" in shape) return fault("invalid_restriction", "params of a PIN has pin or pin_hash alone.");
  if (pin === undefined) {
    return typeof pin_hash === "string" && isPinHash(pin_hash)
      ? { params: { pin_hash } }
      : fault("invalid_restriction", "A PIN restriction has a pin of four digits or more, or a pin_hash.");
  }
  const digits = typeof pin === "number" ? String(pin) : pin;
  if (typeof digits !== "string" || digits.length < MIN_PIN) {
    return fault("invalid_restriction", "A PIN has four digits or more; six are better.");
  }
  return { params: { pin_hash: hashPinSync(digits) } };
}

function readRate(params: JsonObject): Params {
  const shape = only(params, ["limit", "max", "window_seconds", "cooldown_seconds"]);
  if ("code" in shape) return shape;
  const rate = reservationOf(probe("rate_limit", params), PROBE_REQUEST, "UTC", 0);
  if (rate?.kind !== "window") {
    return fault(
      "invalid_restriction",
      "A rate has limit and window_seconds, or cooldown_seconds, each above 0.",
    );
  }
  return {
    params: {
      ...(rate.limit === undefined ? {} : { limit: rate.limit, window_seconds: rate.windowSeconds }),
      ...(rate.cooldownSeconds === 0 ? {} : { cooldown_seconds: rate.cooldownSeconds }),
    },
  };
}

const PROBE_REQUEST = { operation: "read", entity_ids: [] } as const;

function probe(type: string, params: JsonObject) {
  return { id: "", enabled: true, type, applies_to: null, params };
}

function readTemplate(params: JsonObject): Params {
  const { value_template } = params;
  if (typeof value_template === "string" && value_template.trim() !== "")
    return only(params, ["value_template"]);
  return fault("invalid_restriction", "value_template is a Home Assistant template that is not blank.");
}

function readCondition(params: JsonObject): Params {
  const shape = only(params, ["entity_id", "attribute", "state", "above", "below"]);
  if ("code" in shape) return shape;
  return conditionHolds(params, NO_PLACE) === "invalid_restriction"
    ? fault("invalid_restriction", "A condition has entity_id, and state, above or below.")
    : shape;
}

function readAddresses(params: JsonObject): Params {
  const { allowed_ips } = params;
  if (!isTexts(allowed_ips) || allowed_ips.length === 0 || !allowed_ips.every((each) => parseNetwork(each))) {
    return fault("invalid_address", "allowed_ips is a list of addresses or blocks such as 192.168.1.0/24.");
  }
  return only(params, ["allowed_ips"]);
}

/** Also the grant's own `network.origins`. */
export function readOrigins(params: JsonObject): Params {
  const shape = only(params, ["allow_any", "allowed", "allow_paths"], "invalid_origin");
  if ("code" in shape) return shape;
  const { allow_any, allowed, allow_paths } = params;
  if (allow_any !== undefined && typeof allow_any !== "boolean")
    return fault("invalid_origin", "allow_any is true or false.");
  if (allowed !== undefined && !(isTexts(allowed) && allowed.every((each) => ORIGIN.test(each)))) {
    return fault(
      "invalid_origin",
      "allowed is a list of origins such as https://example.org, without a path.",
    );
  }
  if (allow_paths !== undefined && !(isTexts(allow_paths) && allow_paths.every(isPath))) {
    return fault("invalid_origin", "allow_paths is a list of paths such as /house or /house/*.");
  }
  return shape;
}

function isPath(path: string): boolean {
  return path.startsWith("/") && path.length <= 512 && !path.includes("..") && !/[?#]/.test(path);
}

function readQuota(params: JsonObject): Params {
  const shape = only(params, ["limit", "max", "period", "timezone"]);
  if ("code" in shape) return shape;
  if (reservationOf(probe("quota", params), PROBE_REQUEST, "UTC", 0)) return shape;
  return fault(
    "invalid_restriction",
    "A quota has a whole limit above 0, and a period: hour, day, week or month.",
  );
}

function readMaxEntities(params: JsonObject): Params {
  const shape = only(params, ["max", "limit", "max_entities"]);
  const max = params["max"] ?? params["limit"] ?? params["max_entities"];
  if ("code" in shape || (typeof max === "number" && Number.isInteger(max) && max > 0)) return shape;
  return fault("invalid_restriction", "max is a whole number above 0.");
}
