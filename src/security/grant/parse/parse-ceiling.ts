/** Reads the access that bounds every grant. */

import type { Registries } from "../../../hass/registries.ts";
import type { Access } from "../model/access.ts";
import { type Fault, newFaults } from "./fault.ts";
import { readAccess } from "./parse-access.ts";

/** Every fault at once, or the ceiling with names replaced by ids where `names` has them. */
export function parseCeiling(
  content: unknown,
  names?: Registries,
): { readonly ceiling: Access } | { readonly faults: readonly Fault[] } {
  const faults = newFaults();
  if (content === undefined || content === null)
    faults.add("invalid_grant", "", "A ceiling is an access object.");
  const ceiling = readAccess(content ?? undefined, "", faults, names);
  return faults.list.length > 0 ? { faults: faults.list } : { ceiling };
}
