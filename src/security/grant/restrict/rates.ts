/** What rates, cooldowns and quotas would take from the counters. */

import type { JsonObject } from "../../../core/json.ts";
import { localInstant } from "../../../core/local-time.ts";
import type { Reservation } from "../model/decision.ts";
import type { Grant, Restriction } from "../model/grant.ts";
import type { Operation, Request } from "../model/request.ts";
import { canonicalType } from "../model/restriction-types.ts";
import { localTime } from "../model/zone.ts";

/** A grant's own `limits`, as the parser writes them. */
export const LIMIT_TYPE = "limit";

const HEAVY: ReadonlySet<Operation> = new Set(["history", "camera"]);
const HEAVY_WEIGHT = 5;
const PERIODS = ["hour", "day", "week", "month"] as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Of every enabled restriction that counts, whether or not it applies to the request. */
export function reservationsOf(
  grant: Grant,
  request: Request,
  timeZone: string,
  now: number,
): readonly Reservation[] {
  return [...grant.compiled, ...grant.restrictions].flatMap((restriction) => {
    const reservation = restriction.enabled ? reservationOf(restriction, request, timeZone, now) : undefined;
    return reservation ? [reservation] : [];
  });
}

/** undefined: the restriction does not count anything, or its numbers are no numbers. */
export function reservationOf(
  restriction: Restriction,
  request: Request,
  timeZone: string,
  now: number,
): Exclude<Reservation, { readonly kind: "approval" }> | undefined {
  const { params } = restriction;
  switch (restriction.type === LIMIT_TYPE ? LIMIT_TYPE : canonicalType(restriction.type)) {
    case "rate_limit":
      return windowOf(restriction.id, params);
    case "quota":
      return quotaOf(restriction.id, params, timeZone, now);
    case LIMIT_TYPE: {
      const perMinute = positive(params["per_minute"]);
      const burst = positive(params["burst"]);
      if (perMinute === undefined || burst === undefined) return undefined;
      const capacity = Math.max(burst, request.batch ?? 1, HEAVY.has(request.operation) ? HEAVY_WEIGHT : 1);
      const weight = HEAVY.has(request.operation) ? HEAVY_WEIGHT : 1;
      return { kind: "bucket", restriction: restriction.id, perMinute, capacity, weight };
    }
    default:
      return undefined;
  }
}

/** A limit within a window, a cooldown, or both; whatever is there must be a number above 0. */
function windowOf(
  restriction: string,
  params: JsonObject,
): Extract<Reservation, { kind: "window" }> | undefined {
  const given = {
    limit: params["limit"] ?? params["max"],
    window: params["window_seconds"],
    cooldown: params["cooldown_seconds"],
  };
  const limit = positive(given.limit);
  const windowSeconds = positive(given.window);
  const cooldownSeconds = positive(given.cooldown);
  const limited = isGiven(given.limit) || isGiven(given.window);
  if (limited && (limit === undefined || !Number.isInteger(limit) || windowSeconds === undefined))
    return undefined;
  // Varco writes 0 for "no cooldown"
  const none = !isGiven(given.cooldown) || Number(given.cooldown) === 0;
  if (cooldownSeconds === undefined && !(none && limited)) return undefined;
  return {
    kind: "window",
    restriction,
    limit: limited ? limit : undefined,
    windowSeconds: windowSeconds ?? 0,
    cooldownSeconds: cooldownSeconds ?? 0,
  };
}

function quotaOf(
  restriction: string,
  params: JsonObject,
  zone: string,
  now: number,
): Extract<Reservation, { kind: "quota" }> | undefined {
  const limit = positive(params["limit"] ?? params["max"]);
  const named = params["period"] ?? "day";
  const period = PERIODS.find((each) => each === named);
  const timeZone = params["timezone"] ?? zone;
  if (typeof timeZone !== "string") return undefined;
  const time = localTime(timeZone, now);
  if (limit === undefined || !Number.isInteger(limit) || !period || !time) return undefined;
  const endsIn = (days: number) => midnightAfter(time.date, days, timeZone);
  switch (period) {
    case "hour": {
      const hour = Math.floor(time.second / 3600);
      const endsAt = now + ((hour + 1) * 3600 - time.second) * 1000;
      return {
        kind: "quota",
        restriction,
        limit,
        period: `${time.date}T${String(hour).padStart(2, "0")}`,
        endsAt,
      };
    }
    case "day":
      return { kind: "quota", restriction, limit, period: time.date, endsAt: endsIn(1) };
    case "week": {
      const period = `week ${dateAfter(time.date, -time.day)}`;
      return { kind: "quota", restriction, limit, period, endsAt: endsIn(7 - time.day) };
    }
    case "month": {
      const [year = 0, month = 0, day = 0] = time.date.split("-").map(Number);
      const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
      const period = time.date.slice(0, 7);
      return { kind: "quota", restriction, limit, period, endsAt: endsIn(days - day + 1) };
    }
  }
}

function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days are of 23 to 25 hours: what counts in one must not be forgotten before it is over. */
function midnightAfter(date: string, days: number, zone: string): number {
  const next = dateAfter(date, days);
  let instant = localInstant(`${next}T00:00:00`, zone);
  // where clocks go forward at midnight there is none
  for (let tries = 0; tries < 3 && (localTime(zone, instant)?.date ?? next) < next; tries++)
    instant += HOUR_MS;
  return instant;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A number above 0, also as text. */
function positive(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number > 0 ? number : undefined;
}
