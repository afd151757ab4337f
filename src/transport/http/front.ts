/** The steps that stand before the road on every HTTP door, in their order. */

import { randomUUID } from "node:crypto";
import express, { type Express, type Request } from "express";
import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import type { Identity } from "../../security/identity/identity.ts";
import { readBody } from "./body.ts";
import { clientAddress, type TrustedProxies, trustedProxies } from "./client-address.ts";
import { authenticateStep, blockStep, type Challenge, lockoutStep } from "./credentials.ts";
import type { DoorLog } from "./door-log.ts";
import type { Exchange, Step } from "./exchange.ts";
import { healthRoutes } from "./health.ts";
import { hostsFor } from "./hosts.ts";
import { plainFraming } from "./plain-framing.ts";
import { MCP_PATH, refuse } from "./problems.ts";
import { addressRate, credentialRate, type LimitEar, type OpenCounts, type Rate } from "./rates.ts";
import { corsHeaders, securityHeaders } from "./security-headers.ts";

export type FrontRules = {
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly tls: unknown;
  readonly cors: { readonly origins: readonly string[] } | undefined;
  readonly rates: { readonly address: Rate; readonly credential: Rate } | undefined;
  readonly health: "public" | "restricted" | "disabled";
  /** There is an authorization server at PUBLIC_URL; undefined = none. */
  readonly oauth?: unknown;
};

export type FrontParts = {
  readonly rules: FrontRules;
  /** undefined: who calls is settled by `authenticate` (the local caller). */
  readonly identity: Identity | undefined;
  readonly log: DoorLog;
  /** Whether Home Assistant is connected and the state answers. */
  readonly ready: () => Promise<boolean>;
  /** Where requests are counted; in this process unless told. */
  readonly counts?: OpenCounts | undefined;
  /** Where there are no credentials: fills `principal`, or refuses. */
  readonly authenticate?: Step;
  /** `/metrics`, behind steps 1 to 6; undefined = it is not here. */
  readonly metrics?: Step | undefined;
  /** Routes beside the MCP endpoint, each behind its own steps. */
  readonly routes?: (app: Express, steps: FrontSteps) => void;
  /** What the paths begin with to which other sites may send a browser; what lies there stands for itself. */
  readonly pages?: readonly string[];
  /** What the MCP endpoint takes; all of the protocol's unless told. */
  readonly methods?: readonly string[];
  /** The MCP endpoint, behind all steps. */
  readonly mcp: Step;
};

/** Of the streamable HTTP transport. */
export const MCP_METHODS: readonly string[] = ["GET", "POST", "DELETE"];

export type FrontSteps = {
  /** Steps 1 to 6: whoever comes may try. */
  readonly open: readonly Step[];
  /** As `open`, for a body of another kind than JSON: it is still to be read. */
  readonly unread: readonly Step[];
  /** For what is too long to be guessed: the owner's blocks alone. Where only what is refused counts, `counted` comes behind. */
  readonly uncounted: readonly Step[];
  readonly counted: readonly Step[];
  /** Steps 1 to 7: `principal` is known. */
  readonly known: readonly Step[];
  readonly challenge: Challenge;
  /** A good credential came from this address. */
  readonly onGood: (address: string) => void;
};

/**
 * 1 address, 2 TLS (the listener's), 3 headers, hosts, 4 size and shape, 6 lockout, 7 credential, 5 rate: of the address
 * for whoever is not let in, of the credential for the others.
 */
export function frontApp(parts: FrontParts): Express {
  const { rules, identity, log, mcp } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);
  // a proxy before us that shuts a path shuts one spelling of it
  app.set("case sensitive routing", true);
  const trusted = trustedProxies(rules.trustedProxies);
  const challenge: Challenge = {
    metadataUrl: (request) => `${baseUrl(rules, request)}/.well-known/oauth-protected-resource${MCP_PATH}`,
    hasLogin: parts.routes !== undefined,
    ...(rules.oauth === undefined ? {} : { scope: SCOPE }),
  };
  app.use(...handlers([addressStep(trusted, log), watchFailures(log)]));
  app.use(securityHeaders(rules.tls !== undefined || rules.publicUrl?.startsWith("https:") === true));
  app.use(...handlers([plainFraming]));
  healthRoutes(app, { visibility: rules.health, ready: parts.ready, trusted });
  app.use(...handlers([hostStep(rules, log, parts.pages ?? [])]));
  if (rules.cors) app.use(corsHeaders(rules.cors.origins));
  const heard: LimitEar = {
    flooded: ({ requestId, address }, what) =>
      log.security("flood_protection", { request_id: requestId, ip: address, what }),
    limited: ({ principal }, by) => log.limited(by, principal?.grantId),
  };
  const byAddress = rules.rates && addressRate(rules.rates.address, heard, parts.counts);
  const counted = byAddress ? [byAddress.step] : [];
  const uncounted = identity ? [blockStep({ identity, log })] : [];
  const unread = [...counted, ...(identity ? [lockoutStep({ identity, log })] : [])];
  const open = [readBody, ...unread];
  const known: Step[] = [readBody];
  const onGood = (address: string) => byAddress?.clear(address);
  // the lockout is part of finding out who calls, and only who is not let in is counted
  if (identity) known.push(authenticateStep({ identity, log, challenge, onGood, counted: byAddress?.step }));
  if (parts.authenticate) known.push(parts.authenticate);
  if (rules.rates) known.push(credentialRate(rules.rates.credential, heard, parts.counts));
  // with a slash behind it would go past the rule of a proxy that hides it
  if (parts.metrics) app.get(/^\/metrics$/, ...handlers([...open, parts.metrics]));
  metadataRoutes(app, rules);
  parts.routes?.(app, { open, unread, uncounted, counted, known, challenge, onGood });
  const methods = parts.methods ?? MCP_METHODS;
  // some clients ask by HEAD whether they need a credential
  app.head(MCP_PATH, ...handlers([...known, methodStep(methods)]));
  app.all(MCP_PATH, ...handlers([methodStep(methods), ...known, mcp]));
  app.use(...handlers([(request, response) => refuse(request, response, NOT_THERE)]));
  app.use(faultStep(log));
  return app;
}

function methodStep(methods: readonly string[]): Step {
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    const Allow = methods.join(", ");
    refuse(request, response, { status: 405, detail: `This takes ${Allow} only.`, headers: { Allow } });
  };
}

const NOT_THERE = { status: 404, detail: "There is nothing here; the MCP endpoint is /mcp." };

/** Express's types know nothing of our locals; the steps fill them in order. */
export function handlers(steps: readonly Step[]): express.RequestHandler[] {
  return steps.map((step) => step as unknown as express.RequestHandler);
}

function addressStep(trusted: TrustedProxies, log: DoorLog): Step {
  let warned = false;
  return (request, response, next) => {
    const peer = request.socket.remoteAddress ?? "";
    const forwarded = request.get("x-forwarded-for");
    const fromProxy = trusted.has(peer);
    // one attacker behind an undeclared proxy would lock everybody out
    if (forwarded !== undefined && !fromProxy && !warned) {
      warned = true;
      log.security("undeclared_proxy", { ip: peer, hint: "name it in TRUSTED_PROXIES" });
    }
    response.locals.requestId = randomUUID();
    response.setHeader("X-Request-Id", response.locals.requestId);
    response.locals.address = clientAddress(peer, forwarded, trusted);
    response.locals.encrypted =
      "encrypted" in request.socket || (fromProxy && request.get("x-forwarded-proto") === "https");
    next();
  };
}

function watchFailures(log: DoorLog): Step {
  return (request, response, next) => {
    response.on("finish", () => {
      log.answered(response.statusCode);
      if (response.statusCode >= 400)
        log.failed({
          request_id: response.locals.requestId,
          ip: response.locals.address,
          status: response.statusCode,
          method: request.method,
          path: cleanLine(request.path, 100),
        });
    });
    next();
  };
}

function hostStep(rules: FrontRules, log: DoorLog, pages: readonly string[]): Step {
  const hosts = hostsFor({ ...rules, corsOrigins: rules.cors?.origins ?? [] });
  // a page's picture or link says where it comes from, and has no Origin
  const isOfPage = ({ path, headers }: Request) =>
    !hosts.allowsOrigin(headers.origin) ||
    (headers.origin === undefined &&
      headers["sec-fetch-site"] === "cross-site" &&
      !(headers["sec-fetch-dest"] === "document" && pages.some((page) => path.startsWith(page))));
  return (request, response, next) => {
    const authority = authorityOf(request);
    const fault = hosts.allowsHost(authority) ? (isOfPage(request) ? "origin" : undefined) : "host";
    if (fault === undefined) return next();
    const said = fault === "host" ? authority : request.headers.origin;
    log.security("suspicious_origin", {
      request_id: response.locals.requestId,
      ip: response.locals.address,
      what: fault,
      value: cleanLine(said ?? "none", 100),
    });
    const detail =
      fault === "host"
        ? "This Host is not served here; name it in PUBLIC_URL or ALLOWED_HOSTS."
        : "This Origin may not call; name it in CORS_ORIGINS.";
    refuse(request, response, { status: 403, detail });
  };
}

const STATE_DENIALS: ReadonlySet<string> = new Set(["state_unavailable", "state_full"]);

/** As clients know us: PUBLIC_URL, else as this one came, to us or to a trusted proxy. */
function baseUrl({ publicUrl, tls }: FrontRules, request: Request): string {
  const encrypted = tls !== undefined || request.res?.locals["encrypted"] === true;
  return publicUrl ?? `${encrypted ? "https" : "http"}://${authorityOf(request) ?? "localhost"}`;
}

/** In an absolute-form URI it stands in the place of Host (RFC 9112 section 3.2.2). */
function authorityOf({ originalUrl, headers }: Request): string | undefined {
  return /^https?:\/\/([^/?#]*)/i.exec(originalUrl)?.[1] ?? headers.host;
}

/** Opens what the grant opens that a person picks. */
const SCOPE = "home";

/** RFC 9728 at both paths; an authorization server is named where there is one. */
function metadataRoutes(app: Express, rules: FrontRules): void {
  for (const path of [
    "/.well-known/oauth-protected-resource",
    `/.well-known/oauth-protected-resource${MCP_PATH}`,
  ]) {
    app.get(path, (request, response) => {
      response.json({
        resource: `${baseUrl(rules, request)}${MCP_PATH}`,
        ...(rules.oauth === undefined
          ? {}
          : { authorization_servers: [rules.publicUrl], scopes_supported: [SCOPE] }),
        bearer_methods_supported: ["header"],
        resource_name: "Hearthgate",
      });
    });
  }
}

/** Whatever was thrown: no stack, no HTML. */
function faultStep(log: DoorLog): express.ErrorRequestHandler {
  return (fault: unknown, request, response, _next) => {
    const exchange = response as Exchange;
    if (request.socket.destroyed) {
      response.destroy();
      return;
    }
    if (fault instanceof Failure && STATE_DENIALS.has(fault.denial ?? "")) {
      log.defect(fault, exchange.locals.requestId);
      return refuse(request, exchange, STATE_GONE);
    }
    if (isClientFault(fault))
      return refuse(request, exchange, {
        status: 400,
        detail: "The request cannot be read.",
        code: -32_600,
      });
    log.defect(fault, exchange.locals.requestId);
    refuse(request, exchange, {
      status: 500,
      detail: "Something inside Hearthgate failed; the owner finds it in the log.",
      code: -32_603,
    });
  };
}

const STATE_GONE = {
  status: 503,
  detail: "The state cannot be read or written now; the owner finds why in the log.",
  code: -32_603,
  headers: { "Retry-After": "5" },
};

/** Express and its router throw these for a path that cannot be decoded, for instance. */
function isClientFault(fault: unknown): boolean {
  const status = fault instanceof Error && "status" in fault ? Number(fault.status) : 500;
  return status >= 400 && status < 500;
}
