/** One `tools/call` of MCP, whoever dispatched it. */

import { type CallToolResult, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Answer, CallContext } from "../registry/answer.ts";
import type { ServedTool } from "../registry/served.ts";
import { asFailure, toErrorResult, toResult } from "./result.ts";

/** What a door offers to whoever is connected. */
export type Door = {
  readonly version: string;
  /** The tools of this caller's grant, in catalogue order. */
  tools(): Promise<readonly ServedTool[]>;
  call(name: string, args: unknown, context: CallContext): Promise<Answer>;
};

/** ProtocolError for what is no call of a tool; everything that happens inside a tool is a result. */
export async function callTool(
  door: Door,
  { name, arguments: args }: { readonly [key: string]: unknown },
  context: CallContext,
): Promise<CallToolResult> {
  if (typeof name !== "string")
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "tools/call wants params.name, a string.");
  try {
    return toResult(await door.call(name, args, context));
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.code === "TOOL_UNKNOWN")
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, failure.message);
    return toErrorResult(failure);
  }
}

type Progress = {
  readonly method: "notifications/progress";
  readonly params: { readonly progressToken: string | number; progress: number; total: number };
};

/** Tells of progress only whoever asked for it with a token. */
export function reporter(
  progressToken: unknown,
  notify: (notification: Progress) => Promise<void>,
): CallContext["progress"] {
  return (progress, total) => {
    if (typeof progressToken !== "string" && typeof progressToken !== "number") return;
    const params = { progressToken, progress, total };
    notify({ method: "notifications/progress", params }).catch(() => undefined); // the caller may be gone
  };
}
