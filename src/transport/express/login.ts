/** Logging in with a Home Assistant token, for a JWT; staying logged in; logging out. */

import { createHash } from "node:crypto";
import type { Request } from "express";
import { Failure } from "../../core/failure.ts";
import { isJsonObject } from "../../core/json.ts";
import { Secret } from "../../core/secret.ts";
import type { Identity, Login } from "../../security/identity/identity.ts";
import type { Road } from "../door.ts";
import { type Challenge, problemOf, tooMany } from "../http/credentials.ts";
import type { DoorLog } from "../http/door-log.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { refuse } from "../http/problems.ts";
import type { HassUser } from "../person-road.ts";

export type LoginSteps = {
  readonly identity: Identity;
  readonly road: Pick<Road, "login">;
  readonly log: DoorLog;
  readonly challenge: Challenge;
  /** A good credential came from this address. */
  readonly onGood: (address: string) => void;
};

/** Home Assistant's tokens are JSON Web Tokens; what is none is not forwarded, or Home Assistant would count it against us. */
const TOKEN = /^[\w-]{4,2000}\.[\w-]{4,4000}\.[\w-]{4,2000}$/;

/** `POST /api/auth/login` `{"token", "grant"?}`, or the token as bearer. */
export function loginStep(parts: LoginSteps): Step {
  const { identity, log } = parts;
  return async (request, response) => {
    const { address, message, requestId: request_id } = response.locals;
    if (await identity.killed())
      return refuse(request, response, {
        status: 503,
        detail: "The owner has switched everything off; nobody can log in.",
        headers: { "Retry-After": "60" },
      });
    const body = isJsonObject(message) ? message : {};
    const token = tokenIn(body["token"], request.headers.authorization);
    if (token === undefined) return refuse(request, response, NO_TOKEN);
    if (body["grant"] !== undefined && typeof body["grant"] !== "string")
      return refuse(request, response, { status: 400, detail: "grant must be a grant's id or name." });
    if (!TOKEN.test(token)) return refused(request, response, "malformed_token", parts);
    const digest = createHash("sha256").update(token).digest("hex");
    const wait = await identity.mayForwardLogin(digest, "token");
    if (wait !== undefined) {
      log.security("login_cap", { request_id, ip: address, seconds: wait });
      return refuse(request, response, loginsWait(wait));
    }
    const user = await askHome(token, digest, request, response, parts);
    if (user === undefined) return;
    const login = await identity.login(user, body["grant"], digest, address);
    if ("refusal" in login) {
      log.auth("auth_failed", { request_id, ip: address, user: user.id, reason: login.refusal.reason });
      const problem = problemOf(login.refusal, request, parts.challenge);
      return refuse(request, response, problem.status === 403 ? NO_GRANT : problem);
    }
    parts.onGood(address);
    log.auth("auth_ok", { request_id, ip: address, user: user.id });
    sendLogin(response, login);
  };
}

/** Nobody's fault who sees it. */
function loginsWait(seconds: number) {
  return {
    status: 429,
    detail: `Too many wrong logins came lately, from whatever address; log in again in ${seconds} s. Logins and access tokens that stand go on.`,
    headers: { "Retry-After": String(seconds) },
  };
}

/** One answer, whether it is not there, not theirs, or not open now. */
const NO_GRANT = {
  status: 403,
  detail: "No grant of that name is open to you here and now; its owner names people in its users.",
};

const NO_TOKEN = { status: 400, detail: 'Send {"token": "a long-lived access token of Home Assistant"}.' };

function tokenIn(given: unknown, authorization: string | undefined): string | undefined {
  if (typeof given === "string" && given !== "") return given.trim();
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
}

/** undefined = answered already. A token that was refused counts for the lockout; so does one that nobody could be asked about. */
async function askHome(
  token: string,
  digest: string,
  request: Request,
  response: Exchange,
  parts: LoginSteps,
): Promise<HassUser | undefined> {
  try {
    return await parts.road.login(new Secret(token));
  } catch (fault) {
    if (fault instanceof Failure && fault.denial === "invalid_auth") {
      await parts.identity.tokenRefused(digest);
      await refused(request, response, "refused_by_home_assistant", parts);
      return undefined;
    }
    const { address, requestId: request_id } = response.locals;
    await parts.identity.loginUnanswered(digest, address);
    parts.log.auth("auth_failed", { request_id, ip: address, reason: "home_assistant_unavailable" });
    refuse(request, response, {
      status: 503,
      detail: "Home Assistant cannot be asked whose token it is; try again shortly.",
      headers: { "Retry-After": "10" },
    });
    return undefined;
  }
}

async function refused(
  request: Request,
  response: Exchange,
  reason: string,
  { identity, log }: LoginSteps,
): Promise<void> {
  const { address, requestId: request_id } = response.locals;
  const late = await identity.failed(address);
  log.auth("auth_failed", { request_id, ip: address, reason });
  if (late !== undefined) return refuse(request, response, tooMany(late));
  refuse(request, response, {
    status: 401,
    detail: "Home Assistant does not take this token.",
    headers: { "WWW-Authenticate": "Bearer" },
  });
}

function sendLogin(response: Exchange, { token, expiresAt, grantId, session }: Login): void {
  response.set("Cache-Control", "no-store").json({
    token,
    token_type: "Bearer",
    expires_at: new Date(expiresAt).toISOString(),
    grant: grantId,
    session,
  });
}

/** `POST /api/auth/refresh`: a fresh token of the same login. */
export function refreshStep({ identity, challenge }: LoginSteps): Step {
  return async (request, response) => {
    const login = await identity.refresh(response.locals.principal);
    if ("refusal" in login) return refuse(request, response, problemOf(login.refusal, request, challenge));
    sendLogin(response, login);
  };
}

const NO_LOGIN = {
  status: 400,
  detail: "This is an access token, not a login; its owner ends it with hearthgate tokens revoke.",
};

/** `POST /api/auth/logout`: every token of this login is refused from now on, on every instance. */
export function logoutStep({ identity, log }: LoginSteps): Step {
  return async (request, response) => {
    const { principal, address, requestId: request_id } = response.locals;
    if (principal.session === undefined) return refuse(request, response, NO_LOGIN);
    await identity.logout(principal);
    log.security("logged_out", { request_id, ip: address, user: principal.id });
    response.status(204).end();
  };
}

/** `GET /api/auth/session`: who the bearer is, and until when. */
export const sessionStep: Step = (_, response) => {
  const { id, grantId, session, until } = response.locals.principal;
  response.set("Cache-Control", "no-store").json({
    user: id,
    grant: grantId,
    ...(session === undefined ? {} : { session }),
    ...(until === undefined ? {} : { expires_at: new Date(until).toISOString() }),
  });
};
