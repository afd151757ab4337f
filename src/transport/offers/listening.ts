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
  /** To be called when it is acknowledged: what is heard before is told then. */
  start(): void;
  close(): void;
};

export type Told = {
  /** A change of a resource: the params of the notification. */
  readonly updated: (params: ReturnType<typeof updateOf>) => void;
  /** Nothing that was asked for can come any more. */
  readonly over: () => void;
};

/** More than any grant follows. */
const MOST_URIS = 1_000;

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
    return { message, start: () => undefined, close: () => undefined };
  if (uris.length > MOST_URIS) return { fault: faultOf(tooMany(), undefined) };
  const left = new Set<string>();
  const staysFor = listsIn(filter);
  const { say, start } = untilStarted();
  const subscriptions = openSubscriptions((uri, ended) =>
    say(() => {
      told.updated(updateOf(uri, ended));
      if (ended === undefined) return;
      left.delete(uri);
      if (left.size === 0 && !staysFor) told.over();
    }),
  );
  const refused = await addEach(new Set<string>(uris), left, (uri) => subscriptions.add(uri, door, context), {
    signal: context.signal,
  }).catch((fault: unknown) => {
    subscriptions.close();
    throw fault;
  });
  if (refused && left.size === 0 && !staysFor) return { fault: faultOf(refused, uris[0]) };
  const narrowed = { ...filter, resourceSubscriptions: [...left] };
  return {
    message: { ...message, params: { ...message.params, notifications: narrowed } },
    start,
    close: subscriptions.close,
  };
}

/** Adds to `left` what could be opened; the first Failure. */
async function addEach(
  uris: Iterable<string>,
  left: Set<string>,
  add: (uri: string) => Promise<void>,
  { signal }: Pick<CallContext, "signal">,
): Promise<Failure | undefined> {
  let refused: Failure | undefined;
  for (const uri of uris) {
    if (signal.aborted) break;
    try {
      await add(uri);
      left.add(uri);
    } catch (fault) {
      if (!(fault instanceof Failure)) throw fault;
      refused ??= fault;
      if (fault.code === "RATE_LIMITED") break;
    }
  }
  return refused;
}

/** An update before the acknowledgement would be of a subscription that the client does not know yet. */
function untilStarted() {
  const waiting: (() => void)[] = [];
  let isStarted = false;
  return {
    say: (tell: () => void) => (isStarted ? tell() : void waiting.push(tell)),
    start() {
      isStarted = true;
      for (const tell of waiting.splice(0)) tell();
    },
  };
}

function tooMany(): Failure {
  return new Failure("INPUT_INVALID", `More than ${MOST_URIS} resources in one request.`, {
    hint: "Name an area, or ha://overview for everything.",
  });
}

/** Whether anything else was asked for, which goes on when the resources are over. */
function listsIn(filter: JsonObject): boolean {
  return ["toolsListChanged", "promptsListChanged", "resourcesListChanged"].some(
    (name) => filter[name] === true,
  );
}
