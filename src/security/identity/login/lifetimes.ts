/** How long a login lasts under a grant. */

import type { Grant } from "../../grant/model/grant.ts";
import { parseInstant } from "../../grant/model/instant.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** For every login, whatever it is refreshed. */
const ABSOLUTE_MS = 72 * HOUR_MS;

/** When nothing refreshes it any more, in milliseconds since 1970. */
export function lastEndOf({ session = {}, expires_at }: Grant, authTimeMs: number): number {
  const { absolute_lifetime_hours, max_lifetime_minutes } = session;
  const most = Math.min(
    ABSOLUTE_MS,
    (absolute_lifetime_hours ?? Number.POSITIVE_INFINITY) * HOUR_MS,
    (max_lifetime_minutes ?? Number.POSITIVE_INFINITY) * MINUTE_MS,
  );
  return Math.min(
    authTimeMs + most,
    expires_at === "never" ? Number.POSITIVE_INFINITY : (parseInstant(expires_at) ?? 0),
  );
}

/** When a JWT that is minted now ends, in whole seconds since 1970. `lifeMs`: JWT_EXPIRATION. */
export function endOfJwt(grant: Grant, lifeMs: number, now: number, lastEndMs: number): number {
  const life = Math.min(lifeMs, (grant.session?.lifetime_minutes ?? Number.POSITIVE_INFINITY) * MINUTE_MS);
  return Math.floor(Math.min(now + life, lastEndMs) / 1000);
}

/** Milliseconds since 1970 from when a fresh one is offered: an hour, or a quarter of the life, before the end. */
export function renewsFrom({ iat, exp }: { readonly iat: number; readonly exp: number }): number {
  const lifeMs = (exp - iat) * 1000;
  return exp * 1000 - Math.min(HOUR_MS, lifeMs / 4);
}
