/** Several calls in one: each entry for itself, in order. */

import { Failure } from "../../core/failure.ts";
import { cleanName } from "../../core/text.ts";
import type { ActOptions, ActOutcome, CallInput, TargetOutcome } from "../acting.ts";
import type { BeforeSending } from "../sent-call.ts";
import { type ActScope, act } from "./act.ts";
import { bounded } from "./answer-rows.ts";
import type { CallEntry } from "./items-each.ts";

/** Entries in order; what one entry refuses is a row of it, and the next entry runs. */
export async function actAll(
  calls: readonly CallEntry[],
  options: ActOptions,
  scope: ActScope,
): Promise<ActOutcome> {
  const targets: TargetOutcome[] = [];
  const leftOut: string[] = [];
  const responses: unknown[] = [];
  const more: string[] = [];
  for (const [at, { index, call }] of calls.entries()) {
    if (at > 0 && scope.waiting.signal.aborted) break;
    let sent = false;
    const before: BeforeSending = (sending) => {
      const end = scope.before(sending);
      sent = true;
      return end;
    };
    try {
      const outcome = await act(call, options, { ...scope, before });
      for (const row of outcome.targets) targets.push({ call: index, ...row });
      leftOut.push(...(outcome.left_out ?? []));
      if (outcome.more) more.push(`call ${index}: ${outcome.more}`);
      if (outcome.response !== undefined) responses.push({ call: index, response: outcome.response });
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (!sent) scope.refused(call, failure);
      targets.push(...(await refusedRows(index, call, failure, scope)));
    }
  }
  const shown = bounded(targets);
  if (shown.more) more.push(`of all: ${shown.more}`);
  return {
    targets: shown.targets,
    ...(leftOut.length > 0 ? { left_out: leftOut } : {}),
    ...(responses.length > 0 ? { response: responses } : {}),
    ...(more.length > 0 ? { more: more.join("; ") } : {}),
  };
}

const VERDICT_OF: Readonly<Record<string, TargetOutcome["verdict"]>> = {
  HASS_REJECTED: "failed",
  OUTCOME_UNKNOWN: "unknown",
};

/** Each is decided by itself, and an answer shows no more. */
const MOST_ROWS = 30;

/** One row per named target, where they are few: the ones the grant refuses by themselves are `refused`, their companions `not_sent`. */
async function refusedRows(
  index: number,
  call: CallInput,
  failure: Failure,
  scope: ActScope,
): Promise<TargetOutcome[]> {
  const reason = [failure.message, failure.hint].filter(Boolean).join(" ");
  const ids = [...(call.target?.entity_id ?? []), ...(call.target?.name ?? [])];
  const verdict = VERDICT_OF[failure.code] ?? "refused";
  if (ids.length <= 1 || verdict !== "refused")
    return [{ call: index, id: cleanName(ids[0] ?? call.service), verdict, reason }];
  const rows: TargetOutcome[] = [];
  if (ids.length > MOST_ROWS) {
    const all = `${reason} It names ${ids.length}; none was acted on.`;
    return [{ call: index, id: cleanName(call.service), verdict, reason: all }];
  }
  for (const id of ids) {
    const form = {
      service: call.service.trim().toLowerCase(),
      target: { entity_id: [id] },
      data: call.data ?? {},
    };
    const { permission: alone } = await scope.permit(form, { dryRun: true });
    rows.push({
      call: index,
      id: cleanName(id),
      ...(alone.allowed ? { verdict: "not_sent" } : { verdict: "refused", reason }),
    });
  }
  return rows.some((row) => row.verdict === "refused")
    ? rows
    : rows.map((row) => ({ ...row, verdict: "refused", reason }));
}
