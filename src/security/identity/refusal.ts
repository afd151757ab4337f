/** Says why somebody is not let in. */

import type { Refusal } from "./identity.ts";

/** Presented and not counted, unless told. */
export function refuse(
  status: Refusal["status"],
  reason: string,
  more: Partial<Omit<Refusal, "status" | "reason">> = {},
): Refusal {
  return { status, reason, presented: true, counts: false, ...more };
}
