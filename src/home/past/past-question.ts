/** A question about the past that the grant has let through. */

import { cleanName } from "../../core/text.ts";
import type { Row } from "../home.ts";
import type { Looking } from "../see/open-sight.ts";
import type { PermittedLook } from "../see/permit-reading.ts";
import { nameOf } from "../see/sight.ts";
import type { TimeRange } from "./range.ts";

export type PastQuestion = {
  readonly look: PermittedLook;
  readonly range: TimeRange;
  readonly zone: string;
  readonly points: number;
  readonly looking: Looking;
};

/** Id, and where the caller may read the entity, its name and unit. */
export function headingOf(
  id: string,
  sight: PermittedLook["sight"],
  gateway: Looking["deciding"]["gateway"],
): Row {
  const state = gateway.states.get(id);
  if (!state || !sight.sees(id)) return { id };
  const name = cleanName(nameOf(gateway, id));
  const unit = sight.attributes(state)["unit_of_measurement"];
  return {
    id,
    ...(name === id ? {} : { name }),
    ...(typeof unit === "string" ? { unit: cleanName(unit) } : {}),
  };
}
