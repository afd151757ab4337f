/** The routes of the authorization server: discovery, the protocol's endpoints, registration. */

import type { Express, Request } from "express";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { DoorLog } from "../../http/door-log.ts";
import type { Exchange, Step } from "../../http/exchange.ts";
import { type FrontSteps, handlers } from "../../http/front.ts";
import { refuse } from "../../http/problems.ts";
import type { AuthorizationServer } from "./authorization-server.ts";
import { ENDPOINTS, serverMetadata } from "./metadata.ts";
import type { Clients, RegistrationFault } from "./open-clients.ts";
import { authorizationQuery } from "./parameters.ts";

export type OAuthRoutesParts = {
  readonly server: AuthorizationServer;
  readonly clients: Clients;
  /** Nobody is let in: who has a token is not told that it is no good. */
  readonly killed: () => Promise<boolean>;
  readonly issuer: string;
  readonly resource: string;
  readonly steps: Pick<FrontSteps, "open" | "unread" | "uncounted" | "counted" | "onGood">;
  readonly log: DoorLog;
};

export function oauthRoutes(app: Express, parts: OAuthRoutesParts): void {
  const { server, clients, issuer, resource, steps } = parts;
  app.get("/.well-known/oauth-authorization-server", (_, response) => {
    response.json(serverMetadata(issuer));
  });
  const library: Step = (request, response) =>
    clients.askedFrom(response.locals.address, () => server.handle(request, response));
  const open = [...steps.unread, killedStep(parts)];
  app.get(ENDPOINTS.authorization, ...handlers([...open, askingStep(parts), putRight(resource), library]));
  app.get(`${ENDPOINTS.authorization}/:uid`, ...handlers([...open, library]));
  const outcome = outcomeStep(parts);
  const counted = steps.counted.map(onlyRefused);
  app.post(
    ENDPOINTS.token,
    ...handlers([...steps.uncounted, killedStep(parts), outcome, ...counted, library]),
  );
  app.post(ENDPOINTS.revocation, ...handlers([...open, outcome, library]));
  app.post(ENDPOINTS.registration, ...handlers([...steps.open, killedStep(parts), registrationStep(parts)]));
}

function killedStep({ killed }: OAuthRoutesParts): Step {
  return async (request, response, next) => {
    if (!(await killed())) return next();
    refuse(request, response, {
      status: 503,
      detail: "The owner has switched everything off; what was allowed stands when it is on again.",
      headers: { "Retry-After": "60" },
    });
  };
}

/** A client that gets a token is no guesser, while anybody may revoke what there is not; what is refused is in the log. */
function outcomeStep({ steps, log }: OAuthRoutesParts): Step {
  return ({ path }, response, next) => {
    const { address: ip, requestId: request_id } = response.locals;
    response.on("finish", () => {
      if (response.statusCode === 200 && path === ENDPOINTS.token) steps.onGood(ip);
      if (response.statusCode >= 400) log.auth("auth_failed", { request_id, ip, reason: "oauth_refused" });
    });
    next();
  };
}

/**
 * Many come from one address, and some with tokens that are over: who has a good one waits for none of them. The count
 * comes when the answer is known, and in its place where there were too many.
 */
function onlyRefused(counted: Step): Step {
  return (request, response, next) => {
    const { end } = response;
    response.end = (...last: unknown[]) => {
      response.end = end;
      const answer = () => Reflect.apply(end, response, last);
      if (response.statusCode < 400) return answer();
      void counted(request, response, answer);
      return response;
    };
    next();
  };
}

function askingStep({ clients, log }: OAuthRoutesParts): Step {
  return async (request, response, next) => {
    const { address, requestId: request_id } = response.locals;
    const seconds = await clients.mayAsk(address);
    if (seconds === undefined) return next();
    log.security("flood_protection", { request_id, ip: address, what: "authorize" });
    refuse(request, response, {
      status: 429,
      detail: `Too many have asked to be let in lately; try again in ${seconds} s.`,
      headers: { "Retry-After": String(seconds) },
    });
  };
}

function putRight(resource: string): Step {
  return (request, _response, next) => {
    const { searchParams } = new URL(request.url, "http://localhost");
    request.url = `${ENDPOINTS.authorization}?${authorizationQuery(searchParams, resource)}`;
    next();
  };
}

function registrationStep({ clients, log }: OAuthRoutesParts): Step {
  return async (_request: Request, response: Exchange) => {
    const { message, address: ip, requestId: request_id } = response.locals;
    const registered = isJsonObject(message) ? await clients.register(message, ip) : NO_OBJECT;
    response.set({ "Cache-Control": "no-store", Pragma: "no-cache" });
    if (isFault(registered)) {
      const { status, error, error_description, retryAfterSeconds } = registered;
      log.auth("auth_failed", { request_id, ip, reason: `registration_${error}` });
      if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
      response.status(status).json({ error, error_description });
      return;
    }
    log.auth("auth_ok", { request_id, ip, reason: "client_registered" });
    response.status(201).json(registered);
  };
}

const NO_OBJECT: RegistrationFault = {
  status: 400,
  error: "invalid_client_metadata",
  error_description: "The request is a JSON object.",
};

function isFault(registered: JsonObject | RegistrationFault): registered is RegistrationFault {
  return "status" in registered && "error" in registered;
}
