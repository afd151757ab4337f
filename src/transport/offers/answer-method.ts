/** What a door answers beside tools: resources, prompts, completions; the same in both protocol eras. */

import { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CallContext } from "../../registry/answer.ts";
import type { Door } from "../door.ts";
import { type CallFault, INVALID_PARAMS } from "../result.ts";
import { complete } from "./completions.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { listResources, listResourceTemplates, readResource } from "./resources.ts";

type Answering = (door: Door, params: JsonObject, context: CallContext) => Promise<JsonObject>;

const METHODS: Readonly<Record<string, Answering>> = {
  "resources/list": listResources,
  "resources/templates/list": listResourceTemplates,
  "resources/read": (door, { uri }, context) => readResource(door, uri, context),
  "prompts/list": listPrompts,
  "prompts/get": getPrompt,
  "completion/complete": complete,
};

/** Announced at every door, as far as the protocol has them. */
export const OFFERED = { resources: {}, prompts: {}, completions: {} } as const;

export function isOffered(method: unknown): method is string {
  return typeof method === "string" && Object.hasOwn(METHODS, method);
}

/** A Failure is an error of JSON-RPC here: these methods have no results with `isError`. */
export async function answerMethod(
  door: Door,
  { method, params = {} }: { readonly method: string; readonly params?: JsonObject | undefined },
  context: CallContext,
): Promise<{ readonly result: JsonObject } | { readonly fault: CallFault }> {
  try {
    return { result: (await METHODS[method]?.(door, params, context)) ?? {} };
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    const message = `${fault.code}: ${fault.message}${fault.hint === undefined ? "" : ` ${fault.hint}`}`;
    // by the address clients know that it is the resource which is not there
    const data =
      fault.code === "NOT_FOUND" && typeof params["uri"] === "string" ? { uri: params["uri"] } : undefined;
    return { fault: { code: INVALID_PARAMS, message, ...(data === undefined ? {} : { data }) } };
  }
}
