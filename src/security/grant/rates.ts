/** What a grant's rates and quotas would take from the counters. */

import type { Reservation } from "./decision.ts";
import type { Grant } from "./grant.ts";
import type { Request } from "./request.ts";

/** Of every enabled restriction that counts, whether or not it applies to the request. */
export function reservationsOf(
  _grant: Grant,
  _request: Request,
  _timeZone: string,
  _now: number,
): readonly Reservation[] {
  return [];
}
