/** Acting on the home: send once, then say of each target what really happened. */

import { Failure } from "../core/failure.ts";
import { cleanName } from "../core/text.ts";
import type { ServiceResult } from "../hass/gateway.ts";
import { HassError, isUnauthorized } from "../hass/hass-error.ts";
import { deniedFailure } from "./denials.ts";
import type { ActOptions, ActOutcome, CallInput, TargetOutcome } from "./home.ts";
import { type PreparedCall, type PrepareScope, prepareCall } from "./prepare.ts";
import { safe } from "./rows.ts";
import { nameOf } from "./sight.ts";
import { createJudge, type Judge, outcomeRow, type Progress } from "./verdict.ts";
import { watchEntities } from "./watch.ts";

/** Slow devices report after 3 s. */
const DEFAULT_WAIT_S = 4;
/** How long to wait for an event when there is nothing to compare with. */
const BLIND_WAIT_MS = 1_000;
const RESPONSE_CHARACTERS = 12_000;

export type ActFacts = {
  readonly service: string;
  readonly entityIds: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
};

/** How a sent call ended, for the audit. */
export type ActEnd = "accepted" | "refused" | "lost" | "running";

/** Whoever waits for the answer; the signal is aborted when nobody does any more. */
export type Caller = { readonly signal: AbortSignal };

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

function bounded(rows: readonly TargetOutcome[]): Pick<ActOutcome, "targets" | "more"> {
  if (rows.length <= ROWS_SHOWN) return { targets: rows };
  const order = [...rows].sort((a, b) => Number(GOOD.includes(a.verdict)) - Number(GOOD.includes(b.verdict)));
  const counts = new Map<string, number>();
  for (const { verdict } of order.slice(ROWS_SHOWN)) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const more = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
  return { targets: order.slice(0, ROWS_SHOWN), more: `${more} more` };
}

/** Entries in order; what one entry refuses is a row of it, and the next entry runs. */
export async function actAll(
  calls: readonly CallInput[],
  options: ActOptions,
  scope: ActScope,
): Promise<ActOutcome> {
  const targets: TargetOutcome[] = [];
  const leftOut: string[] = [];
  const responses: unknown[] = [];
  const more: string[] = [];
  for (const [index, call] of calls.entries()) {
    if (index > 0 && scope.caller.signal.aborted) break;
    try {
      const outcome = await act(call, options, scope);
      for (const row of outcome.targets) targets.push({ call: index, ...row });
      leftOut.push(...(outcome.left_out ?? []));
      if (outcome.more) more.push(`call ${index}: ${outcome.more}`);
      if (outcome.response !== undefined) responses.push({ call: index, response: outcome.response });
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      targets.push(...(await refusedRows(index, call, failure, scope)));
    }
  }
  return {
    targets,
    ...(leftOut.length > 0 ? { left_out: leftOut } : {}),
    ...(responses.length > 0 ? { response: responses } : {}),
    ...(more.length > 0 ? { more: more.join("; ") } : {}),
  };
}

const VERDICT_OF: Readonly<Record<string, TargetOutcome["verdict"]>> = {
  HASS_REJECTED: "failed",
  OUTCOME_UNKNOWN: "unknown",
};

/** One row per named target: the ones the grant refuses by themselves are `refused`, their companions `not_sent`. */
async function refusedRows(
  index: number,
  call: CallInput,
  failure: Failure,
  scope: ActScope,
): Promise<TargetOutcome[]> {
  const reason = [failure.message, failure.hint].filter(Boolean).join(" ");
  const ids = call.target?.entity_id ?? [];
  const verdict = VERDICT_OF[failure.code] ?? "refused";
  if (ids.length <= 1 || verdict !== "refused")
    return [{ call: index, id: cleanName(ids[0] ?? call.service), verdict, reason }];
  const rows: TargetOutcome[] = [];
  for (const id of ids) {
    const alone = await scope.permit({
      service: call.service.trim().toLowerCase(),
      target: { entity_id: [id] },
      data: call.data ?? {},
    });
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
  const over = await call.reserve();
  if (over) throw deniedFailure(call.service, over);
  const end = scope.before({ service: call.service, entityIds: ids ?? [], data: call.data });
  const watch = watchEntities(gateway, watched);
  try {
    const judge = createJudge({ service: call.service, data: call.data, watch, states: gateway.states });
    const started = performance.now();
    const deadline = started + (options.waitSeconds ?? DEFAULT_WAIT_S) * 1_000;
    const sent = gateway.callService({
      domain,
      service,
      data: call.data,
      entityIds: ids,
      ...(options.returnResponse ? { returnResponse: true } : {}),
    });
    const followed = await followUntil(deadline, sent, end, scope.caller);
    const { result, failure } = followed;
    let { progress } = followed;
    if (failure && !reachedAny(watched, judge, progress)) throwWhenNothingHappened(failure, watched);
    // a response is evidence enough of what cannot be compared
    const waits = progress.name === "ended" && result?.response === undefined;
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

type Followed = { readonly progress: Progress; readonly result?: ServiceResult; readonly failure?: Failure };

/** Waits for Home Assistant's answer until the deadline; the audit hears of the end even when that comes later. */
async function followUntil(
  deadline: number,
  sent: Promise<ServiceResult>,
  end: (end: ActEnd) => void,
  caller: Caller,
): Promise<Followed> {
  const settled = sent.then(
    (result): Followed => {
      end("accepted");
      return { progress: { name: "ended", contextId: result.contextId }, result };
    },
    (failure: unknown): Followed => {
      const known =
        failure instanceof Failure
          ? failure
          : new Failure("DEFECT", "The call failed inside.", { cause: failure });
      end(known.code === "OUTCOME_UNKNOWN" ? "lost" : "refused");
      const text = known.cause instanceof HassError ? known.cause.message : known.message;
      return {
        progress: known.code === "OUTCOME_UNKNOWN" ? { name: "lost" } : { name: "failed", text },
        failure: known,
      };
    },
  );
  const followed = await Promise.race([settled, untilDeadline(deadline, settled, caller)]);
  if (followed.progress.name === "running" && caller.signal.aborted) {
    throw new Failure("CANCELLED", "The caller gave up; the call had been sent.");
  }
  return followed;
}

/** Most answers are there within this time: until then nobody listens for the caller giving up. */
const PROMPT_MS = 40;
const RUNNING: Followed = { progress: { name: "running" } };

/** `running` at the deadline or when the caller gave up; never later than `settled`. */
function untilDeadline(deadline: number, settled: Promise<Followed>, caller: Caller): Promise<Followed> {
  return new Promise((resolve) => {
    const left = () => Math.max(0, deadline - performance.now());
    const still = () => resolve(RUNNING);
    let heard: AbortSignal | undefined;
    let timer = setTimeout(
      () => {
        timer = setTimeout(still, left());
        heard = caller.signal;
        heard.addEventListener("abort", still, { once: true });
        if (heard.aborted) still();
      },
      Math.min(PROMPT_MS, left()),
    );
    const stop = () => {
      clearTimeout(timer);
      heard?.removeEventListener("abort", still);
    };
    settled.then(stop, stop);
  });
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
  const device =
    cause.code === "home_assistant_error" || cause.code === "unknown_error" || cause.code === "timeout";
  if (!device || isUnauthorized(cause)) throw failure;
}

/** Until every target has its verdict, the time is up, nobody waits any more, or the connection is lost. */
async function waitForEffects(
  ids: readonly string[],
  judge: Judge,
  progress: Progress,
  deadline: number,
  watch: { next(ms: number): Promise<void> },
  scope: Pick<ActScope, "caller" | "gateway">,
): Promise<Progress> {
  const blindDeadline = Math.min(deadline, performance.now() + BLIND_WAIT_MS);
  for (;;) {
    const open = ids.filter((id) => judge.settled(id, progress) === undefined);
    const until = open.some((id) => judge.comparable(id)) ? deadline : blindDeadline;
    const left = until - performance.now();
    if (open.length === 0 || left <= 0) return progress;
    if (scope.caller.signal.aborted)
      throw new Failure("CANCELLED", "The caller gave up; the call had been sent.");
    if (!scope.gateway.connected) return { name: "lost" };
    await watch.next(Math.min(left, LOOK_UP_MS));
  }
}

/** How often a wait looks whether somebody still waits, and whether there is still a connection. */
const LOOK_UP_MS = 250;

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
  return state ? { before: cleanName(state.state) } : {};
}

/** A service's response with foreign text made safe; too much of it is said, not cut in silence. */
function boundedResponse(response: unknown, { sight }: ActScope): unknown {
  const clean = safe(response, sight);
  const length = JSON.stringify(clean)?.length ?? 0;
  if (length <= RESPONSE_CHARACTERS) return clean;
  return { too_long: `${length} characters; ask for less (a shorter time, fewer ids)` };
}
