/** Limits on the data of a call: which keys, which values. */

import { type Context, deny } from "./context.ts";
import type { Deny } from "./decision.ts";
import type { NormalCall } from "./input.ts";

/** Step 18. */
export function checkData({ grant }: Context, { service, data }: NormalCall): Deny | undefined {
  const keys = own(grant.data_keys, service);
  if (keys) {
    for (const key of Object.keys(data)) if (!keys.includes(key)) return deny(18, "data_key_denied", key);
  }
  const limits = own(grant.data_limits, service);
  if (!limits) return undefined;
  for (const [key, limit] of Object.entries(limits)) {
    if (Object.hasOwn(data, key) && !withinLimit(data[key], limit)) return deny(18, "data_limit", key);
  }
  return undefined;
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

// Home Assistant coerces "35" to 35.
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value))
    return undefined;
  return Number(value);
}
