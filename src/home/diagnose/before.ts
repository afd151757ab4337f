/** What was so before a change, and the scene or group that a call went by to reach an entity. */

import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { membersOf } from "../../hass/group-members.ts";
import { HassError } from "../../hass/hass-error.ts";
import { KEY_OF_KIND, TARGET_KINDS } from "../../hass/target-kinds.ts";
import type { TimeRange } from "../past/range.ts";
import { belongsTo } from "../see/reference.ts";
import { nameOf } from "../see/sight.ts";
import type { DiagnosisScope } from "./scope.ts";

const BEFORE_MS = 600_000;
/** From the call to the change; slow devices report late. */
const REACHES_MS = 10_000;
const MOST_CALLS = 3;

/** Rows of these entities. */
export async function logbookOf(
  ids: readonly string[],
  start: number,
  end: number,
  gateway: Gateway,
): Promise<readonly JsonObject[]> {
  const answer = await gateway.query({
    type: "logbook/get_events",
    start_time: new Date(start).toISOString(),
    end_time: new Date(end).toISOString(),
    entity_ids: ids,
  });
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return list.filter(isJsonObject).filter(({ entity_id }) => ids.some((id) => id === entity_id));
}

/** `since`: milliseconds since 1970, or the beginning of what was looked at. */
export type Before = { readonly state: string; readonly since: number };

/** Rows of the history; undefined where there is none. */
export async function recordedWithAttributes(
  id: string,
  { start, end }: TimeRange,
  gateway: Gateway,
): Promise<unknown> {
  const answer = await unlessRefused(
    gateway.query({
      type: "history/history_during_period",
      start_time: new Date(start).toISOString(),
      end_time: new Date(end).toISOString(),
      entity_ids: [id],
      minimal_response: false,
      no_attributes: false,
      significant_changes_only: false,
    }),
  );
  return isJsonObject(answer) ? answer[id] : undefined;
}

/** By the instant of the change. Empty where there is no history. */
export async function statesBefore(
  id: string,
  instants: readonly number[],
  { gateway }: DiagnosisScope,
): Promise<ReadonlyMap<number, Before>> {
  if (instants.length === 0) return new Map();
  const answer = await unlessRefused(
    gateway.query({
      type: "history/history_during_period",
      start_time: new Date(Math.min(...instants) - BEFORE_MS).toISOString(),
      end_time: new Date(Math.max(...instants)).toISOString(),
      entity_ids: [id],
      minimal_response: true,
      no_attributes: true,
      significant_changes_only: false,
    }),
  );
  const given: unknown = isJsonObject(answer) ? answer[id] : undefined;
  const rows = (Array.isArray(given) ? given : []).filter(isJsonObject);
  return new Map(
    instants.flatMap((instant): [number, Before][] => {
      const earlier = rows.findLast(({ lc, lu }) => Number(lc ?? lu) * 1_000 < instant - 1);
      const { s: state, lc, lu } = earlier ?? {};
      return typeof state === "string" ? [[instant, { state, since: Number(lc ?? lu) * 1_000 }]] : [];
    }),
  );
}

/** By the instant of the change: `scene Cosy (scene.cosy)`. Only such as may be seen. */
export async function detoursTo(
  id: string,
  events: readonly JsonObject[],
  scope: DiagnosisScope,
): Promise<ReadonlyMap<number, string>> {
  const { gateway, sight } = scope;
  const holders = [...sight.ids()].filter((each) => {
    const state = gateway.states.get(each);
    return each !== id && state !== undefined && membersOf(state).includes(id);
  });
  const scenes = holders.filter((each) => each.startsWith("scene."));
  const groups = holders.filter((each) => !each.startsWith("scene."));
  const found = await Promise.all(
    events.slice(-MOST_CALLS).map(async (event): Promise<[number, string][]> => {
      const instant = Number(event["when"]) * 1_000;
      const { context_domain: domain } = event;
      const by =
        domain === "scene"
          ? await sceneAt(instant, scenes, scope)
          : domain === "script"
            ? await scriptStartedAt(instant, id, event, groups, scope)
            : await groupCalledAt(instant, id, event, groups, scope);
      if (by === undefined) return [];
      const kind = domainOf(by);
      const word = kind === "scene" || kind === "script" ? kind : "group";
      return [[instant, `${word} ${cleanName(nameOf(gateway, by))} (${by})`]];
    }),
  );
  return new Map(found.flat());
}

/** The one that was activated just before. */
async function sceneAt(
  instant: number,
  scenes: readonly string[],
  { gateway }: DiagnosisScope,
): Promise<string | undefined> {
  if (scenes.length === 0) return undefined;
  const rows = await logbookOf(scenes, instant - REACHES_MS, instant + 1, gateway);
  const ids = new Set(rows.map(({ entity_id }) => String(entity_id)));
  // of several that could have been it none is named
  return ids.size === 1 ? [...ids][0] : undefined;
}

/** The group that the call named, where it did not name the entity itself. */
async function groupCalledAt(
  instant: number,
  id: string,
  event: JsonObject,
  groups: readonly string[],
  { gateway }: DiagnosisScope,
): Promise<string | undefined> {
  if (groups.length === 0) return undefined;
  const calls = await callsBefore(instant, gateway);
  const reaches = (ids: readonly string[]) => ids.includes(id) || groups.some((group) => ids.includes(group));
  const last = calls.findLast(
    (call) =>
      isCallOf(event, call) && (reaches(namedIn(call["service_data"])) || isAround(id, call, gateway)),
  );
  const first = last && firstOf(last, calls);
  const named = namedIn(first?.["service_data"]);
  return named.includes(id) ? undefined : groups.find((group) => named.includes(group));
}

/** The one that was called; of several the one whose steps call the entity. */
async function scriptStartedAt(
  instant: number,
  id: string,
  event: JsonObject,
  groups: readonly string[],
  { gateway, sight }: DiagnosisScope,
): Promise<string | undefined> {
  const calls = await callsBefore(instant, gateway);
  const started = calls
    .filter((call) => isCallOf(event, call))
    .map((call) => ({ call, scripts: namedIn(call["service_data"]) }));
  const reaches = ({ service_data }: JsonObject) =>
    namedIn(service_data).some((each) => each === id || groups.includes(each));
  const own = started.filter(({ call }) =>
    calls.some((each) => each["context_id"] === call["context_id"] && reaches(each)),
  );
  const scripts = new Set((own.length > 0 ? own : started).flatMap((each) => each.scripts));
  const [script] = scripts;
  const isSure = scripts.size === 1 && script?.startsWith("script.") === true && sight.sees(script);
  return isSure ? script : undefined;
}

/** The latest call before the instant that reaches the entity, as a logbook row has it: by what set it off, or by the call that its context began with. */
export async function callOn(
  id: string,
  instant: number,
  { gateway }: DiagnosisScope,
): Promise<JsonObject | undefined> {
  const calls = await callsBefore(instant, gateway);
  const call = calls.findLast(
    (each) => namedIn(each["service_data"]).includes(id) || isAround(id, each, gateway),
  );
  if (call === undefined || typeof call["context_event_type"] === "string") return call;
  const { domain, service } = firstOf(call, calls);
  return { ...call, context_domain: domain, context_service: service };
}

/** A scene or group calls its members in its turn, in the context of the call that named it. */
function firstOf(call: JsonObject, calls: readonly JsonObject[]): JsonObject {
  const { context_id } = call;
  return typeof context_id === "string"
    ? (calls.find((each) => each["context_id"] === context_id) ?? call)
    : call;
}

/** Whether it names where the entity is, its device or a label of it, or all, by a service for such. */
function isAround(id: string, { domain, service_data }: JsonObject, gateway: Gateway): boolean {
  if (!isJsonObject(service_data) || (domain !== domainOf(id) && domain !== "homeassistant")) return false;
  if (namedIn(service_data).includes("all")) return true;
  return TARGET_KINDS.some((kind) =>
    textsIn(service_data[KEY_OF_KIND[kind]]).some((each) => belongsTo(id, { kind, id: each }, gateway)),
  );
}

async function callsBefore(instant: number, gateway: Gateway): Promise<readonly JsonObject[]> {
  const answer = await unlessRefused(
    gateway.query({
      type: "logbook/get_action_calls",
      start_time: new Date(instant - REACHES_MS).toISOString(),
      end_time: new Date(instant + 1).toISOString(),
    }),
  );
  const calls = (Array.isArray(answer) ? answer : []).filter(isJsonObject);
  return calls.filter(({ when }) => Number(when) * 1_000 <= instant);
}

function isCallOf(event: JsonObject, { domain, service, context_user_id }: JsonObject): boolean {
  return (
    domain === event["context_domain"] &&
    service === event["context_service"] &&
    context_user_id === event["context_user_id"]
  );
}

function namedIn(data: unknown): readonly string[] {
  return isJsonObject(data) ? textsIn(data["entity_id"]) : [];
}

function textsIn(value: unknown): readonly string[] {
  return [value ?? []].flat().map(String);
}

/** Older homes have no such list, and ordinary users may not ask. */
async function unlessRefused(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Failure && fault.cause instanceof HassError) return undefined;
    throw fault;
  }
}
