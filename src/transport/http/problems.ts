/** Refusals of an HTTP door: JSON-RPC errors on the MCP endpoint, problem details (RFC 9457) elsewhere, a page where people look. */

import type { Request } from "express";
import { INVALID_REQUEST, idIn } from "../json-rpc.ts";
import type { Exchange, Problem } from "./exchange.ts";

export const MCP_PATH = "/mcp";

export function refuse(request: Request, response: Exchange, problem: Problem): void {
  const { status, detail, code = INVALID_REQUEST, headers = {} } = problem;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.status(status).set({ "Cache-Control": "no-store", ...headers });
  const { showProblem } = response.locals;
  if (showProblem) showProblem(problem);
  else if (request.path === MCP_PATH) {
    const id = idIn(response.locals.message);
    response.json({ jsonrpc: "2.0", id, error: { code, message: detail } });
  } else response.type("application/problem+json").send(JSON.stringify({ status, title: detail }));
}
