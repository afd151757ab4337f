/** Restrictions in the order of their declaration; the first denial ends. */

import { type Context, deny, type Halt } from "./context.ts";
import type { Reservation } from "./decision.ts";
import type { Restriction } from "./grant.ts";
import type { Subject } from "./subject.ts";

/** What an allowed request takes from the counters, and whether the owner has to be asked. */
export type Passed = { readonly reserve: readonly Reservation[]; readonly approval: string | undefined };

export function checkRestrictions(
  _context: Context,
  _subject: Subject,
  restrictions: readonly Restriction[],
): Passed | Halt {
  const enabled = restrictions.find((restriction) => restriction.enabled);
  return enabled ? deny(19, "unknown_restriction_type", enabled.id) : { reserve: [], approval: undefined };
}
