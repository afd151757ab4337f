/** Headers that keep browsers from doing harm with an answer: helmet's, CORS. */

import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import cors from "cors";
import type { RequestHandler } from "express";
import helmet from "helmet";

const DAY_SECONDS = 86_400;

/** Nothing of ours is a page: nothing may be loaded, framed or run. HSTS only under TLS. */
export function securityHeaders(encrypted: boolean): RequestHandler {
  const headers = headersOf(encrypted);
  return (_, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

/** The same for each answer: helmet's chain of thirteen handlers is walked once. */
function headersOf(encrypted: boolean): readonly (readonly [string, string])[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const handler = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
      },
    },
    strictTransportSecurity: encrypted ? { maxAge: 365 * DAY_SECONDS, includeSubDomains: false } : false,
    crossOriginResourcePolicy: { policy: "same-site" },
    referrerPolicy: { policy: "no-referrer" },
  });
  handler(request, response, () => undefined);
  return response.getHeaderNames().map((name) => [name, String(response.getHeader(name))] as const);
}

const REQUEST_HEADERS = [
  "Content-Type",
  "Authorization",
  "Mcp-Session-Id",
  "MCP-Protocol-Version",
  "Mcp-Method",
  "Mcp-Name",
  "Last-Event-ID",
];
/** Browsers hand a page only what is named here. */
const EXPOSED_HEADERS = [
  "X-Refresh-Token",
  "Mcp-Session-Id",
  "WWW-Authenticate",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
];

/** Exact origins, or every one where `*` is among them; a request of another gets no CORS headers. */
export function corsHeaders(origins: readonly string[]): RequestHandler {
  const ofPages = cors({
    origin: origins.includes("*") ? true : [...origins],
    methods: ["GET", "POST", "DELETE"],
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    credentials: true,
    maxAge: 600,
    optionsSuccessStatus: 204,
  });
  return (request, response, next) => {
    // only a page has one
    if (request.headers.origin === undefined) next();
    else ofPages(request, response, next);
  };
}
