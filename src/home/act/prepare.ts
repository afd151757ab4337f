/** Everything that is checked before a service call leaves: names, grant, service, data, what each target can do. */

import { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import { cleanLine, quote } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Denied } from "../denials.ts";
import type { CallInput, TargetInput } from "../home.ts";
import { notFound } from "../read/read.ts";
import { findReference, nearestNames, TARGET_KINDS } from "../see/names.ts";
import type { Sight } from "../see/sight.ts";
import {
  cannot,
  checkData,
  checkTarget,
  describedService,
  takesEntityAsText,
  unusedData,
} from "../service/check.ts";
import { refusal, refuseUnknownPlaces } from "./refusal.ts";

/** Takes rates and quotas in one step; to be called immediately before sending. None = nothing is counted. */
export type Reserve = () => Promise<Denied | undefined>;

/** What the grant says of a call: the entity ids that go on, or why not. */
export type Permission =
  | {
      readonly allowed: true;
      /** undefined = no target at all; never empty. */
      readonly entityIds: readonly string[] | undefined;
      /** Data without target keys. */
      readonly data: JsonObject;
      readonly leftOut: readonly string[];
      readonly reserve: Reserve | undefined;
    }
  | { readonly allowed: false; readonly denied: Denied };

export type CallRequest = {
  readonly service: string;
  readonly target: TargetInput | undefined;
  readonly data: JsonObject;
};

export type PrepareScope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  /** Whether the grant opens the service on the entity, seen or not. */
  readonly opens: (service: string, entityId: string) => boolean;
  readonly permit: (request: CallRequest) => Promise<Permission>;
};

export type PreparedCall = {
  readonly service: string;
  readonly data: JsonObject;
  /** What will be sent to; undefined = no target at all. */
  readonly entityIds: readonly string[] | undefined;
  /** The one entity goes as text in the data, which is how this service takes it. */
  readonly inData: boolean;
  /** Permitted targets that cannot do it, with the reason. */
  readonly incapable: ReadonlyMap<string, string>;
  /** By target, data that it has no use for. */
  readonly unused: ReadonlyMap<string, readonly string[]>;
  readonly leftOut: readonly string[];
  readonly reserve: Reserve | undefined;
};

/** INPUT_INVALID, NOT_FOUND, PERMISSION_DENIED …: nothing was sent. */
export async function prepareCall(input: CallInput, scope: PrepareScope): Promise<PreparedCall> {
  const { refused } = scope.sight;
  if (!refused) return prepare(input, scope);
  return prepare(input, scope).catch((failure: unknown) => {
    throw failure instanceof Failure && failure.code === "NOT_FOUND" ? refused : failure;
  });
}

async function prepare(input: CallInput, scope: PrepareScope): Promise<PreparedCall> {
  const service = input.service.trim().toLowerCase();
  if (!/^[\da-z_]+\.[\da-z_]+$/.test(service)) {
    throw new Failure("INPUT_INVALID", `${quote(input.service, 40)} is no service.`, {
      hint: "Write domain.service, e.g. light.turn_on.",
    });
  }
  refuseEmptyTarget(service, input.target);
  const request = { service, target: namesToIds(input.target, scope), data: input.data ?? {} };
  refuseUnknownPlaces(request, scope);
  const permission = await scope.permit(request);
  if (!permission.allowed) throw refusal(request, permission.denied, scope);
  const description = describedService(service, scope.gateway);
  checkTarget(service, description, permission.entityIds);
  const states = (permission.entityIds ?? []).flatMap((id) => scope.gateway.states.get(id) ?? []);
  const incapable = new Map<string, string>();
  for (const state of states) {
    const reason = cannot(service, description, state, scope.gateway);
    if (reason) incapable.set(state.id, reason);
  }
  const able = states.filter((state) => !incapable.has(state.id));
  checkData(service, description, permission.data, able, scope.gateway);
  return {
    service,
    data: permission.data,
    entityIds: permission.entityIds,
    inData: permission.entityIds?.length === 1 && takesEntityAsText(description),
    incapable,
    unused: unusedData(service, description, permission.data, able, scope.gateway),
    leftOut: permission.leftOut,
    reserve: permission.reserve,
  };
}

/** Lists without anything in them select nothing; Home Assistant would read some of them as everything. */
function refuseEmptyTarget(service: string, target: TargetInput | undefined): void {
  if (!target) return;
  const { exclude: _, ...selected } = target;
  const lists = Object.values(selected);
  if (lists.length === 0 || lists.some((list) => list === undefined || list.length > 0)) return;
  throw new Failure("INPUT_INVALID", `${service}: target is empty.`, {
    hint: "Name entities, areas, floors, labels or devices. Nothing was sent.",
  });
}

/** Exact names become ids; everything that has the look of an id stays for the grant to judge. */
function namesToIds(
  target: TargetInput | undefined,
  { gateway, sight }: PrepareScope,
): TargetInput | undefined {
  if (!target) return undefined;
  const ids: Record<string, readonly string[]> = {};
  for (const key of Object.keys(TARGET_KINDS) as (keyof typeof TARGET_KINDS)[]) {
    const given = target[key];
    if (!given) continue;
    ids[key] = given.map((text) => {
      if (text.trim() === "" || (key === "entity_id" && looksLikeId(text))) return text;
      const found = findReference(text, gateway, sight, [TARGET_KINDS[key]]);
      if (found) return found.id;
      if (key === "entity_id" && !text.includes(","))
        throw notFound([cleanLine(text, 60)], nearestNames(text, gateway, sight));
      return text;
    });
  }
  return target.exclude ? { ...ids, exclude: target.exclude } : ids;
}

function looksLikeId(text: string): boolean {
  const word = text.trim();
  return !/\s/.test(word) && (word.includes(".") || /^(all|none)$/i.test(word));
}
