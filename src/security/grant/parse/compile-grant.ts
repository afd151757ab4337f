/** What a grant's own fields come to as restrictions, so that one evaluator decides all of them. */

import type { Grant, Restriction } from "../model/grant.ts";
import { LIMIT_TYPE } from "../restrict/rates.ts";
import { NOT_BEFORE_TYPE } from "../restrict/restrictions.ts";
import { RESERVED_PREFIX } from "./parse-restriction.ts";

type Sourced = Pick<Grant, "not_before" | "expires_at" | "network" | "limits">;

/** In the order of their steps: validity, network, request rates. */
export function compileRestrictions({
  not_before,
  expires_at,
  network,
  limits,
}: Sourced): readonly Restriction[] {
  const made: Restriction[] = [];
  const add = (
    step: 5 | 6 | 8,
    id: string,
    type: string,
    params: Restriction["params"],
    appliesTo = "grant",
  ): void => {
    made.push({ id: RESERVED_PREFIX + id, enabled: true, type, applies_to: appliesTo, params, step });
  };
  if (not_before !== undefined) add(5, "not_before", NOT_BEFORE_TYPE, { not_before });
  if (expires_at !== "never") add(5, "expires_at", "expiry", { expires_at });
  if (network?.allowed_ips) add(6, "allowed_ips", "ip", { allowed_ips: network.allowed_ips });
  if (network?.origins) add(6, "origins", "origin", { ...network.origins });
  const { requests_per_minute, actions_per_minute } = limits;
  const rate = (perMinute: number) => ({ per_minute: perMinute, burst: limits.burst ?? perMinute });
  if (requests_per_minute !== undefined) add(8, "requests_per_minute", LIMIT_TYPE, rate(requests_per_minute));
  if (actions_per_minute !== undefined)
    add(8, "actions_per_minute", LIMIT_TYPE, rate(actions_per_minute), "actions");
  return made;
}
