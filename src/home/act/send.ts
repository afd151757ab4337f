/** Sending a call once, then following it until every target has its verdict. */

import type { Abortable } from "../../core/abortable.ts";
import { domainOf, objectOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import type { Gateway, ServiceResult } from "../../hass/gateway.ts";
import { HassError, isUnauthorized } from "../../hass/hass-error.ts";
import { isPassword } from "../../hass/secret-state.ts";
import { scriptOf } from "../../security/grant/model/service-kinds.ts";
import type { ActOptions, TargetOutcome } from "../acting.ts";
import { blotted, blottedFailure } from "../see/blot.ts";
import { safe } from "../see/rows.ts";
import { allInHomeTime, inHomeTime, zoneOf } from "../see/said.ts";
import { keepsBack, nameOf, type Sight } from "../see/sight.ts";
import type { BeforeSending } from "../sent-call.ts";
import type { AbleCall } from "./ability.ts";
import { leavesOf } from "./expected/members.ts";
import { watchEntities } from "./expected/state-watch.ts";
import { type Followed, followUntil, waitForEffects } from "./follow.ts";
import { Judge } from "./judge.ts";
import { outcomeRow } from "./outcome-row.ts";
import type { CallProgress } from "./progress.ts";
import type { Run } from "./runs/run-verdict.ts";
import { entitiesInData, runsOf } from "./runs/runs.ts";

/** Slow devices report after 3 s. */
const DEFAULT_WAIT_S = 4;
const RESPONSE_CHARACTERS = 12_000;

export type SendScope = {
  readonly gateway: Gateway;
  readonly waiting: Abortable;
  /** Called immediately before sending; throws when the audit cannot be written, and then nothing is sent. */
  readonly before: BeforeSending;
};

export type Sent = { readonly targets: readonly TargetOutcome[]; readonly response?: unknown };

/** HASS_REJECTED when Home Assistant refused it all; OUTCOME_UNKNOWN without targets. */
export async function send(
  call: AbleCall,
  options: ActOptions,
  sight: Sight,
  scope: SendScope,
): Promise<Sent> {
  const { gateway } = scope;
  const watched = call.entityIds ?? targetless(call, gateway, sight);
  const end = scope.before({
    service: call.service,
    entityIds: call.entityIds ?? [],
    data: watched.some((id) => holdsPassword(id, gateway)) ? {} : call.data,
    approvalId: call.approvalId,
  });
  const { service, data, unused } = call;
  const runs = watched.some(isRoutine) ? await runsOf(service, watched, gateway) : NO_RUNS;
  const members = watched.flatMap((id) => leavesOf(id, gateway.states));
  const watch = watchEntities(gateway, [...watched, ...leavesIn(runs), ...members]);
  try {
    const judge = new Judge({
      service,
      data,
      unused,
      watch,
      targets: watched,
      states: gateway.states,
      zone: zoneOf(gateway),
      nameOf: (id) => (sight.sees(id) ? nameOf(gateway, id) : undefined),
    });
    if (runs.size > 0) judge.standOn(runs);
    const started = performance.now();
    const deadline = started + (options.waitSeconds ?? DEFAULT_WAIT_S) * 1_000;
    const followed = await followUntil(deadline, sendOnce(call, options, gateway), end, scope.waiting);
    const answered = performance.now();
    const told = toldOf(followed, watched, sight, gateway);
    const progress = await settle(told, watched, judge, deadline, watch, scope);
    const ended = performance.now();
    const rows = watched.map((id) => {
      const name = sight.sees(id) ? nameOf(gateway, id) : undefined;
      if (call.answers && followed.result) return answerRow(id, name, ended - started);
      const verdict = judge.settled(id, progress);
      const at = verdict === "already" ? answered : verdict === "confirmed" ? watch.changedAt(id) : undefined;
      const row = outcomeRow(id, name, judge, progress, (at ?? ended) - started, sight);
      return byResponse(inHomeZone(row, gateway), followed.result, judge);
    });
    const { result } = followed;
    return {
      targets: rows.length > 0 ? rows : [withoutTarget(service, progress, performance.now() - started)],
      ...(result?.response === undefined
        ? {}
        : { response: boundedResponse(allInHomeTime(result.response, gateway), sight) }),
    };
  } finally {
    watch.stop();
  }
}

function sendOnce(
  { service, data, entityIds, inData, answers }: AbleCall,
  { returnResponse }: ActOptions,
  gateway: Gateway,
): Promise<ServiceResult> {
  return gateway.callService({
    domain: domainOf(service),
    service: objectOf(service),
    data: inData && entityIds ? { ...data, entity_id: entityIds[0] } : data,
    entityIds: inData ? undefined : entityIds,
    ...(returnResponse || answers ? { returnResponse: true } : {}),
  });
}

/** A service that only answers changes nothing: no state stands for it. */
function answerRow(id: string, name: string | undefined, ms: number): TargetOutcome {
  const row = { id, ...(name === undefined || name === id ? {} : { name }) };
  return { ...row, verdict: "confirmed", ms: Math.round(ms), reason: "answered" };
}

/** Home Assistant's words on what it refused, unless they may tell what the caller may not know of a target. */
function toldOf(followed: Followed, watched: readonly string[], sight: Sight, gateway: Gateway): Followed {
  const { failure } = followed;
  const { states } = gateway;
  const closed = watched.some((id) => {
    const state = states.get(id);
    return state !== undefined && keepsBack(state, sight);
  });
  if (failure?.code !== "HASS_REJECTED") return followed;
  if (!closed) return withoutHidden(followed, failure, sight, gateway);
  const { cause } = failure;
  return {
    ...followed,
    failure: new Failure("HASS_REJECTED", "Home Assistant refused the call.", {
      hint: "Check the data; what the target can do is not in this grant to read.",
      cause,
    }),
  };
}

function withoutHidden(followed: Followed, failure: Failure, sight: Sight, gateway: Gateway): Followed {
  const { progress } = followed;
  const told =
    progress.name === "failed" ? { ...progress, text: blotted(progress.text, gateway, sight) } : progress;
  return { ...followed, progress: told, failure: blottedFailure(failure, gateway, sight) };
}

/** Waits on where Home Assistant's answer leaves something open; throws a refusal after which nothing happened. */
async function settle(
  { progress: answer, result, failure }: Followed,
  watched: readonly string[],
  judge: Judge,
  deadline: number,
  watch: { next(ms: number): Promise<void> },
  scope: SendScope,
): Promise<CallProgress> {
  if (failure && !watched.some((id) => judge.settled(id, answer) === "confirmed"))
    throwWhenNothingHappened(failure, watched, scope.gateway.states);
  const several = watched.length > 1;
  const progress = answer.name === "failed" ? { ...answer, several } : answer;
  // a response is evidence enough of what cannot be compared
  const waits =
    progress.name === "failed" ? several : progress.name === "ended" && result?.response === undefined;
  return waits ? waitForEffects(watched, judge, progress, deadline, watch, scope) : progress;
}

function holdsPassword(id: string, { states }: Gateway): boolean {
  const state = states.get(id);
  return state !== undefined && isPassword(state);
}

/** A refusal before anything ran is the caller's to mend; a device that failed is a verdict. */
function throwWhenNothingHappened(failure: Failure, ids: readonly string[], states: Gateway["states"]): void {
  if (ids.length === 0) throw failure;
  if (failure.code === "HASS_UNAVAILABLE" || failure.code === "DEFECT") throw failure;
  const { cause } = failure;
  if (!(cause instanceof HassError)) return;
  // with several targets, one may refuse after others have done it; so may what a scene, a script or a group acts on
  const several = ids.length > 1 || ids.some((id) => isRoutine(id) || leavesOf(id, states).length > 0);
  const device =
    cause.code === "home_assistant_error" ||
    cause.code === "unknown_error" ||
    cause.code === "timeout" ||
    (several && cause.code === "service_validation_error");
  if (!device || isUnauthorized(cause)) throw failure;
}

/** The state of a button or notifier is when it was last used. */
function inHomeZone(row: TargetOutcome, gateway: Gateway): TargetOutcome {
  const { before, after } = row;
  return {
    ...row,
    ...(before === undefined ? {} : { before: factsInHomeTime(before, gateway) }),
    ...(after === undefined ? {} : { after: factsInHomeTime(after, gateway) }),
  };
}

/** `active, finishes_at 2026-11-30T03:10:16+01:00` */
function factsInHomeTime(text: string, gateway: Gateway): string {
  return text.replaceAll(/\S+/g, (word) => inHomeTime(word, gateway));
}

/** A response says that it was done, where no state can. */
function byResponse(row: TargetOutcome, result: ServiceResult | undefined, judge: Judge): TargetOutcome {
  if (result?.response === undefined || row.verdict !== "unconfirmed" || judge.comparable(row.id)) return row;
  const { reason: _, ...rest } = row;
  return { ...rest, verdict: "confirmed" };
}

const NO_RUNS: ReadonlyMap<string, Run> = new Map();

function isRoutine(id: string): boolean {
  return ROUTINES.has(domainOf(id));
}

const ROUTINES = new Set(["scene", "script", "automation"]);

function leavesIn(runs: ReadonlyMap<string, Run>): readonly string[] {
  return [...runs.values()].flatMap(({ leaves }) => leaves.map(({ id }) => id));
}

/** A script called as its own service is watched as the entity it is; what the data name, where they set it. */
function targetless({ service, data }: AbleCall, gateway: Gateway, sight: Sight): readonly string[] {
  const { states } = gateway;
  const script = scriptOf(service, gateway.registries);
  if (script !== undefined && states.has(script) && sight.sees(script)) return [script];
  return entitiesInData(service, data, gateway);
}

function withoutTarget(service: string, progress: CallProgress, ms: number): TargetOutcome {
  if (progress.name === "running")
    return { id: service, verdict: "in_progress", reason: "Home Assistant is still at it" };
  return {
    id: service,
    verdict: "unconfirmed",
    ms: Math.round(ms),
    reason: "accepted; no entity to look at",
  };
}

/** A service's response with foreign text made safe; too much of it is said, not cut in silence. */
function boundedResponse(response: unknown, sight: Sight): unknown {
  const clean = safe(response, sight);
  const length = JSON.stringify(clean)?.length ?? 0;
  if (length <= RESPONSE_CHARACTERS) return clean;
  return { too_long: `${length} characters; ask for less (a shorter time, fewer ids)` };
}
