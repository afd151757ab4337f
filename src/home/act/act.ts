/** Acting on the home, in this order: form, decision, ability, sending, verdict, answer. */

import { Failure } from "../../core/failure.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Permission } from "../../security/grant/decide/permission.ts";
import type { Denied } from "../../security/grant/model/denied.ts";
import type { ActOptions, ActOutcome, CallInput, TargetOutcome } from "../acting.ts";
import { deniedFailure } from "../denials.ts";
import type { Why } from "../refused-why.ts";
import type { Sight } from "../see/sight.ts";
import type { EntryRefused } from "../sent-call.ts";
import { ableCall } from "./ability.ts";
import { boundedFor, failedRows, wouldRunRows } from "./answer-rows.ts";
import { type CallForm, formOf } from "./form.ts";
import { ableIfAgreed, askOwner, questionIn } from "./owners-yes.ts";
import { gatedWhy, refusal, sentenceFor } from "./refusal.ts";
import { type SendScope, send } from "./send.ts";

export type ActScope = SendScope & {
  readonly gateway: Gateway;
  /** What may be seen, for the names among the texts of a call. */
  readonly look: (texts: readonly string[]) => Promise<Sight>;
  /** The owner may have switched everything off while the call was looked at, or the one before it ran. */
  readonly refuseWhenHalted: () => Promise<void>;
  /** For the audit, of an entry of which nothing was sent. */
  readonly refused: EntryRefused;
  /** What of the grant stands against the call. */
  readonly why: (denied: Denied, form: CallForm) => Why;
  /** The grant's decision, with what may be shown of the call. */
  readonly permit: (
    form: CallForm,
    options: Pick<ActOptions, "dryRun">,
  ) => Promise<{ readonly permission: Permission; readonly sight: Sight }>;
};

/**
 * INPUT_INVALID, NOT_FOUND, PERMISSION_DENIED, APPROVAL_REQUIRED …: nothing was sent. HASS_REJECTED when Home Assistant refused it all;
 * OUTCOME_UNKNOWN where the connection broke and no target is known.
 */
export async function act(input: CallInput, options: ActOptions, scope: ActScope): Promise<ActOutcome> {
  const { gateway } = scope;
  const form = await formOf(input, scope);
  const { permission, sight } = await permitted(form, options, scope);
  if (!permission.allowed)
    throw refusal(form, permission, sight, gateway, (denied) => scope.why(denied, form)).recording(
      permission.denied.recorded,
    );
  const call = ableCall(form.service, permission, gateway, sight);
  const shown = { gateway, sight };
  const left_out = call.leftOut.length > 0 ? { left_out: call.leftOut } : {};
  const failed = failedRows(call, shown);
  const rows = (all: readonly TargetOutcome[]) => boundedFor(shown, form, all);
  if (options.dryRun) return { ...rows([...wouldRunRows(call, shown), ...failed]), ...left_out };
  if (call.entityIds?.length === 0) return { ...rows(failed), ...left_out };
  await scope.refuseWhenHalted();
  const over = call.reserve && (await call.reserve());
  if (over) throw deniedFailure(form.service, over, scope.why(over, form));
  const { targets, response } = await send(call, options, sight, scope);
  return {
    ...rows([...targets, ...failed]),
    ...left_out,
    ...(response === undefined ? {} : { response }),
  };
}

/** The grant's answer; where nothing but the owner's yes is missing, after the owner was asked. */
async function permitted(form: CallForm, options: ActOptions, scope: ActScope) {
  const first = await scope.permit(form, options);
  const question = questionIn(first.permission);
  // a dry run asks nobody
  if (question === undefined || options.dryRun) return first;
  const call = ableIfAgreed(form.service, question, scope.gateway, first.sight);
  const shown = { gateway: scope.gateway, sight: first.sight };
  if (call.entityIds?.length === 0) throw nothingAble(form, boundedFor(shown, form, failedRows(call, shown)));
  const why = question.why === "physical" ? gatedWhy(call.entityIds ?? [], first.sight, scope.gateway) : {};
  await askOwner(sentenceFor(form), question, why);
  return scope.permit(form, options);
}

/** Nobody is asked for what no target can do. */
function nothingAble(form: CallForm, { targets, more }: Pick<ActOutcome, "targets" | "more">): Failure {
  const why = [
    ...targets.map(({ id, reason }) => `${id}: ${reason}`),
    ...(more === undefined ? [] : [more]),
  ].join("; ");
  return new Failure("INPUT_INVALID", `${sentenceFor(form)} cannot be done: ${why}.`, {
    hint: "Nothing was sent, nobody was asked.",
  });
}
