/** A call that lacks nothing but the owner's yes: what it would come to, and how the owner is asked. */

import { Failure } from "../../core/failure.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Permission, Question } from "../../security/grant/decide/permission.ts";
import { deniedFailure } from "../denials.ts";
import type { Why } from "../refused-why.ts";
import type { Sight } from "../see/sight.ts";
import { type AbleCall, ableCall } from "./ability.ts";

/** The question, where the grant says nothing else against the call. */
export function questionIn(permission: Permission): Question | undefined {
  return permission.allowed ? undefined : permission.question;
}

/** What Home Assistant would refuse is not asked: throws as `ableCall`. */
export function ableIfAgreed(service: string, question: Question, gateway: Gateway, sight: Sight): AbleCall {
  const { entityIds, data, leftOut } = question;
  const permission = {
    allowed: true,
    entityIds,
    data,
    leftOut,
    reserve: undefined,
    approvalId: undefined,
  } as const;
  return ableCall(service, permission, gateway, sight);
}

/** `why` says what wants it, where nobody can be asked. Resolves after a yes; APPROVAL_REQUIRED while it is waited for, PERMISSION_DENIED after a no or where nobody can be asked. */
export async function askOwner(what: string, question: Question, why: Why): Promise<void> {
  const asked = await question.ask();
  if (asked.answer === "approved") return;
  switch (asked.answer) {
    case "waiting":
      throw new Failure(
        "APPROVAL_REQUIRED",
        `${what} needs the owner's yes: asked as ${asked.id}, open until ${timeOf(asked.until)}.`,
        {
          hint: `The owner answers ${asked.how}. Then repeat the same call; ha_access shows what waits. Nothing was sent.`,
          denial: "approval_required",
          approvalId: asked.id,
        },
      );
    case "denied":
      throw deniedFailure(what, { code: "PERMISSION_DENIED", denial: "approval_denied" });
    case "too many":
      throw new Failure(
        "PERMISSION_DENIED",
        `${what} needs the owner's yes, and too many questions of this grant wait already.`,
        {
          hint: "Nobody was asked this one. Try again when the owner has answered some; ha_access shows what waits.",
          denial: "approval_unavailable",
        },
      );
    // whatever is no yes
    default:
      throw deniedFailure(what, { code: "PERMISSION_DENIED", denial: "approval_unavailable" }, why);
  }
}

/** `2026-06-12 14:32 UTC` */
function timeOf(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
