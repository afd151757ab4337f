/** The evaluation of a request: one pure function over plain data. */

import type { Access } from "./access.ts";
import { openCall } from "./call.ts";
import { type Context, contextOf, deny, type Halt, halts } from "./context.ts";
import type { Allow, Decision, Deny, Evaluation, Reservation } from "./decision.ts";
import { checkGates } from "./gate-check.ts";
import { capability, type Grant } from "./grant.ts";
import { openReading } from "./reading.ts";
import type { Request } from "./request.ts";
import { checkRestrictions } from "./restrictions.ts";
import { type Subject, subjectOfCall, subjectOfOther } from "./subject.ts";
import type { World } from "./world.ts";

/**
 * Decides, or says which facts it needs in `world` to decide. Steps 1, 5, 6, 8 and 10 to 20 of docs/grants.md; the first
 * denial ends, and an exception anywhere is one (`policy_error`). `now` is in milliseconds since 1970.
 */
export function evaluate(
  request: Request,
  grant: Grant,
  ceiling: Access | undefined,
  world: World,
  now: number,
): Evaluation {
  try {
    return decideOn(contextOf(request, grant, ceiling, world, now));
  } catch (error) {
    return deny(0, "policy_error", error instanceof Error ? error.message : undefined);
  }
}

function decideOn(context: Context): Evaluation {
  const state = checkState(context);
  if (state) return state;
  const { compiled, restrictions } = context.grant;
  const before = subjectOfOther(context.request, []);
  const early = checkRestrictions(context, before, compiled);
  if (halts(early)) return early;
  const opened = open(context);
  if (halts(opened)) return opened;
  const late = checkRestrictions(context, opened.subject, restrictions);
  if (halts(late)) return late;
  const gate = checkGates(context, opened.subject, late.approval);
  if (gate && !("use" in gate)) return gate;
  const reserve: Reservation[] = [...early.reserve, ...late.reserve];
  if (gate) reserve.push({ kind: "approval" });
  return { ...opened.allow, reserve };
}

/** Steps 1 and 5. */
function checkState({ world, grant }: Context): Deny | undefined {
  if (world.killed) return deny(1, "kill_switch");
  if (grant.status === "paused") return deny(5, "grant_paused");
  return grant.status === "active" ? undefined : deny(5, "revoked");
}

type Open = { readonly subject: Subject; readonly allow: Omit<Allow, "reserve"> };

/** Steps 10 to 18. */
function open(context: Context): Open | Halt {
  const { request } = context;
  if (request.operation === "call_service") {
    const opened = openCall({ ...context, request });
    if (halts(opened)) return opened;
    const targets = opened.targets.length === 0 ? undefined : opened.targets;
    const allow = { allow: true, targets, data: opened.data, left_out: opened.leftOut } as const;
    return { subject: subjectOfCall(opened), allow };
  }
  if (request.operation === "capability") {
    if (capability(context.grant, request.capability) === "deny") return deny(10, "capability_denied");
    const allow = { allow: true, targets: undefined, data: {}, left_out: [] } as const;
    return { subject: subjectOfOther(request, []), allow };
  }
  const seen = openReading({ ...context, request });
  if (halts(seen)) return seen;
  const allow = { allow: true, targets: seen.found, data: {}, left_out: seen.notFound } as const;
  return { subject: subjectOfOther(request, seen.found), allow };
}

/** Whether an evaluation is a decision. */
export function isDecision(evaluation: Evaluation): evaluation is Decision {
  return !("need" in evaluation);
}
