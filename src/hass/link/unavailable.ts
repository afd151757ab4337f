/** Why Home Assistant cannot be used right now, in words for the caller. */

import { Failure } from "../../core/failure.ts";
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

function reasonOf(cause: unknown): [string, string] {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  const message = cause instanceof Error ? cause.message : "";
  if (code === "ECONNREFUSED")
    return ["Home Assistant is not running, or not at HASS_URL (connection refused).", SOON];
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return ["The host name in HASS_URL is not known.", CHECK_URL];
  if (/CERT|SSL|TLS|self.signed/i.test(code + message)) {
    return [
      "Home Assistant's certificate is not trusted.",
      "Use HASS_CA_PATH for a private certificate authority.",
    ];
  }
  const status = /Unexpected server response: (\d+)/.exec(message)?.[1];
  if (status === "502" || status === "503") return ["Home Assistant is starting.", SOON];
  if (status) return [`What answers at HASS_URL is not Home Assistant (HTTP ${status}).`, CHECK_URL];
  return ["Home Assistant cannot be reached.", "Check HASS_URL and the network; try again shortly."];
}
