/** `subscriptions/listen` of the 2026 era: one request that names what its sender wants to hear of, and stays open. */

import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { CallContext } from "../../registry/answer.ts";
import type { Door } from "../door.ts";
import type { JsonRpcMessage } from "../json-rpc.ts";
import type { CallFault } from "../result.ts";
import { faultOf } from "./answer-method.ts";
import { openSubscriptions, updateOf } from "./subscriptions.ts";

export const LISTEN = "subscriptions/listen";

export type Listening = {
  /** As it came, but for resources that may not be followed: what is acknowledged is what is told. */
  readonly message: JsonRpcMessage;
  close(): void;
};

export type Told = {
  /** A change of a resource: the params of the notification. */
  readonly updated: (params: ReturnType<typeof updateOf>) => void;
  /** Nothing that was asked for can come any more. */
  readonly over: () => void;
};

/** A fault where nothing is left of what was asked for. What is wrong with the form is the SDK's to say. */
export async function openListening(
  message: JsonRpcMessage,
  door: Door,
  context: CallContext,
  told: Told,
): Promise<Listening | { readonly fault: CallFault }> {
  const filter = message.params?.["notifications"];
  const uris = isJsonObject(filter) ? filter["resourceSubscriptions"] : undefined;
  if (!isJsonObject(filter) || !Array.isArray(uris) || !uris.every((uri) => typeof uri === "string"))
    return { message, close: () => undefined };
  const left = new Set<string>();
  const staysFor = listsIn(filter);
  const subscriptions = openSubscriptions((uri, ended) => {
    told.updated(updateOf(uri, ended));
    if (ended === undefined) return;
    left.delete(uri);
    if (left.size === 0 && !staysFor) told.over();
  });
  let refused: Failure | undefined;
  for (const uri of new Set<string>(uris)) {
    try {
      await subscriptions.add(uri, door, context);
      left.add(uri);
    } catch (fault) {
      if (!(fault instanceof Failure)) {
        subscriptions.close();
        throw fault;
      }
      refused ??= fault;
      if (fault.code === "RATE_LIMITED") break;
    }
  }
  if (refused && left.size === 0 && !staysFor) return { fault: faultOf(refused, uris[0]) };
  const narrowed = { ...filter, resourceSubscriptions: [...left] };
  return {
    message: { ...message, params: { ...message.params, notifications: narrowed } },
    close: subscriptions.close,
  };
}

/** Whether anything else was asked for, which goes on when the resources are over. */
function listsIn(filter: JsonObject): boolean {
  return ["toolsListChanged", "promptsListChanged", "resourcesListChanged"].some(
    (name) => filter[name] === true,
  );
}
