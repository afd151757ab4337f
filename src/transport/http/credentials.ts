/** Who calls: the lockout of the address, then the credential, at every request of every session. */

import type { Request } from "express";
import type { Identity, Presented, Refusal } from "../../security/identity/identity.ts";
import type { DoorLog } from "./door-log.ts";
import type { Exchange, Step } from "./exchange.ts";
import { refuse } from "./problems.ts";

/** What a 401 says of the ways in. */
export type Challenge = {
  /** URL of the protected-resource metadata (RFC 9728), for `WWW-Authenticate`. */
  readonly metadataUrl: (request: Request) => string;
  /** What a client should ask the authorization server for; undefined = there is none. */
  readonly scope?: string;
  /** This door has a login. */
  readonly hasLogin: boolean;
};

export type CredentialParts = {
  readonly identity: Identity;
  readonly log: DoorLog;
  readonly challenge: Challenge;
  /** A good credential came from this address. */
  readonly onGood: (address: string) => void;
  /** Counts a request that is not let in; answers by itself when there are too many of the address. */
  readonly counted?: Step | undefined;
};

/** For whoever has no credential yet: 429 with Retry-After while the address is locked out. */
export function lockoutStep({ identity, log }: Pick<CredentialParts, "identity" | "log">): Step {
  return async (request, response, next) => {
    const { address, requestId: request_id } = response.locals;
    const seconds = await identity.lockedFor(address);
    if (seconds === undefined) return next();
    log.security("locked_out", { request_id, ip: address, seconds });
    refuse(request, response, tooMany(seconds));
  };
}

/** Where what is shown is too long to be guessed: 403 at an address that the owner has blocked. */
export function blockStep({ identity, log }: Pick<CredentialParts, "identity" | "log">): Step {
  return async (request, response, next) => {
    const { address, requestId: request_id } = response.locals;
    if (!(await identity.isBlocked(address))) return next();
    log.security("locked_out", { request_id, ip: address, reason: "blocked" });
    refuse(request, response, { status: 403, detail: "The owner has blocked this address." });
  };
}

export function tooMany(seconds: number) {
  return {
    status: 429,
    detail: `Too many refused attempts; wait ${seconds} s.`,
    headers: { "Retry-After": String(seconds) },
  };
}

/** Fills `principal`. One answer for every cause: the log has which it was. */
export function authenticateStep({ identity, log, challenge, onGood, counted }: CredentialParts): Step {
  return async (request, response, next) => {
    const { address, requestId: request_id } = response.locals;
    const found = await identity.authenticate(presentedBy(request, response));
    if ("refusal" in found) {
      const { refusal } = found;
      if (refusal.reason === "locked_out")
        log.security("locked_out", { request_id, ip: address, seconds: refusal.retryAfterSeconds });
      else if (refusal.presented)
        log.auth("auth_failed", { request_id, ip: address, reason: refusal.reason });
      const late = refusal.counts ? await identity.failed(address) : undefined;
      if (late !== undefined) return refuse(request, response, tooMany(late));
      const answer = () => refuse(request, response, problemOf(refusal, request, challenge));
      return counted ? counted(request, response, answer) : answer();
    }
    onGood(address);
    response.locals.principal = { ...found.principal, requestId: request_id };
    if (found.refreshed !== undefined) response.set("X-Refresh-Token", found.refreshed);
    return next();
  };
}

function presentedBy({ headers, method, originalUrl }: Request, { locals }: Exchange): Presented {
  const one = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const path = pathOf(headers.referer);
  const timestamp = one("x-hearthgate-timestamp");
  const nonce = one("x-hearthgate-nonce");
  const signature = one("x-hearthgate-signature");
  return {
    authorization: headers.authorization,
    address: locals.address,
    ...(headers.origin === undefined ? {} : { origin: headers.origin }),
    ...(path === undefined ? {} : { path }),
    signature: {
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(nonce === undefined ? {} : { nonce }),
      ...(signature === undefined ? {} : { signature }),
      method,
      target: originalUrl,
      body: locals.raw ?? new Uint8Array(),
    },
  };
}

/** Of a page, without query (grants: "path of Referer"). */
function pathOf(referer: string | undefined): string | undefined {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).pathname : undefined;
}

/** RFC 6750 section 3.1: without a credential the challenge has no error. */
export function problemOf(
  { status, presented, retryAfterSeconds }: Refusal,
  request: Request,
  { metadataUrl, hasLogin, scope }: Challenge,
) {
  if (status === 429) return tooMany(retryAfterSeconds ?? 60);
  if (status === 403)
    return { status, detail: "This credential opens nothing now; ask whoever gave it to you." };
  if (status === 503)
    return {
      status,
      detail:
        "Nobody is let in now: credentials cannot be checked, or the owner has switched everything off.",
      headers: { "Retry-After": "5" },
    };
  const wanted = scope === undefined ? "" : `, scope="${scope}"`;
  const error = presented ? ', error="invalid_token"' : "";
  return {
    status,
    detail: presented
      ? "The credential is not good any more, or never was; log in again or ask for another."
      : `Send Authorization: Bearer with an access token${hasLogin ? ", or log in at /api/auth/login" : ""}.`,
    headers: { "WWW-Authenticate": `Bearer resource_metadata="${metadataUrl(request)}"${wanted}${error}` },
  };
}
