/** What a client is told of a denial. */

import type { FailureCode } from "../../../core/failure.ts";
import type { DenialCode, Deny } from "../model/decision.ts";
import type { Denied } from "../model/denied.ts";

const OTHER_FAILURES: ReadonlyMap<DenialCode, FailureCode> = new Map<DenialCode, FailureCode>([
  ["invalid_input", "INPUT_INVALID"],
  ["template_in_input", "INPUT_INVALID"],
  ["exclude_reached", "INPUT_INVALID"],
  ["history_limit_exceeded", "INPUT_INVALID"],
  ["not_found", "NOT_FOUND"],
  ["unresolved_target", "NOT_FOUND"],
  ["resolver_unavailable", "HASS_UNAVAILABLE"],
  ["approval_required", "APPROVAL_REQUIRED"],
  ["rate_limited", "RATE_LIMITED"],
  ["cooldown_active", "RATE_LIMITED"],
  ["quota_exceeded", "RATE_LIMITED"],
  ["policy_error", "DEFECT"],
]);

// A client can do something about these, or wait: a PIN, the owner's answer, another hour, another argument.
const SHOWN: ReadonlySet<DenialCode> = new Set<DenialCode>([
  "template_in_input",
  "exclude_reached",
  "history_limit_exceeded",
  "rate_limited",
  "cooldown_active",
  "quota_exceeded",
  "pin_required",
  "invalid_pin",
  "pin_locked",
  "outside_schedule",
  "approval_required",
  "approval_denied",
  "approval_expired",
  "approval_mismatch",
  "approval_unavailable",
  "closure_changed",
]);

// Said of the entities of a call: a caller who may not see them learns nothing from the difference to "no such entity".
const ABOUT_ENTITIES: ReadonlySet<DenialCode> = new Set<DenialCode>([
  "entity_denied",
  "scope_denied",
  "cross_domain_service",
  "entity_identity_changed",
  "nested_entity_denied",
]);

/** `targetReadable`: whether every entity the call names exists and may be read. */
export function denialFor(denied: Deny, { targetReadable }: { readonly targetReadable: boolean }): Denied {
  const { code, step, restriction, retryAfterSeconds } = denied;
  const recorded = { denial: code, step, ...(restriction === undefined ? {} : { restriction }) };
  if (ABOUT_ENTITIES.has(code) && !targetReadable) return { code: "NOT_FOUND", recorded };
  return {
    recorded,
    code: OTHER_FAILURES.get(code) ?? "PERMISSION_DENIED",
    ...(SHOWN.has(code) ? { denial: code } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
