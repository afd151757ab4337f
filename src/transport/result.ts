/** Our answers and failures in MCP's words: the only place that knows `isError`. */

import { Failure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import type { Answer } from "../registry/answer.ts";

/** A result of `tools/call` (modelcontextprotocol.io/specification, "Tools"). */
export type ToolResult = {
  content: ({ type: "text"; text: string } | { type: "image"; data: string; mimeType: string })[];
  structuredContent?: Record<string, unknown>;
  isError?: true;
  _meta?: Record<string, unknown>;
};

/** What is no call of a tool: an error of JSON-RPC. */
export type CallFault = { readonly code: number; readonly message: string; readonly data?: JsonObject };

/** JSON-RPC 2.0, section 5.1. */
export const INVALID_PARAMS = -32602;

export type CallOutcome = { readonly result: ToolResult } | { readonly fault: CallFault };

export function outcomeOf(answer: Answer): CallOutcome {
  return {
    result: {
      content: [
        ...(answer.picture === undefined ? [] : [{ type: "image" as const, ...answer.picture }]),
        { type: "text", text: answer.text },
      ],
      structuredContent: { ...answer.structured },
    },
  };
}

/**
 * A failure is text only: an error with structuredContent that does not fit the output schema is refused by the official
 * client. The machine's copy is in `_meta["hearthgate/error"]`. A tool that is not there is no result at all.
 */
export function failedOutcome(thrown: unknown): CallOutcome {
  const failure =
    thrown instanceof Failure
      ? thrown // the road has logged what was not one
      : new Failure("DEFECT", "Something inside Hearthgate failed.", { cause: thrown });
  if (failure.code === "TOOL_UNKNOWN") return { fault: { code: INVALID_PARAMS, message: failure.message } };
  const text = `${failure.code}: ${failure.message}${failure.hint === undefined ? "" : ` ${failure.hint}`}`;
  return {
    result: {
      isError: true,
      content: [{ type: "text", text }],
      _meta: { "hearthgate/error": machineCopy(failure) },
    },
  };
}

function machineCopy({ code, denial, retryAfterSeconds, approvalId }: Failure): JsonObject {
  return {
    code,
    ...(denial === undefined ? {} : { denial }),
    ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
  };
}
