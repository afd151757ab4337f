/** Requests that a proxy before us may have read otherwise: refused before anything is believed. */

import type { Request } from "express";
import type { Problem, Step } from "./exchange.ts";
import { refuse } from "./problems.ts";

/** Of two of these, a proxy may have believed the other. */
const SINGLE: ReadonlySet<string> = new Set([
  "authorization",
  "content-encoding",
  "content-length",
  "content-type",
  "host",
  "mcp-protocol-version",
  "mcp-session-id",
  "origin",
  "transfer-encoding",
  "x-forwarded-proto",
  "x-hearthgate-nonce",
  "x-hearthgate-signature",
  "x-hearthgate-timestamp",
]);

const MOST_HEADERS = 200;

/** 400, or 431 for too many headers. */
export const plainFraming: Step = (request, response, next) => {
  const problem = headersFault(request) ?? transferFault(request);
  return problem ? refuse(request, response, problem) : next();
};

function headersFault({ rawHeaders }: Request): Problem | undefined {
  if (rawHeaders.length > 2 * MOST_HEADERS)
    return { status: 431, detail: `More than ${MOST_HEADERS} headers; send less.` };
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return { status: 400, detail: `The header ${name} stands twice; send it once.` };
    seen.add(name);
  }
  return undefined;
}

/** RFC 9112 section 6.1: HTTP/1.0 has no chunks, and what is not chunked alone nobody here unpacks. */
function transferFault({ headers, httpVersion }: Request): Problem | undefined {
  const transfer = headers["transfer-encoding"];
  if (transfer === undefined || (transfer.toLowerCase() === "chunked" && httpVersion !== "1.0"))
    return undefined;
  return {
    status: 400,
    detail: "Transfer-Encoding is chunked alone, in HTTP/1.1.",
    headers: { Connection: "close" },
  };
}
