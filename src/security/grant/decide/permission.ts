/** The decision on a call, as whoever sends the call takes it. */

import { isEntityId } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { Ask, Decision, DenialCode, Deny, Reservation } from "../model/decision.ts";
import type { Denied, Reserve } from "../model/denied.ts";
import type { Asked } from "../model/owner.ts";
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
      /** The owner's yes that it rests on. */
      readonly approvalId: string | undefined;
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
      /** There where nothing but the owner's yes is missing. */
      readonly question?: Question;
    };

/** What would be sent if the owner said yes. */
export type Question = {
  readonly entityIds: readonly string[] | undefined;
  readonly data: JsonObject;
  readonly leftOut: readonly string[];
  /** `physical`, `special`, or what else of the grant asks. */
  readonly why: string;
  /** After a yes the grant is to be asked again: everything is decided anew. */
  readonly ask: () => Promise<Asked>;
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
      approvalId: restsOnYes(reserve) ? deciding.owner?.hear(request).id : undefined,
    };
  }
  const denied = deniedFor(unanswered(decision, deciding.owner !== undefined), request, visible);
  if (denied.code !== "NOT_FOUND")
    return {
      ...refused(denied, []),
      lacksTarget: lacksTarget(decision, request, deciding),
      ...questionOf(decision, request, deciding, visible),
    };
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

function questionOf(
  decision: Ask | Deny,
  request: CallRequest,
  { owner }: Deciding,
  visible: SeenNow,
): { readonly question?: Question } {
  if ("deny" in decision || owner === undefined) return {};
  const { targets: entityIds, data, left_out, why } = decision;
  const ask = () => owner.hear(request).ask(decision);
  return { question: { entityIds, data, leftOut: nameable(left_out, visible), why, ask } };
}

function restsOnYes(reserve: readonly Reservation[]): boolean {
  return reserve.some(({ kind }) => kind === "approval");
}

async function take(
  { reserve }: Extract<Decision, { allow: true }>,
  request: CallRequest,
  { counters, clock, grant, owner }: Deciding,
  visible: SeenNow,
): Promise<Denied | undefined> {
  const refusal = await counters.reserve(grant.id, reserve, clock.now());
  if (refusal) return deniedFor({ deny: true, step: 21, ...refusal }, request, visible);
  if (!restsOnYes(reserve) || (await owner?.hear(request).use()) === true) return undefined;
  return { code: "APPROVAL_REQUIRED", denial: "approval_required" };
}

/** A question is a no until the owner has said yes, and for ever where nobody can be asked. */
export function unanswered(decision: Ask | Deny, canAsk: boolean): Deny {
  if ("deny" in decision) return decision;
  const { step, subject } = decision;
  const code = canAsk ? "approval_required" : "approval_unavailable";
  return { deny: true, code, step, ...(subject === undefined ? {} : { subject }) };
}

const ASKS: ReadonlySet<DenialCode> = new Set<DenialCode>(["approval_unavailable", "approval_required"]);

function deniedFor(deny: Deny, request: CallRequest, visible: SeenNow): Denied {
  const call = normaliseCall(request);
  const named = "code" in call ? [] : call.named;
  const decisive = ASKS.has(deny.code) ? [] : subjectOf(deny, request.service);
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
