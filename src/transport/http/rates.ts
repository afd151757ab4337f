/** How many requests an address and a credential may make. */

import type { Request } from "express";
import {
  type AugmentedRequest,
  MemoryStore,
  type RateLimitInfo,
  type Store as RateStore,
  rateLimit,
} from "express-rate-limit";
import { bucketOf } from "./client-address.ts";
import type { Exchange, Step } from "./exchange.ts";
import { refuse } from "./problems.ts";

/** Minutes and requests. */
export type Rate = { readonly windowMinutes: number; readonly max: number };

export type AddressRate = {
  readonly step: Step;
  /** A good credential came: what was counted before is forgotten. */
  clear(address: string): void;
};

/** Counted only while no good credential came. */
export function addressRate(rate: Rate, heard: LimitEar, counts: OpenCounts = ownCounts): AddressRate {
  const limit = limiter(rate, {
    heard,
    counts,
    name: "address",
    key: ({ locals }) => bucketOf(locals.address),
    weight: () => 1,
  });
  return { step: limit.step, clear: (address) => void forget(limit.store, bucketOf(address)) };
}

/** A POST with n messages counts n times, or not at all where that is more than is left. */
export function credentialRate(rate: Rate, heard: LimitEar, counts: OpenCounts = ownCounts): Step {
  return limiter(rate, {
    heard,
    counts,
    name: "credential",
    key: ({ locals }) => locals.principal.credential,
    weight: ({ locals }) => (Array.isArray(locals.message) ? locals.message.length : 1),
  }).step;
}

/** Which limit. */
export type LimitName = "address" | "credential";

const OF: Readonly<Record<LimitName, string>> = {
  address: "from this address without a good credential",
  credential: "by this credential",
};

export type LimitEar = {
  /** The first refusal of a window. */
  flooded(locals: Exchange["locals"], limit: LimitName): void;
  /** Every refusal; there is a principal where the limit is a credential's. */
  limited(locals: Partial<Exchange["locals"]>, limit: LimitName): void;
};

/** Where a limit is counted, by its name. */
export type OpenCounts = (name: string) => RateStore;

/** Each process for itself. */
const ownCounts: OpenCounts = () => new MemoryStore();

async function forget(store: RateStore, key: string): Promise<void> {
  // who is let in waits for nobody; what stays counted ends with its window
  await Promise.resolve(store.resetKey(key)).catch(() => undefined);
}

type Counted = {
  readonly heard: LimitEar;
  readonly counts: OpenCounts;
  readonly name: LimitName;
  readonly key: (response: Exchange) => string;
  readonly weight: (response: Exchange) => number;
};

function limiter(
  { windowMinutes, max }: Rate,
  { name, key, weight, heard, counts }: Counted,
): { readonly step: Step; readonly store: RateStore } {
  const store = counts(name);
  const told = new Map<string, number>();
  const limit = rateLimit({
    windowMs: windowMinutes * 60_000,
    limit: max,
    // the library's would hash the key for each answer, twice
    standardHeaders: false,
    legacyHeaders: false,
    store,
    keyGenerator: (_, response) => key(response as Exchange),
    // a 429 and never a 401: a client that is told its token is bad throws it away, into the same limit
    handler: async (request, response) => {
      const exchange = response as Exchange;
      const weighs = weight(exchange);
      heard.limited(exchange.locals, name);
      if (isFirst(request, key(exchange), told)) heard.flooded(exchange.locals, name);
      for (let given = 0; given < weighs; given++) await store.decrement(key(exchange));
      const seconds = say(name, windowMinutes, request, exchange, weighs);
      const detail =
        weighs > max
          ? `At most ${max} messages in ${windowMinutes} min; send fewer at once.`
          : `Too many requests ${OF[name]}: at most ${max} in ${windowMinutes} min; wait ${seconds} s.`;
      refuse(request, exchange, { status: 429, detail, headers: { "Retry-After": String(seconds) } });
    },
  }) as Step;
  const step: Step = async (request, response, next) => {
    // the library takes the last one
    for (let taken = 1; taken < weight(response); taken++) await store.increment(key(response));
    return limit(request, response, (fault) => {
      // where it could not be counted there is nothing to say
      if (fault === undefined) say(name, windowMinutes, request, response);
      next(fault);
    });
  };
  return { step, store };
}

const MOST_TOLD = 1_000;

/** Once a window: what is told must not be a flood itself. */
function isFirst(request: Request, key: string, told: Map<string, number>): boolean {
  const { resetTime } = (request as AugmentedRequest)["rateLimit"] as RateLimitInfo;
  const ends = resetTime?.getTime() ?? 0;
  if (told.get(key) === ends) return false;
  if (told.size >= MOST_TOLD) told.clear();
  told.set(key, ends);
  return true;
}

/** RateLimit headers (draft-ietf-httpapi-ratelimit-headers-08) in place of an earlier limit's; seconds until the window ends. `givenBack`: what was counted and is not any more. */
function say(
  name: string,
  windowMinutes: number,
  request: Request,
  response: Exchange,
  givenBack = 0,
): number {
  const { limit, used, resetTime } = (request as AugmentedRequest)["rateLimit"] as RateLimitInfo;
  const remaining = Math.max(0, limit - used + givenBack);
  const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000));
  response.setHeader("RateLimit", `"${name}"; r=${remaining}; t=${seconds}`);
  response.setHeader("RateLimit-Policy", `"${name}"; q=${limit}; w=${windowMinutes * 60}`);
  return seconds;
}
