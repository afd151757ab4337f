/** How many requests an address and a credential may make. */

import type { Request } from "express";
import { type AugmentedRequest, MemoryStore, type RateLimitInfo, rateLimit } from "express-rate-limit";
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
export function addressRate({ windowMinutes, max }: Rate): AddressRate {
  const limit = limiter({ windowMinutes, max }, "address", ({ locals }) => bucketOf(locals.address));
  return { step: limit.step, clear: (address) => void limit.store.resetKey(bucketOf(address)) };
}

/** A POST with n messages counts n times. */
export function credentialRate(rate: Rate): Step {
  const limit = limiter(rate, "credential", ({ locals }) => locals.principal.credential);
  return async (request, response, next) => {
    const { message, principal } = response.locals;
    const more = Array.isArray(message) ? message.length - 1 : 0;
    for (let count = 0; count < more; count++) await limit.store.increment(principal.credential);
    return limit.step(request, response, next);
  };
}

function limiter(
  { windowMinutes, max }: Rate,
  name: string,
  key: (response: Exchange) => string,
): { readonly step: Step; readonly store: MemoryStore } {
  const store = new MemoryStore();
  const limit = rateLimit({
    windowMs: windowMinutes * 60_000,
    limit: max,
    // the library's would hash the key for each answer, twice
    standardHeaders: false,
    legacyHeaders: false,
    store,
    keyGenerator: (_, response) => key(response as Exchange),
    // a 429 and never a 401: a client that is told its token is bad throws it away, into the same limit
    handler: (request, response) => {
      const seconds = say(name, windowMinutes, request, response as Exchange);
      refuse(request, response as Exchange, {
        status: 429,
        detail: `Too many requests; wait ${seconds} s.`,
        headers: { "Retry-After": String(seconds) },
      });
    },
  }) as Step;
  const step: Step = (request, response, next) =>
    limit(request, response, (fault) => {
      say(name, windowMinutes, request, response);
      next(fault);
    });
  return { step, store };
}

/** RateLimit headers (draft-ietf-httpapi-ratelimit-headers-08) in place of an earlier limit's; seconds until the window ends. */
function say(name: string, windowMinutes: number, request: Request, response: Exchange): number {
  const { limit, remaining, resetTime } = (request as AugmentedRequest)["rateLimit"] as RateLimitInfo;
  const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000));
  response.setHeader("RateLimit", `"${name}"; r=${remaining}; t=${seconds}`);
  response.setHeader("RateLimit-Policy", `"${name}"; q=${limit}; w=${windowMinutes * 60}`);
  return seconds;
}
