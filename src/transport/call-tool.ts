/** One `tools/call` of MCP, whoever dispatched it. */

import type { JsonObject } from "../core/json.ts";
import type { CallContext } from "../registry/answer.ts";
import type { Door } from "./door.ts";
import { type CallOutcome, failedOutcome, INVALID_PARAMS, outcomeOf } from "./result.ts";

/** Never rejects: everything that happens inside a tool is a result, what is no call of a tool a fault. */
export async function callTool(
  door: Door,
  { name, arguments: args }: JsonObject,
  context: CallContext,
): Promise<CallOutcome> {
  if (typeof name !== "string")
    return { fault: { code: INVALID_PARAMS, message: "tools/call wants params.name, a string." } };
  try {
    return outcomeOf(await door.call(name, args, context));
  } catch (thrown) {
    return failedOutcome(thrown);
  }
}

export type ProgressNotification = {
  readonly method: "notifications/progress";
  readonly params: { readonly progressToken: string | number; progress: number; total: number };
};

/** Tells of progress only whoever asked for it with a token. */
export function reporter(
  progressToken: unknown,
  notify: (notification: ProgressNotification) => Promise<void>,
): CallContext["progress"] {
  return (progress, total) => {
    if (typeof progressToken !== "string" && typeof progressToken !== "number") return;
    const params = { progressToken, progress, total };
    notify({ method: "notifications/progress", params }).catch(() => undefined); // the caller may be gone
  };
}
