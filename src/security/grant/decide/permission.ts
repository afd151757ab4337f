/** The decision on a call, as whoever sends the call takes it. */

import { isEntityId } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { Ask, Decision, Deny } from "../model/decision.ts";
import type { Denied, Reserve } from "../model/denied.ts";
import type { CallRequest } from "../model/request.ts";
import { normaliseCall } from "../target/input.ts";
import { type Deciding, decide } from "./decide.ts";
import { denialFor } from "./disclosure.ts";
import { namedBy, opensSome, type SeenNow, unknownIn } from "./named-targets.ts";

export type Permission =
  | {
      readonly allowed: true;
      /** undefined = no target at all; never empty. */
      readonly entityIds: readonly string[] | undefined;
      /** Data without target keys. */
      readonly data: JsonObject;
      /** Names of what may be seen, the rest as a number. */
      readonly leftOut: readonly string[];
      /** undefined = nothing is counted. */
      readonly reserve: Reserve | undefined;
    }
  | {
      readonly allowed: false;
      readonly denied: Denied;
      /** With NOT_FOUND: what the call names that does not exist or may not be seen. */
      readonly unseen: readonly string[];
      /** With NOT_FOUND, where all that is named may be seen: whether some of it may be acted on. */
      readonly opensSome: boolean;
      /** The grant opens calls without entities by `*`, though not this one. */
      readonly lacksTarget: boolean;
    };

/** The grant's answer to one call. What it permits depends on what may be shown: the hidden must not be told from the absent. */
export type CallDecision = {
  readonly allowed: boolean;
  permission(visible: SeenNow): Permission;
};

/** Asks the grant, once. Never throws but CANCELLED. */
export async function decideCall(request: CallRequest, deciding: Deciding): Promise<CallDecision> {
  const decision = await decide(request, deciding);
  return {
    allowed: "allow" in decision,
    permission: (visible) => permissionFrom(decision, request, deciding, visible),
  };
}

function permissionFrom(
  decision: Decision,
  request: CallRequest,
  deciding: Deciding,
  visible: SeenNow,
): Permission {
  const unknown = unknownIn(request, deciding, visible);
  if (unknown !== undefined) return refused({ code: "NOT_FOUND" }, [unknown]);
  if ("allow" in decision) {
    const { targets: entityIds, data, left_out, reserve } = decision;
    return {
      allowed: true,
      entityIds,
      data,
      leftOut: nameable(left_out, visible),
      reserve: reserve.length === 0 ? undefined : () => take(decision, request, deciding, visible),
    };
  }
  const denied = deniedFor(unanswered(decision), request, visible);
  if (denied.code !== "NOT_FOUND")
    return { ...refused(denied, []), lacksTarget: lacksTarget(decision, request, deciding) };
  const { unseen, seen } = namedBy(request, deciding, visible);
  return { ...refused(denied, unseen), opensSome: opensSome(seen, request, deciding, visible) };
}

function refused(denied: Denied, unseen: readonly string[]) {
  return { allowed: false as const, denied, unseen, opensSome: false, lacksTarget: false };
}

function lacksTarget(decision: Ask | Deny, request: CallRequest, { grant }: Deciding): boolean {
  const call = normaliseCall(request);
  return (
    !("code" in call || call.targeted) &&
    "deny" in decision &&
    decision.code === "scope_denied" &&
    grant.access.actions.some(
      (rule) => typeof rule !== "string" && rule.service === "*" && rule.target === undefined,
    )
  );
}

async function take(
  { reserve }: Extract<Decision, { allow: true }>,
  request: CallRequest,
  { counters, clock, grant }: Deciding,
  visible: SeenNow,
): Promise<Denied | undefined> {
  const refusal = await counters.reserve(grant.id, reserve, clock.now());
  return refusal && deniedFor({ deny: true, step: 21, ...refusal }, request, visible);
}

/** Until the owner can be asked, a question is a no. */
export function unanswered(decision: Ask | Deny): Deny {
  if ("deny" in decision) return decision;
  const { step, subject } = decision;
  return { deny: true, code: "approval_unavailable", step, ...(subject === undefined ? {} : { subject }) };
}

function deniedFor(deny: Deny, request: CallRequest, visible: SeenNow): Denied {
  const call = normaliseCall(request);
  const named = "code" in call ? [] : call.named;
  const decisive = deny.code === "approval_unavailable" ? [] : subjectOf(deny, request.service);
  return denialFor(deny, { targetReadable: [...named, ...decisive].every((id) => visible.sees(id)) });
}

/** An area call names no entity: the one that was refused decides. A service is none, unless it is a script's own. */
function subjectOf({ subject }: Deny, service: string): readonly string[] {
  if (subject === undefined || !isEntityId(subject)) return [];
  return subject === service && !service.startsWith("script.") ? [] : [subject];
}

/** Names of what may be seen, the rest as a number. */
function nameable(ids: readonly string[], visible: SeenNow): readonly string[] {
  const seen = ids.filter((id) => visible.sees(id));
  const hidden = ids.length - seen.length;
  return hidden === 0 ? seen : [...seen, `${hidden} more`];
}
