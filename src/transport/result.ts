/** Our answers and failures as MCP's results: the only place that knows `isError`. */

import type { CallToolResult } from "@modelcontextprotocol/server";
import { Failure } from "../core/failure.ts";
import type { Answer } from "../registry/answer.ts";

export function toResult(answer: Answer): CallToolResult {
  return { content: [{ type: "text", text: answer.text }], structuredContent: { ...answer.structured } };
}

/**
 * Text only: an error with structuredContent that does not fit the output schema is refused by the official client.
 * The machine's copy is in `_meta["hearthgate/error"]`.
 */
export function toErrorResult(failure: Failure): CallToolResult {
  const text = `${failure.code}: ${failure.message}${failure.hint === undefined ? "" : ` ${failure.hint}`}`;
  return {
    isError: true,
    content: [{ type: "text", text }],
    _meta: {
      "hearthgate/error": {
        code: failure.code,
        ...(failure.denial === undefined ? {} : { denial: failure.denial }),
        ...(failure.retryAfterSeconds === undefined
          ? {}
          : { retry_after_seconds: failure.retryAfterSeconds }),
      },
    },
  };
}

/** Anything thrown, as a Failure; the road has logged what was not one. */
export function asFailure(thrown: unknown): Failure {
  return thrown instanceof Failure
    ? thrown
    : new Failure("DEFECT", "Something inside Hearthgate failed.", { cause: thrown });
}
