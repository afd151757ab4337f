/** The evaluation of a request: one pure function over plain data. */

import type { Access } from "../model/access.ts";
import type { Allow, Decision, Deny, Evaluation, Reservation } from "../model/decision.ts";
import { capability, type Grant } from "../model/grant.ts";
import { deny, type Halt, halts } from "../model/halt.ts";
import type { ReadRequest, Request } from "../model/request.ts";
import { type Subject, subjectOfCall, subjectOfOther } from "../model/subject.ts";
import type { World } from "../model/world.ts";
import { checkRestrictions } from "../restrict/restrictions.ts";
import { type Context, contextOf } from "../scope/context.ts";
import { checkGates } from "./gates.ts";
import { openCall } from "./open-call.ts";
import { openReading } from "./open-reading.ts";

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
  const { subject, targets, data, leftOut } = opened;
  const late = checkRestrictions(context, subject, restrictions);
  if (halts(late)) return late;
  const gate = checkGates(context, subject, late.approval, { data, left_out: leftOut });
  if (gate && !("use" in gate)) return gate;
  const reserve: Reservation[] = [...early.reserve, ...late.reserve];
  if (gate) reserve.push({ kind: "approval" });
  return { allow: true, targets, data, left_out: leftOut, reserve };
}

/** Steps 1 and 5. */
function checkState({ world, grant }: Context): Deny | undefined {
  if (world.killed) return deny(1, "kill_switch");
  if (grant.status === "paused") return deny(5, "grant_paused");
  return grant.status === "active" ? undefined : deny(5, "revoked");
}

type Open = {
  readonly subject: Subject;
  readonly targets: readonly string[] | undefined;
  readonly data: Allow["data"];
  readonly leftOut: readonly string[];
};

/** Steps 10 to 18. */
function open(context: Context): Open | Halt {
  const { request } = context;
  if (asksFor(context, "call_service")) {
    const opened = openCall(context);
    if (halts(opened)) return opened;
    const { targets, data, leftOut } = opened;
    const subject = subjectOfCall(opened);
    return { subject, targets: targets.length === 0 ? undefined : targets, data, leftOut };
  }
  if (asksFor(context, "capability")) {
    if (capability(context.grant, context.request.capability) === "deny")
      return deny(10, "capability_denied");
    return { subject: subjectOfOther(request, []), targets: undefined, data: {}, leftOut: [] };
  }
  const seen = openReading(context as Context<ReadRequest>); // the operations that are left
  if (halts(seen)) return seen;
  return {
    subject: subjectOfOther(request, seen.found),
    targets: seen.found,
    data: {},
    leftOut: seen.notFound,
  };
}

function asksFor<O extends Request["operation"]>(
  context: Context,
  operation: O,
): context is Context<Extract<Request, { readonly operation: O }>> {
  return context.request.operation === operation;
}

/** Whether an evaluation is a decision. */
export function isDecision(evaluation: Evaluation): evaluation is Decision {
  return !("need" in evaluation);
}
