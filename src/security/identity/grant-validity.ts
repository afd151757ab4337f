/** Whether a grant opens anything at this moment. */

import type { Grant } from "../grant/model/grant.ts";
import { parseInstant } from "../grant/model/instant.ts";
import type { Refusal } from "./identity.ts";
import { refuse } from "./refusal.ts";

type Validity = { readonly from: number; readonly until: number };

// a grant that was edited is another object
const known = new WeakMap<Grant, Validity>();

/** undefined = it does. `now` in milliseconds since 1970. What cannot be read opens nothing. */
export function grantRefusal(grant: Grant | undefined, now: number): Refusal | undefined {
  // deleted, or of another machine's grants.json
  if (grant === undefined) return refuse(401, "grant_not_here");
  if (grant.status === "revoked") return refuse(401, "revoked");
  const { from, until } = validityOf(grant);
  if (now >= until) return refuse(401, "expired");
  if (grant.status === "paused") return refuse(403, "grant_paused");
  return now < from ? refuse(403, "grant_not_yet_valid") : undefined;
}

/** Whether a client that has nothing but a bearer token can use it at all. */
export function takesBearer({ network }: Grant): boolean {
  return network?.require_signature !== true;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** When that which began then is over by the grant's own `session`, whatever it is renewed; Infinity = it says nothing. */
export function sessionEndOf({ session = {} }: Grant, beganMs: number): number {
  const { absolute_lifetime_hours, max_lifetime_minutes, lifetime_minutes, max_renewals } = session;
  const unbounded = Number.POSITIVE_INFINITY;
  return (
    beganMs +
    Math.min(
      (absolute_lifetime_hours ?? unbounded) * HOUR_MS,
      (max_lifetime_minutes ?? unbounded) * MINUTE_MS,
      (lifetime_minutes ?? unbounded) * ((max_renewals ?? unbounded) + 1) * MINUTE_MS,
    )
  );
}

function validityOf(grant: Grant): Validity {
  const before = known.get(grant);
  if (before) return before;
  const { not_before, expires_at } = grant;
  const validity = {
    from:
      not_before === undefined
        ? Number.NEGATIVE_INFINITY
        : (parseInstant(not_before) ?? Number.POSITIVE_INFINITY),
    until:
      expires_at === "never"
        ? Number.POSITIVE_INFINITY
        : (parseInstant(expires_at) ?? Number.NEGATIVE_INFINITY),
  };
  known.set(grant, validity);
  return validity;
}
