/** What a permitted call can do: checked against the service's description and each target, before anything is sent. */

import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Permission } from "../../security/grant/decide/permission.ts";
import type { Reserve } from "../../security/grant/model/denied.ts";
import { asKnown, keepsBack, type Sight } from "../see/sight.ts";
import {
  cannot,
  checkAgainstDescription,
  checkTarget,
  describedService,
  faultsOfSome,
  lacking,
  takesEntityAsText,
  unusedData,
} from "../service/check.ts";
import { isManner } from "./expected/asked-values.ts";

/** A call that may be sent. */
export type AbleCall = {
  readonly service: string;
  readonly data: JsonObject;
  /** What will be sent to; undefined = no target at all; empty = nothing is left that can do it. */
  readonly entityIds: readonly string[] | undefined;
  /** The one entity goes as text in the data, which is how this service takes it. */
  readonly inData: boolean;
  /** Permitted targets that cannot do it, with the reason. */
  readonly incapable: ReadonlyMap<string, string>;
  /** By target, data that it has no use for. */
  readonly unused: ReadonlyMap<string, readonly string[]>;
  /** The service does nothing but answer. */
  readonly answers: boolean;
  readonly leftOut: readonly string[];
  readonly reserve: Reserve | undefined;
  readonly approvalId: string | undefined;
};

/** NOT_FOUND for a service that is not there, INPUT_INVALID for a target or data that it does not take. */
export function ableCall(
  service: string,
  { entityIds, data, leftOut, reserve, approvalId }: Extract<Permission, { allowed: true }>,
  gateway: Gateway,
  sight: Sight,
): AbleCall {
  const description = describedService(service, gateway, sight);
  checkTarget(service, description, entityIds);
  const states = (entityIds ?? []).flatMap((id) => gateway.states.get(id) ?? []);
  const incapable = new Map<string, string>();
  for (const state of states) {
    const reason = cannot(service, description, asKnown(state, sight), gateway);
    if (reason) incapable.set(state.id, sight.sees(state.id) ? reason : "it cannot do this, or not now");
  }
  const able = states.filter((state) => !incapable.has(state.id));
  const known = able.map((state) => asKnown(state, sight));
  checkAgainstDescription(service, description, data, known, gateway);
  // of what is kept back nobody knows what it can
  const open = able.filter((state) => !keepsBack(state, sight));
  for (const [id, fault] of faultsOfSome(service, description, data, open, gateway)) incapable.set(id, fault);
  for (const id of service === "scene.apply" ? namedInScene(data) : [])
    if (!gateway.states.has(id)) incapable.set(id, "nothing of that name is here");
  const unused = unusedData(service, description, data, able, gateway);
  const what = Object.keys(data).filter((key) => !isManner(key));
  for (const state of able) {
    const lacks = what.filter((key) => unused.get(state.id)?.includes(key));
    // nothing of what was asked is for it: it would be turned on and no more
    if (lacks.length === 0 || lacks.length < what.length || keepsBack(state, sight)) continue;
    incapable.set(state.id, `it has no ${lacking(lacks)}`);
  }
  return {
    service,
    data,
    entityIds: entityIds?.filter((id) => !incapable.has(id)),
    inData: entityIds?.length === 1 && takesEntityAsText(description),
    incapable,
    unused,
    answers: description.response?.optional === false,
    leftOut,
    reserve,
    approvalId,
  };
}

/** Home Assistant passes over what it does not know among these. */
function namedInScene({ entities }: JsonObject): readonly string[] {
  return isJsonObject(entities) ? Object.keys(entities) : [];
}
