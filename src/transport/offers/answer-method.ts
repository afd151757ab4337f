/** What a door answers beside tools: resources, prompts, completions; the same in both protocol eras. */

import { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CallContext } from "../../registry/answer.ts";
import type { Door } from "../door.ts";
import { type CallFault, INVALID_PARAMS } from "../result.ts";
import { complete } from "./completions.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { listResources, listResourceTemplates, readResource } from "./resources.ts";
import type { Subscriptions } from "./subscriptions.ts";

type Answering = (
  door: Door,
  params: JsonObject,
  context: CallContext,
  subscriptions: Subscriptions | undefined,
) => Promise<JsonObject>;

const METHODS: Readonly<Record<string, Answering>> = {
  "resources/list": listResources,
  "resources/templates/list": listResourceTemplates,
  "resources/read": (door, { uri }, context) => readResource(door, uri, context),
  "resources/subscribe": async (door, { uri }, context, subscriptions) => {
    await subscriptions?.add(uri, door, context);
    return {};
  },
  "resources/unsubscribe": async (_, { uri }, __, subscriptions) => {
    subscriptions?.remove(uri);
    return {};
  },
  "prompts/list": listPrompts,
  "prompts/get": getPrompt,
  "completion/complete": complete,
};

/** Announced at every door; `stays`: there is somebody to be told of changes. */
export function capabilitiesFor({ stays }: { readonly stays: boolean }) {
  return {
    tools: stays ? { listChanged: true } : {},
    resources: stays ? { subscribe: true } : {},
    prompts: {},
    completions: {},
  };
}

/** `subscribes`: subscriptions are requests of their own, and somebody is there to be told. */
export function isOffered(
  method: unknown,
  { subscribes }: { readonly subscribes: boolean },
): method is string {
  if (typeof method !== "string" || !Object.hasOwn(METHODS, method)) return false;
  return subscribes || (method !== "resources/subscribe" && method !== "resources/unsubscribe");
}

/** A Failure is an error of JSON-RPC here: these methods have no results with `isError`. */
export async function answerMethod(
  door: Door,
  { method, params = {} }: { readonly method: string; readonly params?: JsonObject | undefined },
  context: CallContext,
  subscriptions?: Subscriptions,
): Promise<{ readonly result: JsonObject } | { readonly fault: CallFault }> {
  try {
    return { result: (await METHODS[method]?.(door, params, context, subscriptions)) ?? {} };
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return { fault: faultOf(fault, params["uri"]) };
  }
}

/** `uri`: by the address clients know that it is the resource which is not there. */
export function faultOf({ code, message, hint }: Failure, uri: unknown): CallFault {
  const data = code === "NOT_FOUND" && typeof uri === "string" ? { data: { uri } } : {};
  return {
    code: INVALID_PARAMS,
    message: `${code}: ${message}${hint === undefined ? "" : ` ${hint}`}`,
    ...data,
  };
}
