/** The grant's decision on a call, as the act step takes it. */

import type { Clock } from "../../core/clock.ts";
import { isEntityId } from "../../core/entity-id.ts";
import { clientView } from "../../security/grant/decide/client-view.ts";
import type { Ask, Decision, Deny } from "../../security/grant/model/decision.ts";
import type { Counters } from "../../security/grant/restrict/counters.ts";
import type { Denied } from "../denials.ts";
import type { Sight } from "../see/sight.ts";
import type { CallRequest, Permission } from "./prepare.ts";

type Context = {
  readonly sight: Sight;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly grantId: string;
};

export function permissionFrom(decision: Decision, request: CallRequest, context: Context): Permission {
  if ("allow" in decision) {
    const { sight, counters, clock, grantId } = context;
    return {
      allowed: true,
      entityIds: decision.targets,
      data: decision.data,
      leftOut: leftOut(decision.left_out, sight),
      reserve:
        decision.reserve.length === 0
          ? undefined
          : async () => {
              const refusal = await counters.reserve(grantId, decision.reserve, clock.now());
              return refusal && denied({ deny: true, step: 21, ...refusal }, request, sight);
            },
    };
  }
  // until the owner can be asked, a question is a no
  const deny: Deny = "ask" in decision ? unanswerable(decision) : decision;
  return { allowed: false, denied: denied(deny, request, context.sight) };
}

function unanswerable({ step, subject }: Ask): Deny {
  return { deny: true, code: "approval_unavailable", step, ...(subject === undefined ? {} : { subject }) };
}

function denied(deny: Deny, request: CallRequest, sight: Sight): Denied {
  const named = request.target?.entity_id ?? [];
  const asked = deny.code === "approval_unavailable" ? [] : subjectOf(deny, request);
  const { failureCode, denial, retryAfterSeconds } = clientView(deny, {
    targetReadable: [...named, ...asked].every((id) => sight.sees(id.trim().toLowerCase())),
  });
  return {
    code: failureCode,
    ...(denial === undefined ? {} : { denial }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** An area call names no entity: the one that was refused decides. A service is none, unless it is a script's own. */
function subjectOf({ subject }: Deny, { service }: CallRequest): readonly string[] {
  if (subject === undefined || !isEntityId(subject)) return [];
  return subject === service && !service.startsWith("script.") ? [] : [subject];
}

/** Names of what may be read, the rest as a number. */
function leftOut(ids: readonly string[], sight: Sight): readonly string[] {
  const seen = ids.filter((id) => sight.sees(id));
  const hidden = ids.length - seen.length;
  return hidden === 0 ? seen : [...seen, `${hidden} more`];
}
