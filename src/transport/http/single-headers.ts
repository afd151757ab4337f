/** Headers that may stand once: of two, a proxy before us may have believed the other. */

import type { Step } from "./exchange.ts";
import { refuse } from "./problems.ts";

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

/** 400 when one of them stands twice. */
export const singleHeaders: Step = (request, response, next) => {
  const seen = new Set<string>();
  const { rawHeaders } = request;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen.has(name))
      return refuse(request, response, {
        status: 400,
        detail: `The header ${name} stands twice; send it once.`,
      });
    seen.add(name);
  }
  return next();
};
