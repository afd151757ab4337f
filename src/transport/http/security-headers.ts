/** Headers that keep browsers from doing harm with an answer: helmet's, CORS. */

import cors from "cors";
import type { RequestHandler } from "express";
import helmet from "helmet";

const DAY_SECONDS = 86_400;

/** Nothing of ours is a page: nothing may be loaded, framed or run. HSTS only under TLS. */
export function securityHeaders(encrypted: boolean): RequestHandler {
  return helmet({
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
  return cors({
    origin: origins.includes("*") ? true : [...origins],
    methods: ["GET", "POST", "DELETE"],
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    credentials: true,
    maxAge: 600,
    optionsSuccessStatus: 204,
  });
}
