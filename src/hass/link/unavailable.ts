/** Why Home Assistant cannot be used right now, in words for the caller. */

import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import { OLDEST } from "./version.ts";

const SOON = "Try again shortly.";
const CHECK_URL = "Check HASS_URL.";

function unavailable(message: string, hint: string, details: { denial?: string; cause?: unknown } = {}) {
  return new Failure("HASS_UNAVAILABLE", message, { hint, ...details });
}

/** Nothing was sent. */
export function notConnected(cause?: unknown): Failure {
  return unavailable("Home Assistant is not connected.", "Nothing was sent; try again shortly.", { cause });
}

export function lost(): Failure {
  return unavailable("The connection to Home Assistant was lost.", SOON);
}

export function starting(): Failure {
  return unavailable("Home Assistant is starting.", "Try again in some seconds.");
}

export function tooOld(version: string): Failure {
  return unavailable(
    `Home Assistant ${version} is older than ${OLDEST}, the oldest that Hearthgate works with.`,
    "Update Home Assistant.",
  );
}

/** A command that was sent. */
export function tooLate(): Failure {
  return unavailable("Home Assistant did not answer in time.", SOON);
}

/** A login without an answer. */
export function silent(): Failure {
  return unavailable(
    "Home Assistant did not answer in time.",
    "Check that HASS_URL points to Home Assistant itself.",
  );
}

/** `denial` is `invalid_auth`: trying again would only raise Home Assistant's lockout. */
export function tokenRefused(): Failure {
  return unavailable(
    "Home Assistant refused the token.",
    "Put a valid long-lived access token into HASS_TOKEN and start again.",
    { denial: "invalid_auth" },
  );
}

export function otherProtocol(): Failure {
  return unavailable("What answers at HASS_URL does not speak Home Assistant's protocol.", CHECK_URL);
}

export function closedDuringLogin(): Failure {
  return unavailable("Home Assistant closed the connection during login.", SOON);
}

/** A socket that did not open; `cause` is the error that `ws` gave. */
export function unreachable(cause: unknown): Failure {
  return unavailable(...reasonOf(cause), { cause });
}

const CERTIFICATES: Readonly<Record<string, [string, string]>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "Home Assistant's certificate is for another name than the one in HASS_URL.",
    "Write the name that the certificate has into HASS_URL.",
  ],
  CERT_HAS_EXPIRED: ["Home Assistant's certificate has expired.", "Renew it."],
  CERT_NOT_YET_VALID: [
    "Home Assistant's certificate is not valid yet.",
    "Check the clock of this machine and of Home Assistant.",
  ],
};

const STATUSES: Readonly<Record<string, [string, string]>> = {
  "400": [
    "Home Assistant refuses what comes through this proxy (HTTP 400).",
    "Add the proxy to trusted_proxies of Home Assistant, or name Home Assistant itself in HASS_URL.",
  ],
  "401": ["What answers at HASS_URL wants a login of its own (HTTP 401).", CHECK_URL],
  "403": [
    "Home Assistant refuses this address: it may be banned after wrong logins (HTTP 403).",
    "Take it out of ip_bans.yaml in Home Assistant, then restart Home Assistant.",
  ],
};

function reasonOf(cause: unknown): [string, string] {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  const message = cause instanceof Error ? cause.message : "";
  if (code === "ECONNREFUSED")
    return ["Home Assistant is not running, or not at HASS_URL (connection refused).", SOON];
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return ["The host name in HASS_URL is not known.", CHECK_URL];
  const certificate = CERTIFICATES[code];
  if (certificate) return certificate;
  if (/wrong version number|packet length too long|record layer failure|EPROTO/i.test(code + message))
    return [
      "What answers at HASS_URL speaks http, not https.",
      "Write http:// in HASS_URL, or the port of https.",
    ];
  if (/Parse Error|HPE_|socket hang up|ECONNRESET/i.test(code + message))
    return [
      "What answers at HASS_URL closes plain http at once: it may speak https.",
      "Try https:// in HASS_URL; else check its port.",
    ];
  if (/CERT|SSL|TLS|self.signed|issuer/i.test(code + message)) {
    return [
      "Home Assistant's certificate is not trusted.",
      "Use HASS_CA_PATH for a private certificate authority.",
    ];
  }
  const status = /Unexpected server response: (\d+)/.exec(message)?.[1];
  if (status === "502" || status === "503" || status === "504") return ["Home Assistant is starting.", SOON];
  const known = status === undefined ? undefined : STATUSES[status];
  if (known) return known;
  const target = cause instanceof Error && "location" in cause ? String(cause.location) : undefined;
  if (status?.startsWith("3"))
    return [
      `HASS_URL leads on to ${target === undefined ? "another address" : cleanLine(target, 120)} (HTTP ${status}).`,
      "Put that address into HASS_URL.",
    ];
  if (status) return [`What answers at HASS_URL is not Home Assistant (HTTP ${status}).`, CHECK_URL];
  return ["Home Assistant cannot be reached.", "Check HASS_URL and the network; try again shortly."];
}
