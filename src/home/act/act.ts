/** Acting on the home: send once, then say of each target what really happened. */

import type { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import type { ServiceResult } from "../../hass/gateway.ts";
import { HassError, isUnauthorized } from "../../hass/hass-error.ts";
import { isPassword } from "../../hass/password.ts";
import { deniedFailure } from "../denials.ts";
import type { ActOptions, ActOutcome, CallInput, TargetOutcome } from "../home.ts";
import { SECRET, safe } from "../see/rows.ts";
import { nameOf } from "../see/sight.ts";
import { type ActEnd, type Caller, followUntil, waitForEffects } from "./follow.ts";
import { type PreparedCall, type PrepareScope, prepareCall } from "./prepare.ts";
import { createJudge, type Judge, outcomeRow, type Progress } from "./verdict.ts";
import { watchEntities } from "./watch.ts";

/** Slow devices report after 3 s. */
const DEFAULT_WAIT_S = 4;
const RESPONSE_CHARACTERS = 12_000;

export type ActFacts = {
  readonly service: string;
  readonly entityIds: readonly string[];
  /** Service data that may be written down: empty where it is a password. */
  readonly data: JsonObject;
};

export type ActScope = PrepareScope & {
  readonly caller: Caller;
  /** Called immediately before sending; throws when the audit cannot be written, and then nothing is sent. */
  readonly before: (facts: ActFacts) => (end: ActEnd) => void;
};

/** Any Failure of `prepareCall`; HASS_REJECTED when Home Assistant refused it all; OUTCOME_UNKNOWN without targets. */
export async function act(input: CallInput, options: ActOptions, scope: ActScope): Promise<ActOutcome> {
  const call = await prepareCall(input, scope);
  const leftOut = call.leftOut.length > 0 ? { left_out: call.leftOut } : {};
  const failed = [...call.incapable].map(
    ([id, reason]): TargetOutcome => ({
      ...named(id, scope),
      verdict: "failed",
      ...stateNow(id, scope),
      reason,
    }),
  );
  const ids = call.entityIds?.filter((id) => !call.incapable.has(id));
  if (options.dryRun) return { ...bounded([...wouldRun(call, ids, scope), ...failed]), ...leftOut };
  if (ids?.length === 0) return { ...bounded(failed), ...leftOut };
  const { targets, response } = await send(call, ids, options, scope);
  return { ...bounded([...targets, ...failed]), ...leftOut, ...(response === undefined ? {} : { response }) };
}

/** Rows shown of one call: what went wrong first, then the rest as counts. */
const ROWS_SHOWN = 30;
const GOOD: readonly string[] = ["confirmed", "already", "would_run"];

/** A long answer costs a model more than it tells. */
export function bounded(rows: readonly TargetOutcome[]): Pick<ActOutcome, "targets" | "more"> {
  if (rows.length <= ROWS_SHOWN) return { targets: rows };
  const order = [...rows].sort((a, b) => Number(GOOD.includes(a.verdict)) - Number(GOOD.includes(b.verdict)));
  const counts = new Map<string, number>();
  for (const { verdict } of order.slice(ROWS_SHOWN)) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const more = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
  return { targets: order.slice(0, ROWS_SHOWN), more: `${more} more; ha_search shows their states` };
}

type Sent = { readonly targets: readonly TargetOutcome[]; readonly response?: unknown };

async function send(
  call: PreparedCall,
  ids: readonly string[] | undefined,
  options: ActOptions,
  scope: ActScope,
): Promise<Sent> {
  const { gateway } = scope;
  const [domain = "", service = ""] = call.service.split(".");
  const watched = ids ?? selfWatched(call.service, scope);
  const over = call.reserve && (await call.reserve());
  if (over) throw deniedFailure(call.service, over);
  const end = scope.before({
    service: call.service,
    entityIds: ids ?? [],
    data: watched.some((id) => holdsPassword(id, scope)) ? {} : call.data,
  });
  const watch = watchEntities(gateway, watched);
  try {
    const { service: name, data, unused } = call;
    const visible = scope.sight.attributes;
    const judge = createJudge({ service: name, data, unused, watch, states: gateway.states, visible });
    const started = performance.now();
    const deadline = started + (options.waitSeconds ?? DEFAULT_WAIT_S) * 1_000;
    const sent = gateway.callService({
      domain,
      service,
      data: call.inData && ids ? { ...call.data, entity_id: ids[0] } : call.data,
      entityIds: call.inData ? undefined : ids,
      ...(options.returnResponse ? { returnResponse: true } : {}),
    });
    const followed = await followUntil(deadline, sent, end, scope.caller);
    const { result, failure } = followed;
    let { progress } = followed;
    if (failure && !reachedAny(watched, judge, progress)) throwWhenNothingHappened(failure, watched);
    const several = watched.length > 1;
    if (progress.name === "failed") progress = { ...progress, several };
    // a response is evidence enough of what cannot be compared
    const waits =
      progress.name === "failed" ? several : progress.name === "ended" && result?.response === undefined;
    if (waits) progress = await waitForEffects(watched, judge, progress, deadline, watch, scope);
    const rows = watched.map((id) =>
      outcomeRow(
        id,
        scope.sight.sees(id) ? nameOf(gateway, id) : undefined,
        judge,
        progress,
        performance.now() - started,
      ),
    );
    return {
      targets:
        rows.length > 0
          ? rows.map((row) => answered(row, result, judge))
          : [withoutTarget(call.service, progress, performance.now() - started)],
      ...(result?.response === undefined ? {} : { response: boundedResponse(result.response, scope) }),
    };
  } finally {
    watch.stop();
  }
}

function holdsPassword(id: string, { gateway }: ActScope): boolean {
  const state = gateway.states.get(id);
  return state !== undefined && isPassword(state);
}

function reachedAny(ids: readonly string[], judge: Judge, progress: Progress): boolean {
  return ids.some((id) => judge.settled(id, progress) === "confirmed");
}

/** A refusal before anything ran is the caller's to mend; a device that failed is a verdict. */
function throwWhenNothingHappened(failure: Failure, ids: readonly string[]): void {
  if (ids.length === 0) throw failure;
  if (failure.code === "HASS_UNAVAILABLE" || failure.code === "DEFECT") throw failure;
  const { cause } = failure;
  if (!(cause instanceof HassError)) return;
  // with several targets, one may refuse after others have done it
  const device =
    cause.code === "home_assistant_error" ||
    cause.code === "unknown_error" ||
    cause.code === "timeout" ||
    (ids.length > 1 && cause.code === "service_validation_error");
  if (!device || isUnauthorized(cause)) throw failure;
}

/** A response says that it was done, where no state can. */
function answered(row: TargetOutcome, result: ServiceResult | undefined, judge: Judge): TargetOutcome {
  if (result?.response === undefined || row.verdict !== "unconfirmed" || judge.comparable(row.id)) return row;
  const { reason: _, ...rest } = row;
  return { ...rest, verdict: "confirmed" };
}

/** A script called as its own service is watched as the entity it is. */
function selfWatched(service: string, { gateway, sight }: ActScope): readonly string[] {
  return service.startsWith("script.") && gateway.states.has(service) && sight.sees(service) ? [service] : [];
}

function withoutTarget(service: string, progress: Progress, ms: number): TargetOutcome {
  if (progress.name === "running")
    return { id: service, verdict: "in_progress", reason: "Home Assistant is still at it" };
  return {
    id: service,
    verdict: "unconfirmed",
    ms: Math.round(ms),
    reason: "accepted; no entity to look at",
  };
}

function wouldRun(
  call: PreparedCall,
  ids: readonly string[] | undefined,
  scope: ActScope,
): readonly TargetOutcome[] {
  if (!ids) return [{ id: call.service, verdict: "would_run" }];
  return ids.map(
    (id): TargetOutcome => ({ ...named(id, scope), verdict: "would_run", ...stateNow(id, scope) }),
  );
}

function named(id: string, { gateway, sight }: ActScope): { readonly id: string; readonly name?: string } {
  const name = nameOf(gateway, id);
  return name === id || !sight.sees(id) ? { id } : { id, name };
}

function stateNow(id: string, { gateway, sight }: ActScope): { readonly before?: string } {
  const state = sight.sees(id) ? gateway.states.get(id) : undefined;
  return state ? { before: isPassword(state) ? SECRET : cleanName(state.state) } : {};
}

/** A service's response with foreign text made safe; too much of it is said, not cut in silence. */
function boundedResponse(response: unknown, { sight }: ActScope): unknown {
  const clean = safe(response, sight);
  const length = JSON.stringify(clean)?.length ?? 0;
  if (length <= RESPONSE_CHARACTERS) return clean;
  return { too_long: `${length} characters; ask for less (a shorter time, fewer ids)` };
}
