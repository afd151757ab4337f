/** The routes of the authorization server: discovery, the protocol's endpoints, registration. */

import type { Express, Request } from "express";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { DoorLog } from "../../http/door-log.ts";
import type { Exchange, Step } from "../../http/exchange.ts";
import { type FrontSteps, handlers } from "../../http/front.ts";
import type { AuthorizationServer, ShownError } from "./authorization-server.ts";
import { ENDPOINTS, serverMetadata } from "./metadata.ts";
import { authorizationQuery } from "./parameters.ts";

/** What registration asks of the room of the clients. */
export type Registration = {
  /** The library's metadata, `client_id` and secret included; or why not, in the words of RFC 7591. */
  register(body: JsonObject, address: string): Promise<JsonObject | RegistrationFault>;
};

export type RegistrationFault = ShownError & { readonly status: number };

export type OAuthRoutesParts = {
  readonly server: AuthorizationServer;
  readonly registration: Registration;
  readonly issuer: string;
  readonly resource: string;
  readonly steps: Pick<FrontSteps, "open" | "unread" | "onGood">;
  readonly log: DoorLog;
};

export function oauthRoutes(app: Express, parts: OAuthRoutesParts): void {
  const { server, issuer, resource, steps, log } = parts;
  app.get("/.well-known/oauth-authorization-server", (_, response) => {
    response.json(serverMetadata(issuer));
  });
  const library: Step = (request, response) => server.handle(request, response);
  app.get(ENDPOINTS.authorization, ...handlers([...steps.unread, putRight(resource), library]));
  app.get(`${ENDPOINTS.authorization}/:uid`, ...handlers([...steps.unread, library]));
  // a client that gets what it asks for is no guesser
  const tells: Step = (_, response, next) => {
    response.on("finish", () => {
      if (response.statusCode === 200) steps.onGood(response.locals.address);
    });
    next();
  };
  for (const path of [ENDPOINTS.token, ENDPOINTS.revocation])
    app.post(path, ...handlers([...steps.unread, tells, noted(log), library]));
  app.post(ENDPOINTS.registration, ...handlers([...steps.open, registrationStep(parts)]));
}

function putRight(resource: string): Step {
  return (request, _response, next) => {
    const { searchParams } = new URL(request.url, "http://localhost");
    request.url = `${ENDPOINTS.authorization}?${authorizationQuery(searchParams, resource)}`;
    next();
  };
}

function noted(log: DoorLog): Step {
  return (_, response, next) => {
    const { address: ip, requestId: request_id } = response.locals;
    response.on("finish", () => {
      if (response.statusCode >= 400) log.auth("auth_failed", { request_id, ip, reason: "oauth_refused" });
    });
    next();
  };
}

function registrationStep({ registration, log }: OAuthRoutesParts): Step {
  return async (_request: Request, response: Exchange) => {
    const { message, address: ip, requestId: request_id } = response.locals;
    const registered = isJsonObject(message)
      ? await registration.register(message, ip)
      : { status: 400, error: "invalid_client_metadata", description: "Send a JSON object." };
    response.set({ "Cache-Control": "no-store", Pragma: "no-cache" });
    if (isFault(registered)) {
      const { status, error, description } = registered;
      log.auth("auth_failed", { request_id, ip, reason: `registration_${error}` });
      response.status(status).json({ error, error_description: description });
      return;
    }
    log.auth("auth_ok", { request_id, ip, reason: "client_registered" });
    response.status(201).json(registered);
  };
}

function isFault(registered: JsonObject | RegistrationFault): registered is RegistrationFault {
  return "status" in registered && "error" in registered;
}
