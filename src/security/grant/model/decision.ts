/** The answer of an evaluation. */

import type { JsonObject } from "../../../core/json.ts";
import type { Leaf } from "./world.ts";

/** Why not, one word each; the step that says it is in docs/grants.md. */
export type DenialCode =
  | "kill_switch"
  | "revoked"
  | "expired"
  | "grant_paused"
  | "grant_not_yet_valid"
  | "ip_denied"
  | "origin_denied"
  | "path_denied"
  | "rate_limited"
  | "cooldown_active"
  | "quota_exceeded"
  | "tool_not_granted"
  | "capability_denied"
  | "invalid_input"
  | "template_in_input"
  | "history_limit_exceeded"
  | "exclude_reached"
  | "service_forbidden"
  | "unresolved_target"
  | "resolver_unavailable"
  | "entity_identity_changed"
  | "entity_denied"
  | "scope_denied"
  | "cross_domain_service"
  | "nested_entity_denied"
  | "indirect_denied"
  | "indirect_opaque"
  | "closure_changed"
  | "data_key_denied"
  | "data_limit"
  | "invalid_restriction"
  | "unknown_restriction_type"
  | "invalid_expiry"
  | "outside_schedule"
  | "invalid_schedule"
  | "pin_not_configured"
  | "pin_required"
  | "invalid_pin"
  | "pin_locked"
  | "template_not_configured"
  | "template_error"
  | "template_denied"
  | "condition_denied"
  | "too_many_entities"
  | "clock_suspect"
  | "approval_required"
  | "approval_denied"
  | "approval_expired"
  | "approval_mismatch"
  | "approval_unavailable"
  | "not_found"
  | "policy_error";

/** One counter that an allowed request moves, all of them or none, immediately before sending. */
export type Reservation =
  | {
      readonly kind: "window";
      readonly restriction: string;
      /** undefined = cooldown only. */
      readonly limit: number | undefined;
      readonly windowSeconds: number;
      readonly cooldownSeconds: number;
    }
  | {
      /** A token bucket: `perMinute` tokens a minute, at most `capacity`. */
      readonly kind: "bucket";
      readonly restriction: string;
      readonly perMinute: number;
      readonly capacity: number;
      readonly weight: number;
    }
  | {
      readonly kind: "quota";
      readonly restriction: string;
      readonly limit: number;
      /** Name of the calendar period, e.g. `2026-06-12`. */
      readonly period: string;
      /** Milliseconds since 1970. */
      readonly endsAt: number;
    }
  /** One use of the owner's yes. */
  | { readonly kind: "approval" };

/** `targets` undefined = a call without entities, forwarded without a target; never an empty list. */
export type Allow = {
  readonly allow: true;
  readonly targets: readonly string[] | undefined;
  /** `data` without the keys that select targets; empty for anything but calls. */
  readonly data: JsonObject;
  /** Asked for and outside the grant: under `narrow`, and the not found of a read. */
  readonly left_out: readonly string[];
  readonly reserve: readonly Reservation[];
};

export type Deny = {
  readonly deny: true;
  readonly code: DenialCode;
  readonly step: number;
  /** Id of the restriction that said no. */
  readonly restriction?: string;
  readonly retryAfterSeconds?: number;
  /** What the owner's log may say, e.g. the entity; never shown to the caller. */
  readonly subject?: string;
};

/** The owner is asked; `targets` and `leaves` are what the yes is bound to, `data` and `left_out` as in Allow. */
export type Ask = {
  readonly ask: true;
  readonly step: number;
  readonly why: string;
  readonly targets: readonly string[] | undefined;
  readonly leaves: readonly Leaf[];
  readonly data: JsonObject;
  readonly left_out: readonly string[];
  /** The entity that decided, where it is none of the targets; what a Deny says of its own. */
  readonly subject?: string;
};

export type Need =
  | { readonly fact: "resolved" | "references" | "usage" }
  | { readonly fact: "approval"; readonly ask: Ask }
  | { readonly fact: "identity" | "closure" | "stirred"; readonly ids: readonly string[] }
  | { readonly fact: "template" | "pin"; readonly restriction: string };

export type Decision = Allow | Deny | Ask;
/** What `evaluate` answers: a decision, or the facts that it lacks. */
export type Evaluation = Decision | { readonly need: readonly Need[] };
